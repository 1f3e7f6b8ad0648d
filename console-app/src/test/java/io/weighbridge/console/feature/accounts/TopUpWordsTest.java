package io.weighbridge.console.feature.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.Profile;
import io.weighbridge.console.client.Trust;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.shell.RoleCheck;
import io.weighbridge.console.text.Formats;
import io.weighbridge.proto.v1.AutoTopUp;
import io.weighbridge.proto.v1.AutoTopUpAttempt;
import io.weighbridge.proto.v1.AutoTopUpState;
import io.weighbridge.proto.v1.AutoTopUpsGrpc;
import io.weighbridge.proto.v1.CodeRefusal;
import io.weighbridge.proto.v1.CodesGrpc;
import io.weighbridge.proto.v1.Operator;
import io.weighbridge.proto.v1.RedeemedCode;
import io.weighbridge.proto.v1.Role;
import io.weighbridge.proto.v1.SavedCard;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// How automatic top-ups stand, what is typed for them, and what comes of two changes at once.
final class TopUpWordsTest {
    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.parse("2026-11-30T08:00:00Z"));
    private static final Formats FORMATS = new Formats(CLOCK, ZoneId.of("Europe/Berlin"), "$");
    private static final long DOLLAR = 1_000_000_000L;
    private static final SavedCard VISA =
            SavedCard.newBuilder()
                    .setCard("card_1")
                    .setBrand("visa")
                    .setLast4("4242")
                    .setExpiry("2026-11")
                    .build();
    private static final AutoTopUp ARMED =
            AutoTopUp.newBuilder()
                    .setState(AutoTopUpState.AUTO_TOP_UP_STATE_ARMED)
                    .setThresholdNanos(5 * DOLLAR)
                    .setAmountNanos(25 * DOLLAR)
                    .setDailyCapNanos(50 * DOLLAR)
                    .setMonthlyCapNanos(200 * DOLLAR)
                    .setVersion(1)
                    .build();

    private static Map<TopUpField, String> typed(
            String threshold, String amount, String day, String month) {
        Map<TopUpField, String> typed = new EnumMap<>(TopUpField.class);
        typed.put(TopUpField.THRESHOLD, threshold);
        typed.put(TopUpField.AMOUNT, amount);
        typed.put(TopUpField.DAY, day);
        typed.put(TopUpField.MONTH, month);
        return typed;
    }

    private static Set<TopUpField> wrong(String... texts) {
        return TopUpModel.problems(typed(texts[0], texts[1], texts[2], texts[3])).keySet();
    }

    @Test
    void shouldNotTakeWhatWasNotReadForOff() {
        TopUpModel.Standing unread = TopUpModel.Standing.UNREAD;
        assertEquals("Not read yet.", unread.noArming());
        assertEquals("Not read yet.", unread.noSwitchingOff());
        AutoTopUp off = AutoTopUp.getDefaultInstance();
        TopUpModel.Standing none = new TopUpModel.Standing(true, off, List.of());
        assertTrue(none.noArming().startsWith("No saved card"));
        assertTrue(none.noSwitchingOff().startsWith("It is not armed"));
        TopUpModel.Standing armed = new TopUpModel.Standing(true, ARMED, List.of(VISA));
        assertEquals("", armed.noArming() + armed.noSwitchingOff());
    }

    @Test
    void shouldDropWhatWasReadBeforeWhatIsShown() {
        Background atOnce = new Background(Runnable::run, Runnable::run);
        try (BackendClient nowhere =
                BackendClient.connect(
                        new Profile(
                                "test",
                                "127.0.0.1:1",
                                new Trust.Plaintext(),
                                "ada",
                                Profile.Environment.TEST),
                        CLOCK)) {
            TopUpModel model = new TopUpModel(nowhere, atOnce, "acct_1");
            long older = model.begin();
            long newer = model.begin();
            TopUpModel.Standing armed = new TopUpModel.Standing(true, ARMED, List.of(VISA));
            model.show(newer, armed);
            model.show(older, new TopUpModel.Standing(true, ARMED, List.of()));
            assertEquals(armed, model.standingProperty().get());
        }
    }

    @Test
    void shouldSayWhichFieldIsWrong() {
        assertEquals(Set.of(), wrong("0", "25", "25", "25"));
        assertEquals(EnumSet.complementOf(EnumSet.of(TopUpField.ARMED)), wrong("", "0", "x", "-1"));
        assertEquals(Set.of(TopUpField.DAY), wrong("5", "25", "24.99", "200"));
        assertEquals(Set.of(TopUpField.MONTH), wrong("5", "25", "50", "49"));
        assertEquals(TopUpWish.of(ARMED), TopUpModel.wish(typed("5", "$25.00", "50", "200")));
    }

    private static String meaning(AutoTopUp topUp) {
        return TopUpWords.state(topUp, CLOCK.millis())
                + " "
                + TopUpWords.meaning(topUp, List.of(VISA), FORMATS);
    }

    @Test
    void shouldSayWhatHappensNext() {
        assertEquals(
                "● armed When less than $5.00 is available, Visa ending in 4242 is charged for"
                        + " $25.00 of credit and the fee.",
                meaning(ARMED));
        assertEquals(
                "Asked for, fees included: $25.75 of $50.00 today, $77.25 of $200.00 this month"
                        + " (UTC).",
                TopUpWords.spent(
                        ARMED.toBuilder()
                                .setDaySpentNanos(25 * DOLLAR + 750_000_000)
                                .setMonthSpentNanos(77 * DOLLAR + 250_000_000)
                                .build(),
                        FORMATS));
        assertEquals("", TopUpWords.spent(AutoTopUp.getDefaultInstance(), FORMATS));
        AutoTopUp waits =
                ARMED.toBuilder()
                        .setFailures(2)
                        .setNextTryMs(CLOCK.millis() + 3 * 3_600_000)
                        .build();
        assertEquals("watch", TopUpWords.stateStyle(waits, CLOCK.millis()));
        assertTrue(meaning(waits).startsWith("▲ waits Declined charges, one after another: 2."));
        // Its time has come: it is as any that is armed.
        assertEquals("ok", TopUpWords.stateStyle(waits, waits.getNextTryMs()));
        AutoTopUp ended =
                ARMED.toBuilder()
                        .setState(AutoTopUpState.AUTO_TOP_UP_STATE_DISARMED)
                        .setReason("a payment was disputed")
                        .build();
        assertEquals(
                "■ ended It ended by itself: a payment was disputed. Nothing is charged until"
                        + " somebody arms it again.",
                meaning(ended));
        assertEquals("over", TopUpWords.stateStyle(ended, CLOCK.millis()));
    }

    @Test
    void shouldKnowACardThatIsOverOrGone() {
        assertEquals("2026-11", TopUpWords.expiry(VISA, CLOCK.millis()));
        SavedCard old = VISA.toBuilder().setExpiry("2026-10").build();
        assertEquals("2026-10, over", TopUpWords.expiry(old, CLOCK.millis()));
        AutoTopUpAttempt attempt = AutoTopUpAttempt.newBuilder().setCard("card_1").build();
        assertEquals("Visa ending in 4242", TopUpWords.card(attempt, List.of(VISA)));
        assertEquals("removed (card_1)", TopUpWords.card(attempt, List.of()));
    }

    @Test
    void shouldKeepWhatOnlyOneOfTwoChanged() {
        TopUpWish mine = TopUpModel.wish(typed("10", "25", "75", "200"));
        AutoTopUp theirs =
                ARMED.toBuilder()
                        .setState(AutoTopUpState.AUTO_TOP_UP_STATE_DISARMED)
                        .setReason("a payment was disputed")
                        .setDailyCapNanos(60 * DOLLAR)
                        .setVersion(2)
                        .build();
        TopUpMerge merge = new TopUpMerge(ARMED, mine, theirs);
        assertTrue(merge.isOfWishes());
        assertEquals(List.of(TopUpField.DAY), merge.clashes());
        // Who changes amounts does not arm again unawares what ended.
        TopUpWish merged = merge.merged(Set.of(TopUpField.DAY));
        assertFalse(merged.isArmed());
        assertEquals(10 * DOLLAR, merged.thresholdNanos());
        assertEquals(60 * DOLLAR, merged.dailyCapNanos());
        assertEquals(75 * DOLLAR, merge.merged(Set.of()).dailyCapNanos());
        assertEquals(
                "ended by itself: a payment was disputed",
                TopUpField.ARMED.shown(merge.other(), FORMATS));
        // A declined charge counts as a change, but nobody wished for it.
        AutoTopUp tried = ARMED.toBuilder().setFailures(1).setVersion(2).build();
        assertFalse(new TopUpMerge(ARMED, mine, tried).isOfWishes());
    }

    @Test
    void shouldSayWhatACodeGave() {
        RedeemedCode code =
                RedeemedCode.newBuilder()
                        .setCampaign("spring")
                        .setAmountNanos(5 * DOLLAR)
                        .setExpiresAtMs(CLOCK.millis())
                        .build();
        assertTrue(
                RedeemModel.redeemed(code, "Acme", FORMATS)
                        .startsWith("Acme got $5.00 of the campaign spring;"));
        assertTrue(
                RedeemModel.redeemed(code.toBuilder().setRepeated(true).build(), "Acme", FORMATS)
                        .endsWith("nothing was given twice."));
        for (CodeRefusal each : CodeRefusal.values()) {
            if (each != CodeRefusal.UNRECOGNIZED && each != CodeRefusal.CODE_REFUSAL_UNSPECIFIED) {
                assertFalse(RedeemModel.refused(each).contains("CODE_REFUSAL"), each.name());
            }
        }
        assertEquals("", RedeemModel.problem(" wb7k "));
        assertFalse(RedeemModel.problem(" ").isEmpty());
    }

    @Test
    void shouldTellAViewerWhoMay() {
        Operator viewer = Operator.newBuilder().setRole(Role.ROLE_VIEWER).build();
        Operator support = viewer.toBuilder().setRole(Role.ROLE_SUPPORT).build();
        for (var method :
                List.of(
                        AutoTopUpsGrpc.getSetAutoTopUpMethod(),
                        AutoTopUpsGrpc.getRemoveSavedCardMethod(),
                        CodesGrpc.getRedeemCodeMethod())) {
            assertTrue(RoleCheck.refusal(viewer, method).contains("support"));
            assertEquals("", RoleCheck.refusal(support, method));
        }
    }
}
