package io.weighbridge.backend.compute.curve;

import io.weighbridge.backend.compute.cost.MediaCurve;
import io.weighbridge.backend.compute.cost.Ratio;
import io.weighbridge.backend.compute.cost.SpeechCurve;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import java.math.BigInteger;
import java.util.List;

/// Of recordings: see [SpeechCurve].
///
/// @param window of hearing one window
/// @param millisecond of writing what is said in one
/// @param denominator of both
record SpeechSum(BigInteger window, BigInteger millisecond, BigInteger denominator)
        implements MediaSum {
    static SpeechSum of(SpeechCurve curve, Of what, Ratio times) {
        Ratio window = of(curve.window(), what).times(times);
        Ratio millisecond = of(curve.words(), what).times(times).over(SpeechCurve.WINDOW_MS);
        BigInteger denominator = MediaSum.denominator(List.of(window, millisecond));
        return new SpeechSum(
                MediaSum.whole(window, denominator),
                MediaSum.whole(millisecond, denominator),
                denominator);
    }

    private static Ratio of(MediaCurve.Taken taken, Of what) {
        return switch (what) {
            case SECONDS -> taken.seconds();
            case COMPUTING -> taken.computing();
            case FLOPS -> taken.flops();
        };
    }

    @Override
    public Exact taken(Units units) {
        long ms = units.get(Unit.AUDIO_MILLISECONDS);
        BigInteger windows = BigInteger.valueOf(Math.ceilDiv(ms, SpeechCurve.WINDOW_MS));
        BigInteger heard = window.multiply(windows);
        return new Exact(heard.add(millisecond.multiply(BigInteger.valueOf(ms))), denominator);
    }
}
