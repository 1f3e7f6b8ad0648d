package io.weighbridge.console.feature.compute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.console.text.Formats;
import io.weighbridge.proto.v1.ComputeTerms;
import io.weighbridge.proto.v1.Gpu;
import io.weighbridge.proto.v1.GpuActive;
import io.weighbridge.proto.v1.GpuFigures;
import io.weighbridge.proto.v1.GpuHour;
import io.weighbridge.proto.v1.GpuPrice;
import io.weighbridge.proto.v1.MediaFigure;
import io.weighbridge.proto.v1.ModelAnalysis;
import io.weighbridge.proto.v1.ModelOnGpu;
import io.weighbridge.proto.v1.PriceBook;
import io.weighbridge.proto.v1.PriceProposal;
import io.weighbridge.proto.v1.Rate;
import io.weighbridge.proto.v1.Service;
import io.weighbridge.proto.v1.ServiceModel;
import io.weighbridge.proto.v1.ServiceTier;
import io.weighbridge.proto.v1.SetServiceModelRequest;
import io.weighbridge.proto.v1.Unit;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// What is typed for GPUs and terms, what holds when, and how figures are said.
final class ComputeWordsTest {
    private static final long GIB = 1L << 30;
    private static final long TERA = 1_000_000_000_000L;
    private static final long HOUR_MS = 3_600_000;
    private static final Formats FORMATS =
            new Formats(
                    InstantSource.fixed(Instant.parse("2026-11-30T08:00:00Z")),
                    ZoneOffset.UTC,
                    "$");
    private static final GpuFigures L4 =
            GpuFigures.newBuilder()
                    .setTitle("NVIDIA L4")
                    .setVramBytes(24 * GIB)
                    .setBytesPerSecond(300_000_000_000L)
                    .putFlopsPerSecond("fp32", 30_300_000_000_000L)
                    .putFlopsPerSecond("fp16", 121 * TERA)
                    .putFlopsPerSecond("fp8", 242_500_000_000_000L)
                    .setTdpWatts(72)
                    .setSource("data sheet")
                    .build();

    @Test
    void shouldTakeOnlyWhatIsExact() {
        assertEquals(
                OptionalLong.of(989_500_000_000_000L), Scaled.parse("989.5", TERA, 1, 1L << 60));
        assertEquals(OptionalLong.of(24 * GIB), Scaled.parse(" 24 ", GIB, GIB, 64 * GIB));
        assertEquals(OptionalLong.of(8_192), Scaled.parse("8,192", 1, 1, 10_000));
        assertEquals(OptionalLong.empty(), Scaled.parse("0.3", 1, 0, 10));
        assertEquals(OptionalLong.empty(), Scaled.parse("0.00000000001", GIB, 0, GIB));
        assertEquals(OptionalLong.empty(), Scaled.parse("65", GIB, GIB, 64 * GIB));
        assertEquals(OptionalLong.empty(), Scaled.parse("-1", 1, -5, 10));
        assertEquals("23.5", Scaled.text(23 * GIB + GIB / 2, GIB));
        assertEquals("0", Scaled.text(0, TERA));
    }

    @Test
    void shouldTypeAndReadEachFigureWithoutLoss() {
        GpuFigures.Builder read = GpuFigures.newBuilder();
        for (GpuField field : GpuField.TYPED) {
            assertEquals("", field.problem(field.typed(L4)), field.name());
            field.take(field.typed(L4), read);
        }
        assertEquals(L4, read.build());
        assertEquals("", GpuField.BF16.problem(" "), "a card may have no units for it");
        assertFalse(GpuField.FP16.problem("").isEmpty());
        assertFalse(GpuField.WATTS.problem("0").isEmpty());
        assertFalse(GpuField.VRAM.problem("0.5").isEmpty());
        assertFalse(GpuField.SOURCE.problem("  ").isEmpty());
        GpuField.FP8.take("", read);
        assertFalse(read.containsFlopsPerSecond("fp8"));
    }

