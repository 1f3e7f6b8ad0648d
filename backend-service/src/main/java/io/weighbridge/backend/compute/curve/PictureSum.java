package io.weighbridge.backend.compute.curve;

import io.weighbridge.backend.compute.cost.PictureCurve;
import io.weighbridge.backend.compute.cost.PictureCurve.Stage;
import io.weighbridge.backend.compute.cost.PictureTerms;
import io.weighbridge.backend.compute.cost.Ratio;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/// Of pictures, several as of one size: see [PictureCurve].
///
/// A stage takes a + b p + c p² of a picture of p pixels, or a least. Of n pictures of P pixels in
/// all that is (a n² + b n P + c P²) / n, or n times the least: whole but for the last quotient.
final class PictureSum implements MediaSum {
    private record Term(
            BigInteger once,
            BigInteger perPixel,
            BigInteger perPair,
            BigInteger least,
            boolean stepwise) {}

    private final List<Term> terms;
    private final BigInteger denominator;
    private final long usual;
    private final BigInteger steps;

    private PictureSum(List<Term> terms, BigInteger denominator, PictureTerms by) {
        this.terms = terms;
        this.denominator = denominator;
        this.usual = by.pixels();
        this.steps = BigInteger.valueOf(by.steps());
    }

    static PictureSum of(PictureCurve curve, PictureTerms by, Of what, Ratio times) {
        List<Ratio> exact = new ArrayList<>();
        for (Stage stage : curve.stages()) {
            Ratio runs = stage.runs().times(times);
            Ratio flop = what == Of.FLOPS ? runs : runs.over(stage.flopsPerSecond());
            exact.add(stage.flops().once().times(flop));
            exact.add(stage.flops().perPixel().times(flop));
            exact.add(stage.flops().perPair().times(flop));
            exact.add(what == Of.SECONDS ? runs.times(stage.readSeconds()) : Ratio.ZERO);
        }
        BigInteger denominator = MediaSum.denominator(exact);
        Iterator<BigInteger> whole =
                exact.stream().map(each -> MediaSum.whole(each, denominator)).iterator();
        List<Term> terms = new ArrayList<>();
        for (Stage stage : curve.stages()) {
            terms.add(
                    new Term(
                            whole.next(),
                            whole.next(),
                            whole.next(),
                            whole.next(),
                            stage.stepwise()));
        }
        return new PictureSum(List.copyOf(terms), denominator, by);
    }

    // Of pictures alone usual ones. Of pixels alone usual pictures, or one that is smaller: these
    // are no whole number, so that as many such calls are reckoned as make it one.
    @Override
    public Exact taken(Units units) {
        long images = units.get(Unit.IMAGES);
        BigInteger pixels = BigInteger.valueOf(units.get(Unit.PIXELS));
        if (images > 0) {
            BigInteger count = BigInteger.valueOf(images);
            return taken(
                    count,
                    pixels.signum() > 0 ? pixels : count.multiply(BigInteger.valueOf(usual)),
                    units,
                    BigInteger.ONE);
        }
        return units.get(Unit.PIXELS) > usual
                ? taken(
                        pixels,
                        pixels.multiply(BigInteger.valueOf(usual)),
                        units,
                        BigInteger.valueOf(usual))
                : taken(BigInteger.ONE, pixels, units, BigInteger.ONE);
    }

    private Exact taken(BigInteger images, BigInteger pixels, Units units, BigInteger calls) {
        BigInteger square = images.multiply(images);
        BigInteger mixed = images.multiply(pixels);
        BigInteger pairs = pixels.multiply(pixels);
        BigInteger once = BigInteger.ZERO;
        BigInteger stepwise = BigInteger.ZERO;
        for (Term term : terms) {
            BigInteger computing =
                    term.once
                            .multiply(square)
                            .add(term.perPixel.multiply(mixed))
                            .add(term.perPair.multiply(pairs));
            BigInteger most = computing.max(term.least.multiply(square));
            once = term.stepwise ? once : once.add(most);
            stepwise = term.stepwise ? stepwise.add(most) : stepwise;
        }
        BigInteger bottom = denominator.multiply(images).multiply(calls);
        long told = units.get(Unit.PIXEL_STEPS);
        if (told == 0) {
            return new Exact(once.add(stepwise), bottom);
        }
        BigInteger all = pixels.multiply(steps);
        BigInteger part = BigInteger.valueOf(told).multiply(calls);
        return new Exact(once.multiply(all).add(stepwise.multiply(part)), bottom.multiply(all));
    }
}
