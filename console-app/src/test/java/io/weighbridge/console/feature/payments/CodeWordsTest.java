package io.weighbridge.console.feature.payments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.Operations;
import io.weighbridge.console.feature.payments.MakeCodesModel.Field;
import io.weighbridge.console.feature.payments.MakeCodesModel.Typed;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.testkit.Installation;
import io.weighbridge.console.text.Formats;
import io.weighbridge.proto.v1.AdjustmentLimit;
import io.weighbridge.proto.v1.CodeBatch;
import io.weighbridge.proto.v1.Operator;
import io.weighbridge.proto.v1.ReconciliationGap;
import io.weighbridge.proto.v1.ReconciliationRun;
import io.weighbridge.proto.v1.ReconciliationState;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// What is typed for codes, how batches stand, and what reports say.
final class CodeWordsTest {
    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.parse("2026-11-30T08:00:00Z"));
    private static final Formats FORMATS = new Formats(CLOCK, ZoneId.of("Europe/Berlin"), "$");
    private static final long DOLLAR = 1_000_000_000L;
    private static final Typed RIGHT = new Typed("spring", "100", "5", "2027-03-31", "90", true);

    // Nothing is called.
    private static <T> T with(Function<MakeCodesModel, T> work) {
        try (BackendClient client =
                BackendClient.connect(Installation.profile("nobody", 1), CLOCK)) {
            return work.apply(
                    new MakeCodesModel(
                            client,
                            new Operations(),
                            new Background(Runnable::run, Runnable::run),
                            Operator.getDefaultInstance(),
                            FORMATS));
        }
    }

    private static Map<Field, String> problems(Typed typed) {
        return with(model -> model.problems(typed));
    }

    private static Set<Field> wrong(Typed typed) {
        return problems(typed).keySet();
    }

    @Test
    void shouldSayBesideEachFieldWhatIsWrong() {
        assertEquals(Map.of(), problems(RIGHT));
        assertEquals(EnumSet.allOf(Field.class), wrong(new Typed(" ", "0", "0", "soon", "", true)));
        assertEquals(
                EnumSet.allOf(Field.class),
                wrong(new Typed("c".repeat(61), "10001", "-1", "2026-11-29", "3651", true)));
        // The last day itself is within.
        assertEquals(
                Map.of(),
                problems(
                        new Typed("c".repeat(60), "10,000", "100000", "2026-11-30", "3650", true)));
        assertEquals(
                Set.of(Field.AMOUNT),
                wrong(new Typed("c", "10000", "100000.000000001", "2027-03-31", "1", true)));
    }

    @Test
    void shouldNotLetCreditExpireBeforeItsCodes() {
        assertEquals(
                Map.of(), problems(new Typed("c", "1", "5", "2027-03-31", "2027-03-31", true)));
        assertEquals(
                Map.of(Field.EXPIRES, "Not before the last day to redeem."),
                problems(new Typed("c", "1", "5", "2027-03-31", "2027-03-30", true)));
    }

    @Test
    void shouldForeseeWhatIsTooMuch() {
        AdjustmentLimit limit =
                AdjustmentLimit.newBuilder()
                        .setSingleNanos(500 * DOLLAR)
                        .setDayNanos(600 * DOLLAR)
                        .build();
        MakeCodesModel.Sum whole =
                with(model -> model.sum(RIGHT, new MakeCodesModel.Allowance(limit, 100 * DOLLAR)));
        assertEquals(
                new MakeCodesModel.Sum(
                        "$500.00 of credit in all. You may give $500.00 at once alone, and"
                                + " $500.00 more today.",
                        false),
                whole);
        MakeCodesModel.Allowance used = new MakeCodesModel.Allowance(limit, 101 * DOLLAR);
        assertTrue(with(model -> model.sum(RIGHT, used)).isTooMuch());
        MakeCodesModel.Allowance free =
                new MakeCodesModel.Allowance(
                        AdjustmentLimit.newBuilder().setUnlimited(true).build(), 0);
        assertEquals(
                new MakeCodesModel.Sum("$500.00 of credit in all.", false),
                with(model -> model.sum(RIGHT, free)));
    }

    @Test
    void shouldSayHowABatchStands() {
        long nowMs = CLOCK.millis();
        CodeBatch open =
                CodeBatch.newBuilder()
                        .setExportedAtMs(1)
                        .setLeft(1)
                        .setRedeemUntilMs(nowMs + 1)
                        .build();
        assertEquals(BatchState.OPEN, BatchState.of(open, nowMs));
        assertEquals(BatchState.ENDED, BatchState.of(open, nowMs + 1));
        assertEquals(
                BatchState.UNTOLD,
                BatchState.of(open.toBuilder().setExportedAtMs(0).build(), nowMs));
        assertEquals(BatchState.USED_UP, BatchState.of(open.toBuilder().setLeft(0).build(), nowMs));
        assertEquals(
                BatchState.VOID,
                BatchState.of(open.toBuilder().setVoidedAtMs(2).build(), nowMs + 1));
    }

    @Test
    void shouldCompareDaysThatHaveBegun() {
        assertEquals("", ReportModel.problem(" 2026-11-30 ", CLOCK));
        assertEquals("", ReportModel.problem("2024-03-05", CLOCK));
        String wrong = "A day from 2024-03-05 to 2026-11-30, such as 2026-11-30.";
        for (String day : List.of("2026-12-01", "2024-03-04", "yesterday", "")) {
            assertEquals(wrong, ReportModel.problem(day, CLOCK));
        }
    }

    @Test
    void shouldTellReportsApartByWords() {
        ReconciliationRun whole =
                ReconciliationRun.newBuilder()
                        .setState(ReconciliationState.RECONCILIATION_STATE_COMPLETE)
                        .setPayments(1_234)
                        .build();
        assertEquals("● agrees", ReportWords.state(whole));
        assertEquals("✓ 0 differences", ReportWords.verdict(whole, FORMATS));
        assertTrue(ReportWords.meaning(whole, FORMATS).endsWith("(1,234 compared)."));
        ReconciliationRun differs =
                whole.toBuilder()
                        .setDifferences(2)
                        .addGaps(ReconciliationGap.newBuilder().setCurrency("USD").setNanos(DOLLAR))
                        .addGaps(
                                ReconciliationGap.newBuilder()
                                        .setCurrency("YEN")
                                        .setNanos(Long.MAX_VALUE))
                        .build();
        assertEquals("■ differs", ReportWords.state(differs));
        assertEquals(
                "2 differences, 1.00 USD, more than can be counted of YEN apart together",
                ReportWords.verdict(differs, FORMATS));
        ReconciliationRun incomplete =
                whole.toBuilder()
                        .setState(ReconciliationState.RECONCILIATION_STATE_INCOMPLETE)
                        .build();
        assertTrue(ReportWords.verdict(incomplete, FORMATS).contains("not everything could"));
        assertEquals("watch", ReportWords.style(incomplete));
    }

    @Test
    void shouldFindBatchesByAPartOfTheirCampaign() {
        CodeBatch batch =
                CodeBatch.newBuilder()
                        .setCampaign("Spring fair 2027")
                        .setRedeemUntilMs(CLOCK.millis() - 1)
                        .build();
        assertEquals("see audit log", CodeTables.maker(batch));
        assertEquals("fay", CodeTables.maker(batch.toBuilder().setMadeBy("fay").build()));
        BatchState own = BatchState.of(batch, CLOCK.millis());
        assertTrue(fits(Optional.empty(), "", batch));
        assertTrue(fits(Optional.of(own), " FAIR ", batch));
        assertFalse(fits(Optional.empty(), "autumn", batch));
        for (BatchState other : EnumSet.complementOf(EnumSet.of(own))) {
            assertFalse(fits(Optional.of(other), "fair", batch));
        }
    }

    private static boolean fits(Optional<BatchState> state, String campaign, CodeBatch batch) {
        return new CodesModel.Wanted(state, campaign).fits(batch, CLOCK.millis());
    }
}