    @Test
    void shouldBringTogetherWhatTwoSaidOfAGpu() {
        GpuFigures mine = L4.toBuilder().setTdpWatts(75).setSource("mine").build();
        GpuFigures theirs = L4.toBuilder().setRetired(true).setSource("theirs").build();
        GpuMerge merge =
                new GpuMerge(
                        Gpu.newBuilder().setFigures(L4).build(),
                        mine,
                        Gpu.newBuilder().setFigures(theirs).build());
        assertEquals(List.of(GpuField.SOURCE), merge.clashes());
        assertEquals(mine.toBuilder().setRetired(true).build(), merge.merged(Set.of()));
        assertEquals(
                mine.toBuilder().setRetired(true).setSource("theirs").build(),
                merge.merged(Set.of(GpuField.SOURCE)));
        assertEquals("Watts: 72 → 75\nSource: data sheet → mine", GpuView.changes(L4, mine));
    }

    @Test
    void shouldSayWhatHoldsNowAndLater() {
        GpuPrice first = GpuPrice.newBuilder().setEffectiveAtMs(20).setHourNanos(1).build();
        GpuPrice again = first.toBuilder().setHourNanos(2).build();
        GpuPrice far = GpuPrice.newBuilder().setEffectiveAtMs(30).build();
        assertEquals(again, GpuRow.later(List.of(far, first, again), 10));
        assertNull(GpuRow.later(List.of(first), 20));
        ServiceModel now = ServiceModel.newBuilder().setModel("m").setEffectiveAtMs(5).build();
        ServiceModel taken = ServiceModel.newBuilder().setModel("n").setEffectiveAtMs(20).build();
        ServiceModel back = now.toBuilder().setEffectiveAtMs(20).build();
        Service chat = Service.newBuilder().setName("chat").build();
        RunRow row = RunRow.of(chat, List.of(now, taken, back), 10);
        assertEquals(now, row.now());
        assertEquals(back, row.later());
        assertTrue(row.isKnown());
        assertEquals(back, RunRow.of(chat, List.of(now, taken, back), 20).now());
        assertFalse(RunRow.of(chat, List.of(), 20).isKnown());
        ServiceModel none = ServiceModel.newBuilder().setEffectiveAtMs(6).build();
        assertFalse(RunRow.of(chat, List.of(now, none), 10).isKnown(), "said to be unknown");
    }

    // Not what holds now: something else was said to hold by then.
    @Test
    void shouldGoBackToWhatWouldHaveHeldAtThatInstant() {
        Service chat = Service.newBuilder().setId("svc_1").setName("chat").build();
        ServiceModel now = ServiceModel.newBuilder().setModel("m").setEffectiveAtMs(5).build();
        ServiceModel next = ServiceModel.newBuilder().setModel("n").setEffectiveAtMs(20).build();
        RunsModel.History before =
                new RunsModel.History(RunRow.of(chat, List.of(now, next), 10), List.of(now, next));
        ServiceModel made = ServiceModel.newBuilder().setModel("o").setEffectiveAtMs(30).build();
        assertEquals(
                SetServiceModelRequest.newBuilder()
                        .setService("svc_1")
                        .setModel("n")
                        .setTerms(ComputeTerms.getDefaultInstance())
                        .setEffectiveAtMs(30)
                        .build(),
                RunsModel.back(before, made, 30));
        ServiceModel atOnce = made.toBuilder().setEffectiveAtMs(11).build();
        assertEquals("m", RunsModel.back(before, atOnce, 0).getModel());
        RunsModel.History nothing = new RunsModel.History(before.row(), List.of());
        assertEquals("", RunsModel.back(nothing, atOnce, 0).getModel(), "nobody had said it");
    }

    @Test
    void shouldReadTerms() {
        ComputeTerms.Builder terms = ComputeTerms.newBuilder();
        for (TermField field : TermField.values()) {
            if (field.isOf(ModelUse.TEXT)) {
                assertEquals("", field.problem(field.typed(TermsForm.USUAL)), field.name());
                field.take(field.typed(TermsForm.USUAL), terms);
            }
        }
        assertEquals(8_192, terms.getContextTokens());
        assertEquals(ModelUse.TEXT, ModelUse.of(terms.build()));
        assertEquals(300_000, terms.getMarginMillionths());
        TermField.UTILIZATION.take("62.5", terms);
        assertEquals(625_000, terms.getUtilizationMillionths());
        TermField.CARDS.take("", terms);
        assertEquals(0, terms.getGpuCount());
        assertFalse(TermField.MARGIN.problem("100").isEmpty());
        assertFalse(TermField.UTILIZATION.problem("0").isEmpty());
        assertFalse(TermField.BATCH.problem("").isEmpty());
    }

