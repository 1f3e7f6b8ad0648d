package io.weighbridge.console.feature.prices.draft;

import io.weighbridge.console.client.Failure;
import io.weighbridge.console.feature.prices.words.Difference;
import io.weighbridge.proto.v1.PriceBook;

import java.util.List;

/// What came of saving or publishing a draft.
sealed interface Outcome {
    /// It was done.
    record Done(PriceBook book) implements Outcome {}

    /// Somebody else changed the draft since it was read.
    ///
    /// @param theirs as it is now
    /// @param differences what they have otherwise than what is on the screen
    record Conflict(PriceBook theirs, List<Difference> differences) implements Outcome {}

    /// Somebody published another book since the draft was made.
    ///
    /// @param newest that book
    /// @param differences what it changed since the one the draft was made from
    record Superseded(PriceBook newest, List<Difference> differences) implements Outcome {}

    /// It could not be done.
    record Failed(Failure failure) implements Outcome {}
}
