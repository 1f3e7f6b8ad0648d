package io.weighbridge.console.feature.compute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.console.margin.Costs;
import io.weighbridge.console.margin.UnitCost;
import io.weighbridge.proto.v1.ComputeTerms;
import io.weighbridge.proto.v1.MediaFigure;
import io.weighbridge.proto.v1.ModelAnalysis;
import io.weighbridge.proto.v1.ModelOnGpu;
import io.weighbridge.proto.v1.PriceBook;
import io.weighbridge.proto.v1.PriceProposal;
import io.weighbridge.proto.v1.Rate;
import io.weighbridge.proto.v1.ServiceModel;
import io.weighbridge.proto.v1.Unit;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

/// What is said of a price by the model's cost curve, beside one of tokens, pictures or recordings.
final class ProposedTest {
    private static final long HOUR_MS = 3_600_000;
    private static final Rate CURVE = rate(Unit.UNIT_GPU_MILLISECONDS, 8_000_000_000L, HOUR_MS);

    private static Rate rate(Unit unit, long nanos, long per) {
        return Rate.newBuilder()
                .setService("chat")
                .setUnit(unit)
                .setPriceNanos(nanos)
                .setPer(per)
                .build();
    }

    // Sold for half of its time at three quarters of the price.
    private static PriceProposal of(ModelOnGpu.Builder gpu, Rate... rates) {
        return PriceProposal.newBuilder()
                .setServiceModel(
                        ServiceModel.newBuilder()
                                .setTerms(
                                        ComputeTerms.newBuilder()
                                                .setUtilizationMillionths(500_000)
                                                .setMarginMillionths(250_000)))
                .setAnalysis(ModelAnalysis.newBuilder().setGpu(gpu))
                .addAllRates(List.of(rates))
                .build();
    }

    private static Proposed text(PriceBook inForce) {
        ModelOnGpu.Builder gpu = ModelOnGpu.newBuilder();
        return new Proposed(of(gpu, rate(Unit.UNIT_INPUT_TOKENS, 4, 1)), of(gpu, CURVE), inForce);
    }

    private static PriceBook book(Rate... rates) {
        return PriceBook.newBuilder().addAllRates(List.of(rates)).build();
    }

    @Test
    void shouldSellAnHourOfACardByTheCurve() {
        Proposed proposed = text(book(rate(Unit.UNIT_GPU_MILLISECONDS, 4, 1_800)));
        List<Proposed.Line> lines = proposed.lines(true);
        assertEquals(1, lines.size());
        Proposed.Line hour = lines.getFirst();
        assertEquals("1 hour of a card", FiguresGrid.title(hour.of()));
        assertEquals(8_000_000_000L, hour.priceNanos());
        assertEquals(3_000_000_000L, hour.costNanos());
        assertEquals(8_000, hour.before().orElseThrow().nanos());
        assertEquals("input", proposed.lines(false).getFirst().of());
    }

    @Test
    void shouldBeginWithWhatIsInForce() {
        assertFalse(text(book(rate(Unit.UNIT_INPUT_TOKENS, 1, 1))).isSoldByCurve());
        assertFalse(text(PriceBook.getDefaultInstance()).isSoldByCurve());
        assertTrue(text(book(rate(Unit.UNIT_GPU_MILLISECONDS, 1, 1))).isSoldByCurve());
        Rate other = CURVE.toBuilder().setService("other").build();
        assertFalse(text(book(other)).isSoldByCurve());
        assertEquals(Optional.empty(), text(book(other)).lines(true).getFirst().changePercent());
    }

    // Whichever is in force, its margin is known.
    @Test
    void shouldKnowWhatTokensCostAndComputeToo() {
        Costs costs = text(PriceBook.getDefaultInstance()).costs();
        assertEquals(
                List.of(
                        new UnitCost(io.weighbridge.model.Unit.INPUT_TOKENS, 1, 1),
                        new UnitCost(
                                io.weighbridge.model.Unit.GPU_MILLISECONDS,
                                3_000_000_000L,
                                HOUR_MS)),
                ((Costs.Known) costs).costs());
    }

    @Test
    void shouldTellTextPicturesAndSpeechApart() {
        assertEquals(Proposed.Kind.TEXT, text(PriceBook.getDefaultInstance()).kind());
        ModelOnGpu.Builder media =
                ModelOnGpu.newBuilder()
                        .addFigures(MediaFigure.newBuilder().setOf("minute").setUnits(60_000));
        PriceProposal none = PriceProposal.getDefaultInstance();
        assertEquals(
                Proposed.Kind.PICTURES,
                new Proposed(of(media, rate(Unit.UNIT_PIXELS, 1, 1)), none, book()).kind());
        Proposed speech =
                new Proposed(
                        of(media, rate(Unit.UNIT_AUDIO_MILLISECONDS, 1, 1)),
                        of(media, CURVE),
                        book());
        assertEquals(Proposed.Kind.SPEECH, speech.kind());
        assertEquals("minute", speech.lines(false).getFirst().of());
        assertEquals(CURVE, speech.lines(true).getFirst().rate());
    }
}