    @Test
    void shouldReadTermsOfPicturesAndSpeech() {
        for (ModelUse use : List.of(ModelUse.PICTURES, ModelUse.SPEECH)) {
            ComputeTerms usual = TermsForm.usual(use);
            ComputeTerms.Builder terms = ComputeTerms.newBuilder();
            for (TermField field : TermField.values()) {
                if (field.isOf(use)) {
                    assertEquals("", field.problem(field.typed(usual)), field.name());
                    field.take(field.typed(usual), terms);
                } else {
                    assertEquals("", field.typed(usual), field.name());
                }
            }
            assertEquals(use, ModelUse.of(terms.build()));
            assertEquals(0, terms.getContextTokens());
            assertEquals(usual.getSpeech(), terms.getSpeech());
            assertEquals(usual.getPicture().getWidth(), terms.getPicture().getWidth());
        }
        assertEquals(Optional.of(ModelUse.PICTURES), ModelUse.ofKind("pipeline"));
        assertEquals(Optional.of(ModelUse.SPEECH), ModelUse.ofKind("speech"));
        assertEquals(Optional.empty(), ModelUse.ofKind("unknown"));
        ComputeTerms.Builder seconds = ComputeTerms.newBuilder();
        TermField.RECORDING.take("90.5", seconds);
        assertEquals(90_500, seconds.getSpeech().getRecordingMs());
        assertFalse(TermField.STEPS.problem("1001").isEmpty());
        assertFalse(TermField.WORDS.problem("449").isEmpty());
    }

    @Test
    void shouldSetPicturesBesideWhatAPictureIsSoldForNow() {
        MediaFigure megapixel =
                MediaFigure.newBuilder()
                        .setOf("megapixel")
                        .setUnits(1_000_000)
                        .setCostNanos(7)
                        .build();
        MediaFigure picture =
                MediaFigure.newBuilder().setOf("512x512").setUnits(262_144).setCostNanos(3).build();
        PriceProposal proposal =
                PriceProposal.newBuilder()
                        .addRates(rate(Unit.UNIT_PIXELS, 4_000_000, 1_000_000))
                        .setAnalysis(
                                ModelAnalysis.newBuilder()
                                        .setGpu(
                                                ModelOnGpu.newBuilder()
                                                        .addFigures(megapixel)
                                                        .addFigures(picture)))
                        .build();
        // Sold by the image until now.
        PriceBook images =
                PriceBook.newBuilder().addRates(rate(Unit.UNIT_IMAGES, 2_097_152, 1)).build();
        List<Proposed.Line> lines = proposed(proposal, images).lines(false);
        assertEquals(4_000_000, lines.getFirst().priceNanos());
        assertEquals(Optional.empty(), lines.getFirst().before());
        assertEquals(3, lines.getLast().costNanos());
        assertEquals(1_048_576, lines.getLast().priceNanos());
        assertEquals(2_097_152, lines.getLast().before().orElseThrow().nanos());
        assertEquals("-50.00", lines.getLast().changePercent().orElseThrow().toPlainString());
        PriceBook pixels =
                images.toBuilder().addRates(rate(Unit.UNIT_PIXELS, 2_000_000, 1_000_000)).build();
        Proposed.Line now = proposed(proposal, pixels).lines(false).getLast();
        assertEquals(524_288, now.before().orElseThrow().nanos());
        assertEquals("100.00", now.changePercent().orElseThrow().toPlainString());
    }

    private static Proposed proposed(PriceProposal perUnit, PriceBook inForce) {
        return new Proposed(perUnit, PriceProposal.getDefaultInstance(), inForce);
    }

    private static Rate rate(Unit unit, long nanos, long per) {
        return Rate.newBuilder()
                .setService("chat")
                .setUnit(unit)
                .setTier(ServiceTier.SERVICE_TIER_STANDARD)
                .setPriceNanos(nanos)
                .setPer(per)
                .build();
    }

