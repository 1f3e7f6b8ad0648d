package io.weighbridge.backend.testkit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.proto.v1.Admitted;
import io.weighbridge.proto.v1.AuthorizeReply;
import io.weighbridge.proto.v1.AuthorizeRequest;
import io.weighbridge.proto.v1.Outcome;
import io.weighbridge.proto.v1.SettleReply;
import io.weighbridge.proto.v1.SettleRequest;
import io.weighbridge.proto.v1.Unit;
import io.weighbridge.proto.v1.UnitCount;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// GateCalls through the gate, and calls by many at the same time.
public final class GateCalls {
    private GateCalls() {}

    /// Asks to make a call.
    public static AuthorizeReply authorize(
            TestBackend test, String secret, String service, long input, long output) {
        return test.gate()
                .authorize(
                        AuthorizeRequest.newBuilder()
                                .setApiKey(secret)
                                .setService(service)
                                .addEstimate(count(Unit.UNIT_INPUT_TOKENS, input))
                                .addEstimate(count(Unit.UNIT_OUTPUT_TOKENS, output))
                                .build());
    }

    /// Makes a call that uses what it asked for.
    public static SettleReply call(
            TestBackend test, String secret, String service, long input, long output) {
        AuthorizeReply reply = authorize(test, secret, service, input, output);
        assertTrue(reply.hasAdmitted(), reply::toString);
        return settle(test, reply.getAdmitted(), input, output);
    }

    /// Settles a call.
    public static SettleReply settle(TestBackend test, Admitted admitted, long input, long output) {
        return test.gate()
                .settle(
                        SettleRequest.newBuilder()
                                .setHoldId(admitted.getHoldId())
                                .addUnits(count(Unit.UNIT_INPUT_TOKENS, input))
                                .addUnits(count(Unit.UNIT_OUTPUT_TOKENS, output))
                                .setOutcome(Outcome.OUTCOME_OK)
                                .build());
    }

    /// A unit and its count.
    public static UnitCount count(Unit unit, long count) {
        return UnitCount.newBuilder().setUnit(unit).setCount(count).build();
    }

    /// Does the same by many at the same time.
    ///
    /// @return the results, or what was thrown instead, in no order
    public static List<Object> atOnce(int callers, Callable<?> call) {
        CountDownLatch start = new CountDownLatch(1);
        List<Object> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Object>> futures = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                futures.add(
                        threads.submit(
                                () -> {
                                    start.await();
                                    return call.call();
                                }));
            }
            start.countDown();
            for (Future<Object> future : futures) {
                try {
                    results.add(future.get());
                } catch (ExecutionException e) {
                    results.add(e.getCause());
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
        return results;
    }
}
