package io.weighbridge.backend.payments;

import static io.weighbridge.backend.payments.PaymentsFixture.AMOUNT;
import static io.weighbridge.backend.payments.PaymentsFixture.TOTAL;
import static io.weighbridge.backend.payments.PaymentsFixture.checkout;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.payments.provider.Told;
import io.weighbridge.backend.payments.store.Order;
import io.weighbridge.backend.platform.fault.Fault;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/// Random lives of three payments: money arrives, is undone, given back, disputed; what is told of
/// it is lost, repeated, late; the store breaks and the service restarts. When all is told in the
/// end, the credit is what the formula says of the last state, computed here in numbers without
/// bounds. `-Dpayments.seed` tries one again.
final class CreditingPropertyTest {
    private static final int RUNS = Integer.getInteger("payments.runs", 6);
    private static final int STEPS = 120;
    private static final List<Told.Dispute.Stage> STAGES = List.of(Told.Dispute.Stage.values());

    @TempDir Path directory;
    private int events;

    static LongStream seeds() {
        Long seed = Long.getLong("payments.seed");
        return seed == null ? new SplittableRandom().longs(RUNS) : LongStream.of(seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldEndAtWhatTheLastStatesSay(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        try (PaymentsFixture pay = new PaymentsFixture(directory)) {
            Account acme = pay.account();
            List<Order> orders = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                orders.add(pay.ordered(acme, pay.coin));
            }
            List<Runnable> told = new ArrayList<>();
            for (int step = 0; step < STEPS; step++) {
                step(pay, orders.get(random.nextInt(3)), random, told);
            }
            end(pay, orders);
            BigInteger expected = BigInteger.ZERO;
            for (Order order : orders) {
                expected = expected.add(credit(pay.coin.truth(checkout(pay.coin, order))));
            }
            assertEquals(
                    expected, BigInteger.valueOf(pay.balance(acme)), "-Dpayments.seed=" + seed);
            pay.checkLedger();
        }
    }

    private void step(
            PaymentsFixture pay, Order order, SplittableRandom random, List<Runnable> told) {
        String checkout = checkout(pay.coin, order);
        switch (random.nextInt(9)) {
            case 0 -> pay.coin.arrive(checkout, random.nextLong(2 * TOTAL));
            case 1 -> pay.coin.refundTotal(checkout, random.nextLong(2 * TOTAL));
            case 2 ->
                    pay.coin.dispute(
                            checkout,
                            "d" + random.nextInt(3),
                            random.nextLong(TOTAL),
                            STAGES.get(random.nextInt(3)));
            case 3 -> pay.coin.goAway(random.nextInt(3) == 0);
            case 4 -> {
                pay.faults.breakWrite(random.nextInt(8), random.nextBoolean());
                tell(pay, order, random, told);
                pay.coin.goAway(false);
                pay.restart();
            }
            case 5 -> {
                pay.time.pass(random.nextLong(120_000));
                quietly(() -> pay.payments().drain());
            }
            case 6 -> {
                if (!told.isEmpty()) {
                    quietly(told.get(random.nextInt(told.size())));
                }
            }
            default -> tell(pay, order, random, told);
        }
    }

    private void tell(
            PaymentsFixture pay, Order order, SplittableRandom random, List<Runnable> told) {
        String event = "e" + events++;
        String type = random.nextBoolean() ? "all" : random.nextBoolean() ? "pay" : "standing";
        Runnable telling =
                () -> {
                    var _ = pay.deliver(pay.coin, event, type, order);
                };
        told.add(telling);
        quietly(telling);
    }

    // What fails is told again at the end.
    private static void quietly(Runnable telling) {
        try {
            telling.run();
        } catch (Fault away) {
            assertEquals("STORE_UNAVAILABLE", away.code().name());
        }
    }

    private void end(PaymentsFixture pay, List<Order> orders) {
        pay.coin.goAway(false);
        pay.restart();
        for (Order order : orders) {
            var _ = pay.deliver(pay.coin, "end " + order.id(), "all", order);
        }
        pay.time.pass(3_600_000);
        pay.payments().drain();
    }

    private static BigInteger credit(TruthProvider.Truth truth) {
        BigInteger kept =
                BigInteger.valueOf(truth.arrivedNanos)
                        .subtract(BigInteger.valueOf(truth.refundedNanos));
        for (Told.Dispute dispute : truth.disputes.values()) {
            if (dispute.stage() != Told.Dispute.Stage.WON) {
                kept = kept.subtract(BigInteger.valueOf(dispute.amountNanos()));
            }
        }
        return kept.max(BigInteger.ZERO)
                .multiply(BigInteger.valueOf(AMOUNT))
                .divide(BigInteger.valueOf(TOTAL));
    }
}
