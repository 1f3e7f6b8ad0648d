package io.weighbridge.console.feature.compute.costs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.console.text.Formats;
import io.weighbridge.proto.v1.ComputeTerms;
import io.weighbridge.proto.v1.FactorsProposal;
import io.weighbridge.proto.v1.ServiceModel;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/// What is said when factors were made for something else than what holds.
final class ClashTest {
    private static final Instant NOW = Instant.parse("2026-11-30T05:00:00Z");
    private static final long NOW_MS = NOW.toEpochMilli();
    private static final Formats FORMATS = new Formats(() -> NOW, ZoneOffset.UTC, "$");
    private static final long DAY_MS = 86_400_000;

    private static ServiceModel link(long createdAtMs, long fromMs, ComputeTerms.Builder terms) {
        return ServiceModel.newBuilder()
                .setModel("model_1")
                .setModelName("m")
                .setGpu("h100")
                .setTerms(terms)
                .setCreatedAtMs(createdAtMs)
                .setEffectiveAtMs(fromMs)
                .build();
    }

    private static ComputeTerms.Builder terms() {
        return ComputeTerms.newBuilder().setBatch(8).setMarginMillionths(300_000);
    }

    private static final ServiceModel FIRST = link(1, 1, terms());

    private static Clash clash(@Nullable ServiceModel before, long fromMs, ServiceModel... links) {
        FactorsProposal factors =
                FactorsProposal.newBuilder()
                        .setServiceModelCreatedAtMs(FIRST.getCreatedAtMs())
                        .build();
        return Clash.of(List.of(links), factors, before, fromMs, FORMATS);
    }

    @Test
    void shouldSayWhatWasSaidMeanwhile() {
        ServiceModel next =
                link(2, 2, terms().setMarginMillionths(350_000)).toBuilder().setGpu("l4").build();
        Clash clash = clash(FIRST, 0, FIRST, next);
        assertTrue(clash.isRenewable());
        assertTrue(
                clash.text().contains(" Runs now: m on h100 → m on l4; Margin, %: 30 → 35. It is"),
                clash::text);
        assertTrue(clash(null, 0, FIRST, next).text().contains(" m on l4. It is"));
        ServiceModel same = link(3, 3, terms());
        assertTrue(clash(FIRST, 0, FIRST, same).text().contains("The same was said again. It is"));
        ServiceModel factors = link(3, 3, terms().setFlopsShareMillionths(1));
        assertTrue(clash(FIRST, 0, FIRST, factors).text().contains("It has other terms. It is"));
    }

    @Test
    void shouldSayItAlsoWhereTheClockOfTheServiceIsAhead() {
        long aheadMs = NOW_MS + 60_000;
        ServiceModel next = link(aheadMs, aheadMs, terms().setBatch(16));
        Clash clash = clash(FIRST, 0, FIRST, next);
        assertTrue(clash.text().contains("said something else of the service. Batch: 8 → 16."));
    }

    @Test
    void shouldNotAskAgainWhereTheInstantIsInTheWay() {
        ServiceModel planned = link(2, NOW_MS + DAY_MS, terms().setBatch(16));
        Clash clash = clash(FIRST, NOW_MS + 2 * DAY_MS, FIRST, planned);
        assertFalse(clash.isRenewable());
        assertTrue(
                clash.text().contains("from 2026-12-01 05:00 on")
                        && clash.text().contains("Batch: 8 → 16."),
                clash::text);
    }

    @Test
    void shouldSayThatTheCardIsAnother() {
        ServiceModel planned = link(2, NOW_MS + DAY_MS, terms().setBatch(16));
        Clash clash = clash(FIRST, NOW_MS + 1, FIRST, planned);
        assertTrue(clash.isRenewable());
        assertEquals(
                "Nothing was changed: meanwhile somebody edited the figures of the GPU h100.",
                clash.text().substring(0, clash.text().indexOf(" It is")));
    }
}
