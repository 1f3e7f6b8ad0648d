package io.weighbridge.backend.demo;

import io.weighbridge.model.RefusalReason;
import io.weighbridge.model.Units;

/// What became of a call through the gateway, as its client sees it.
sealed interface SdkAnswer {
    /// It was answered to the end.
    ///
    /// @param recordId of its usage record
    /// @param used as the answer says
    /// @param costNanos as the answer says, 0 where it does not: the live view counts with it, and
    ///     what is true is in the store
    record Whole(String recordId, Units used, long costNanos) implements SdkAnswer {}

    /// The client left before the end.
    record Left() implements SdkAnswer {}

    /// The model server broke off in the middle of the stream.
    record Broken(String recordId) implements SdkAnswer {}

    /// It may not be made.
    record Refused(RefusalReason reason) implements SdkAnswer {}

    /// Nothing came of it, and nothing is charged: worth another try.
    record Failed(String text) implements SdkAnswer {}
}
