package io.weighbridge.backend.payments.autotopup;

import static io.weighbridge.backend.payments.autotopup.TopUpFixture.AMOUNT;
import static io.weighbridge.backend.payments.autotopup.TopUpFixture.ARMED;
import static io.weighbridge.backend.payments.autotopup.TopUpFixture.HOUR_MS;
import static io.weighbridge.backend.payments.autotopup.TopUpFixture.MINUTE_MS;
import static io.weighbridge.backend.payments.autotopup.TopUpFixture.TOTAL;
import static io.weighbridge.backend.payments.autotopup.TopUpFixture.UNIT;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.weighbridge.backend.demo.stripe.FakeEvent;
import io.weighbridge.backend.demo.stripe.Trouble;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.IdKind;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/// Random lives of an account: calls spend, rounds overlap, answers and webhooks are lost, late or
/// doubled, banks decline or take their time, the store breaks, the service restarts. In the end
/// each order was charged at most once, each charge is credited once, and no cap was passed.
/// `-Dautotopup.seed` tries one again.
final class TopUpPropertyTest {
    private static final int RUNS = Integer.getInteger("autotopup.runs", 2);
    private static final int STEPS = 40;
    private static final List<Trouble> TROUBLES =
            List.of(Trouble.BREAKS_AFTER, Trouble.FAILS, Trouble.TOO_MANY, Trouble.EMPTY);
    private static final List<String> CODES =
            List.of("", "", "insufficient_funds", "expired_card", "do_not_honor");

    @TempDir Path directory;
    private long spentNanos;

    static LongStream seeds() {
        Long seed = Long.getLong("autotopup.seed");
        return seed == null ? new SplittableRandom().longs(RUNS) : LongStream.of(seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void eachOrderIsChargedAtMostOnceAndEachChargeCreditedOnce(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        try (TopUpFixture pay = new TopUpFixture(directory)) {
            long acme = pay.lowAccount();
            spentNanos = 6 * UNIT;
            for (int step = 0; step < STEPS; step++) {
                step(pay, acme, random);
            }
            end(pay, acme, random);
            check(pay, acme, "-Dautotopup.seed=" + seed);
            pay.checkLedger();
        }
    }

    private void step(TopUpFixture pay, long acme, SplittableRandom random) {
        switch (random.nextInt(12)) {
            case 0, 1, 2 -> spend(pay, acme, random);
            case 3 -> pay.time.pass(random.nextLong(2 * MINUTE_MS));
            case 4 -> pay.time.pass(random.nextLong(7 * HOUR_MS));
            case 5 -> pay.decline(acme, CODES.get(random.nextInt(CODES.size())));
            case 6 -> pay.stripe.cards().slow(random.nextInt(3) == 0);
            case 7 -> settleSlow(pay, random);
            case 8 -> tellSome(pay, random);
            case 9 -> breakAndRestart(pay, random);
            case 10 -> {
                var _ = pay.topUps().set(acme, ARMED);
            }
            default -> overlap(pay, random);
        }
        if (random.nextInt(3) == 0) {
            pay.payments().drain();
            pay.payments().poll();
        }
    }

    private void spend(TopUpFixture pay, long acme, SplittableRandom random) {
        long left = pay.accounts().balance(acme, 0).availableNanos().orElse(0);
        long amount = Math.min(left, random.nextLong(6 * UNIT));
        if (amount > 0) {
            pay.spend(acme, amount);
            spentNanos += amount;
        }
    }

    private static void settleSlow(TopUpFixture pay, SplittableRandom random) {
        for (ObjectNode charge : pay.charges()) {
            if (charge.path("status").asText().equals("processing")) {
                String code = random.nextBoolean() ? "" : "insufficient_funds";
                pay.stripe.cards().settle(charge.path("id").asText(), code);
            }
        }
    }

    // Some twice, some not, in another order; what is not told now is told in the end, or never.
    private static void tellSome(TopUpFixture pay, SplittableRandom random) {
        for (FakeEvent event : List.copyOf(pay.events).reversed()) {
            for (int times = random.nextInt(3); times > 0; times--) {
                var _ = pay.deliver(event);
            }
            if (random.nextInt(4) == 0) {
                pay.events.remove(event);
            }
        }
    }

    private static void breakAndRestart(TopUpFixture pay, SplittableRandom random) {
        pay.faults.breakWrite(random.nextInt(6), random.nextBoolean());
        try {
            pay.round();
        } catch (Fault away) {
            assertTrue(pay.faults.broke());
        }
        pay.restart();
    }

    private static void overlap(TopUpFixture pay, SplittableRandom random) {
        if (random.nextBoolean()) {
            pay.server.trouble(TROUBLES.get(random.nextInt(TROUBLES.size())));
        }
        Thread other = Thread.ofVirtual().start(pay::round);
        pay.round();
        try {
            other.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        pay.server.trouble(Trouble.NONE);
    }

    private void end(TopUpFixture pay, long acme, SplittableRandom random) {
        var _ =
                pay.topUps()
                        .set(
                                acme,
                                new AutoTopUps.Wish(false, 5 * UNIT, AMOUNT, 4 * TOTAL, 6 * TOTAL));
        pay.stripe.cards().slow(false);
        for (int i = 0; i < 4; i++) {
            settleSlow(pay, random);
            pay.payments().drain();
            pay.time.pass(2 * HOUR_MS);
            pay.round();
        }
        pay.tell();
    }

    private void check(TopUpFixture pay, long acme, String seed) {
        Set<String> charged = new HashSet<>();
        Set<String> paid = new HashSet<>();
        for (ObjectNode charge : pay.charges()) {
            String order = charge.path("metadata").path("weighbridge_order").asText();
            assertTrue(charged.add(order), () -> order + " was charged twice; " + seed);
            if (charge.path("status").asText().equals("succeeded")) {
                paid.add(order);
            }
        }
        assertEquals(AMOUNT * (1 + paid.size()) - spentNanos, pay.balance(acme), seed);
        Set<String> known = new HashSet<>();
        Map<UtcDays, Long> byDay = new HashMap<>();
        Map<Long, Long> byMonth = new HashMap<>();
        for (Attempt attempt : pay.attempts(acme)) {
            assertTrue(attempt.endedAtMs() > 0, seed);
            if (attempt.outcome() == AttemptOutcome.PAID) {
                known.add(IdKind.ORDER.format(attempt.orderId()));
                UtcDays days = UtcDays.of(attempt.startedAtMs());
                byDay.merge(days, TOTAL, Long::sum);
                byMonth.merge(days.monthMs(), TOTAL, Long::sum);
            }
        }
        assertEquals(paid, known, seed);
        byDay.values().forEach(sum -> assertTrue(sum <= ARMED.dailyCapNanos(), seed));
        byMonth.values().forEach(sum -> assertTrue(sum <= ARMED.monthlyCapNanos(), seed));
    }
}
