package io.weighbridge.backend.attribution;

import io.weighbridge.backend.compute.cost.MediaPrediction;
import io.weighbridge.backend.compute.cost.Ratio;
import io.weighbridge.model.Unit;

/// What a service's pictures or recordings are predicted to take: all of an hour as of one size,
/// as only their sums are known.
///
/// @param linkId of what the service ran then
/// @param gpuVersion of the GPU's figures then
/// @param on the GPU
record MediaTimes(long linkId, long gpuVersion, MediaPrediction on) implements Times {
    @Override
    public Ratio seconds(Use use) {
        Use.Made made = use.made();
        if (on.unit() == Unit.PIXELS) {
            return made.images() == 0 && made.pixels() == 0
                    ? Ratio.ZERO
                    : seconds(on.pictures(made.images(), made.pixels()));
        }
        Ratio calls = Ratio.of(Math.max(1, use.calls() - use.failedCalls()));
        return made.audioMs() == 0
                ? Ratio.ZERO
                : seconds(new MediaPrediction.Sized(Ratio.of(made.audioMs()).over(calls), calls));
    }

    private Ratio seconds(MediaPrediction.Sized sized) {
        return on.curve().taken(sized.size()).times(sized.count()).seconds();
    }
}