    @Test
    void shouldSetAProposalBesideThePriceInForce() {
        Rate input = rate(Unit.UNIT_INPUT_TOKENS, 2_500_000_000L, 1_000_000);
        Rate other = rate(Unit.UNIT_OUTPUT_TOKENS, 1, 1);
        Proposed proposed =
                proposed(
                        PriceProposal.newBuilder()
                                .addRates(rate(Unit.UNIT_INPUT_TOKENS, 1_000_000_000L, 1_000_000))
                                .addRates(rate(Unit.UNIT_OUTPUT_TOKENS, 2, 1))
                                .setAnalysis(
                                        ModelAnalysis.newBuilder()
                                                .setGpu(
                                                        ModelOnGpu.newBuilder()
                                                                .setInputCostNanosPer1K(7)
                                                                .setOutputCostNanosPer1K(9)))
                                .build(),
                        PriceBook.newBuilder()
                                .addRates(other.toBuilder().setService("image"))
                                .addRates(other.toBuilder().setAccount("acct_1"))
                                .addRates(other.toBuilder().setAboveInputTokens(200_000))
                                .addRates(other.toBuilder().setTier(ServiceTier.SERVICE_TIER_BATCH))
                                .addRates(input)
                                .build());
        Proposed.Line in = proposed.lines(false).getFirst();
        Proposed.Line out = proposed.lines(false).getLast();
        assertEquals(7, in.costNanos());
        assertEquals(1_000_000, in.priceNanos());
        assertEquals(Optional.of(input), in.before().map(Proposed.Before::rate));
        assertEquals("-60.00", in.changePercent().orElseThrow().toPlainString());
        assertEquals(9, out.costNanos());
        assertEquals(Optional.empty(), out.before(), "none of these is the rate it replaces");
        assertEquals(Optional.empty(), out.changePercent());
    }

    @Test
    void shouldNeverSayNothingForUnknown() {
        assertEquals("not known", ComputeWords.bytes(0));
        assertEquals("not known", ComputeWords.flops(0));
        assertEquals("not known", ComputeWords.money(0, FORMATS));
        assertEquals("not known", ComputeWords.share(""));
        assertEquals("15 GiB", ComputeWords.bytes(16_060_522_496L));
        assertEquals("128 KiB", ComputeWords.bytes(131_072));
        assertEquals("15.5 GFLOP", ComputeWords.flops(15_530_000_000L));
        assertEquals("18.7 %", ComputeWords.share("0.18703"));
        assertEquals("118 %", ComputeWords.share("1.18"));
        assertEquals("31.2 ms", ComputeWords.seconds("0.0312"));
        assertEquals("1.25 s", ComputeWords.seconds("1.25"));
        assertEquals("1,500", ComputeWords.decimal("1500.4"));
    }

    @Test
    void shouldFillTheMemory() {
        MemoryBar.Use use = new MemoryBar.Use(16 * GIB, 48 * GIB, 80 * GIB, 1);
        assertEquals(32 * GIB, use.cacheBytes());
        assertEquals(32 * GIB, use.freeBytes());
        assertEquals(200, use.perMille(use.weightBytes()));
        assertEquals(1_000, use.perMille(90 * GIB));
    }

    @Test
    void shouldShowAnUnseenHourAsAGap() {
        long at = Instant.parse("2026-11-30T05:00:00Z").toEpochMilli();
        GpuHour seen =
                GpuHour.newBuilder()
                        .setHourAtMs(at)
                        .setGpu("GPU-1")
                        .setModel("NVIDIA L4")
                        .setSeenMs(HOUR_MS)
                        .setBusy(GpuActive.newBuilder().setKnownMs(1_000).setActiveUs(250_000))
                        .setEnergyKnownMs(HOUR_MS)
                        .setEnergyMj(72_000_000)
                        .setCostNanos(440_000_000)
                        .build();
        GpuHour part = seen.toBuilder().setHourAtMs(at + 2 * HOUR_MS).setSeenMs(60_000).build();
        List<HourLine> lines = HourLine.of(List.of(seen, part), at + 3 * HOUR_MS);
        assertEquals(
                List.of(at + 2 * HOUR_MS, at + HOUR_MS, at),
                lines.stream().map(HourLine::hourAtMs).toList());
        HourLine gap = lines.get(1);
        assertEquals("gap: not seen", gap.seen(FORMATS));
        assertEquals("not known", gap.cost(FORMATS));
        assertEquals("not known", gap.busy(FORMATS));
        assertEquals("NVIDIA L4", gap.card());
        assertTrue(lines.getFirst().isPartly(at + 3 * HOUR_MS));
        HourLine whole = lines.getLast();
        assertFalse(whole.isPartly(at + 3 * HOUR_MS));
        assertEquals("25 %", whole.busy(FORMATS));
        assertEquals("20 Wh", whole.energy(FORMATS));
        assertEquals("$0.44", whole.cost(FORMATS));
        assertEquals("not known", whole.idleCost(FORMATS));
        assertEquals("not known", whole.memory());
    }
}
