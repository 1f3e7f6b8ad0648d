package io.weighbridge.backend.gate.admit;

import io.weighbridge.backend.limits.LimitReadings;

import org.jspecify.annotations.Nullable;

/// What becomes of a [LimitQuestion].
public sealed interface LimitAnswer {
    /// Within the limit, or there is none.
    ///
    /// @param limits state after it, null for what is not known and let through
    record Within(@Nullable LimitReadings limits) implements LimitAnswer {}

    /// Above the limit, or of a key that may not be used.
    record Over(Decision.Refused refused) implements LimitAnswer {}
}
