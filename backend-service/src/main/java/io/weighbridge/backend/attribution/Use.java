package io.weighbridge.backend.attribution;

import io.weighbridge.backend.compute.cost.Ratio;
import io.weighbridge.backend.usage.HourUse;
import io.weighbridge.backend.usage.MovedUnits;
import io.weighbridge.backend.usage.Rollup;
import io.weighbridge.model.Unit;

import org.jspecify.annotations.Nullable;

/// What was settled in an hour of a service, and where that is asked for of a key.
///
/// @param of whose
/// @param calls all of them
/// @param failedCalls of the calls
/// @param inputTokens with those that were cached
/// @param cachedTokens of the input
/// @param outputTokens that were written
/// @param made other than text
/// @param chargeNanos ratings of the hour included, whenever the call was; refunds not taken off
record Use(
        Owner of,
        long calls,
        long failedCalls,
        long inputTokens,
        long cachedTokens,
        long outputTokens,
        Made made,
        long chargeNanos) {
    private static final long US_PER_S = 1_000_000;

    /// Pictures and sound.
    ///
    /// @param audioMs that were heard
    record Made(long images, long pixels, long audioMs) {
        static final Made NOTHING = new Made(0, 0, 0);

        private Made plus(Made more) {
            return new Made(images + more.images, pixels + more.pixels, audioMs + more.audioMs);
        }
    }

    static Use of(Rollup rollup) {
        return new Use(
                owner(rollup.group()),
                rollup.calls(),
                rollup.failedCalls(),
                rollup.units().get(Unit.INPUT_TOKENS),
                rollup.units().get(Unit.CACHED_INPUT_TOKENS),
                rollup.units().get(Unit.OUTPUT_TOKENS),
                new Made(
                        rollup.units().get(Unit.IMAGES),
                        rollup.units().get(Unit.PIXELS),
                        rollup.units().get(Unit.AUDIO_MILLISECONDS)),
                rollup.chargeNanos());
    }

    static Use of(HourUse use) {
        return new Use(
                new Owner("", use.serviceId(), 0, 0),
                use.calls(),
                use.failedCalls(),
                use.inputTokens(),
                use.cachedTokens(),
                use.outputTokens(),
                new Made(use.images(), use.pixels(), use.audioMs()),
                use.chargeNanos());
    }

    static Use of(MovedUnits moved) {
        return new Use(
                owner(moved.group()),
                0,
                0,
                moved.get(Unit.INPUT_TOKENS),
                moved.get(Unit.CACHED_INPUT_TOKENS),
                moved.get(Unit.OUTPUT_TOKENS),
                new Made(
                        moved.get(Unit.IMAGES),
                        moved.get(Unit.PIXELS),
                        moved.get(Unit.AUDIO_MILLISECONDS)),
                0);
    }

    private static Owner owner(Rollup.Group group) {
        return new Owner("", group.serviceId(), group.accountId(), group.keyId());
    }

    /// Both together, of the first.
    Use plus(Use more) {
        return new Use(
                of,
                calls + more.calls,
                failedCalls + more.failedCalls,
                inputTokens + more.inputTokens,
                cachedTokens + more.cachedTokens,
                outputTokens + more.outputTokens,
                made.plus(more.made),
                Math.addExact(chargeNanos, more.chargeNanos));
    }

    Ratio tokens() {
        return Ratio.of(inputTokens + outputTokens);
    }

    /// Whether a GPU had anything to do for it: a call that failed at once gave it nothing, nor did
    /// what was only rated in the hour.
    boolean isWork() {
        return calls > 0 && (inputTokens + outputTokens > 0 || calls > failedCalls);
    }

    /// Predicted time of GPUs in microseconds.
    ///
    /// @param times null when there is no prediction
    Ratio predictedUs(@Nullable Times times) {
        return times == null ? Ratio.ZERO : times.seconds(this).times(US_PER_S);
    }
}
