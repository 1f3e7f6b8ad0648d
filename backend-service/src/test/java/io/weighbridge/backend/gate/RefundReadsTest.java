package io.weighbridge.backend.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.weighbridge.backend.compute.cost.CallCosts;
import io.weighbridge.backend.gate.admit.Decision;
import io.weighbridge.backend.ledger.AdjustmentReason;
import io.weighbridge.backend.ledger.LedgerStore;
import io.weighbridge.backend.ledger.accounts.Credit;
import io.weighbridge.backend.usage.Settlement;
import io.weighbridge.model.Outcome;
import io.weighbridge.model.RequestId;
import io.weighbridge.model.Units;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// A refund brings a used-up grant back that it has to read from the store. However long that
/// takes, calls of the account are decided.
final class RefundReadsTest {
    @TempDir Path directory;
    private final CountDownLatch reading = new CountDownLatch(1);
    private final CountDownLatch mayRead = new CountDownLatch(1);
    private OwnGate gate;

    @BeforeEach
    void open() {
        gate = new OwnGate(directory, this::slow, CallCosts.NONE);
    }

    @AfterEach
    void close() {
        mayRead.countDown();
        gate.close();
    }

    // Grants are read slowly, all else is as ever.
    private LedgerStore slow(LedgerStore real) {
        return (LedgerStore)
                Proxy.newProxyInstance(
                        LedgerStore.class.getClassLoader(),
                        new Class<?>[] {LedgerStore.class},
                        (proxy, method, arguments) -> {
                            if (method.getName().equals("grant")) {
                                reading.countDown();
                                mayRead.await();
                            }
                            return method.invoke(real, arguments);
                        });
    }

    @Test
    void shouldNotHoldUpCallsOfTheAccount() throws Exception {
        gate.grant(10);
        Settlement used = new Settlement(Outcome.OK, Units.tokens(10, 0), 0, 0, 0);
        RequestId record = gate.settle(gate.hold(), used).recordId();
        gate.grant(1_000);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Credit.Refunded> refund =
                    threads.submit(
                            () ->
                                    gate.credit()
                                            .refund(
                                                    record,
                                                    UUID.randomUUID(),
                                                    0,
                                                    AdjustmentReason.GOODWILL,
                                                    "sorry"));
            try {
                reading.await();
                Decision decision = threads.submit(gate::authorize).get(10, TimeUnit.SECONDS);
                assertInstanceOf(Decision.Admitted.class, decision);
                assertFalse(refund.isDone());
            } finally {
                mayRead.countDown();
            }
            assertEquals(10, refund.get(20, TimeUnit.SECONDS).refundedNanos());
        }
    }
}
