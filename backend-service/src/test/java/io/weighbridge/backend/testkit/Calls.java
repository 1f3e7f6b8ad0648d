package io.weighbridge.backend.testkit;

import com.google.rpc.ErrorInfo;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.weighbridge.proto.v1.AuthorizeRequest;
import io.weighbridge.proto.v1.Outcome;
import io.weighbridge.proto.v1.ReleaseRequest;
import io.weighbridge.proto.v1.SettleRequest;
import io.weighbridge.proto.v1.Unit;
import io.weighbridge.proto.v1.UnitCount;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.function.Executable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;

/// Requests of the gate in short form, callers at the same time, and the codes of errors.
public final class Calls {
    /// Nanos that a token of the service "chat" costs.
    public static final long TOKEN = 1_000_000L;

    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private Calls() {}

    /// A count of a unit.
    public static UnitCount count(Unit unit, long count) {
        return UnitCount.newBuilder().setUnit(unit).setCount(count).build();
    }

    /// Input and output tokens.
    public static List<UnitCount> tokens(long input, long output) {
        return List.of(
                count(Unit.UNIT_INPUT_TOKENS, input), count(Unit.UNIT_OUTPUT_TOKENS, output));
    }

    /// A call of the service "chat".
    public static AuthorizeRequest.Builder chat(String key, long input, long output) {
        return AuthorizeRequest.newBuilder()
                .setApiKey(key)
                .setService("chat")
                .addAllEstimate(tokens(input, output));
    }

    /// A settle that went well.
    public static SettleRequest.Builder settle(String holdId, long input, long output) {
        return SettleRequest.newBuilder()
                .setHoldId(holdId)
                .addAllUnits(tokens(input, output))
                .setOutcome(Outcome.OUTCOME_OK);
    }

    /// A release.
    public static ReleaseRequest release(String holdId) {
        return ReleaseRequest.newBuilder().setHoldId(holdId).setReason("test").build();
    }

    /// Lets so many callers begin at the same moment and returns their results in order.
    public static <T> List<T> atOnce(int callers, IntFunction<T> call) {
        CountDownLatch begin = new CountDownLatch(1);
        List<CompletableFuture<T>> futures = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < callers; i++) {
                int caller = i;
                futures.add(
                        CompletableFuture.supplyAsync(
                                () -> {
                                    await(begin);
                                    return call.apply(caller);
                                },
                                threads));
            }
            begin.countDown();
            return futures.stream().map(CompletableFuture::join).toList();
        }
    }

    /// Waits.
    public static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Waits until a thread has ended.
    public static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Returns when the condition holds; fails after 20 seconds.
    public static void await(String what, BooleanSupplier condition) {
        await(what, DEADLINE, condition);
    }

    /// The same with more patience.
    public static void await(String what, Duration patience, BooleanSupplier condition) {
        long until = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - until > 0) {
                Assertions.fail("still not: " + what);
            }
            Thread.onSpinWait();
            java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
        }
    }

    /// The code in the error that a call must end with.
    public static String codeOf(Executable call) {
        return code(Assertions.assertThrows(StatusRuntimeException.class, call));
    }

    /// The status that a call must end with.
    public static Status.Code statusOf(Executable call) {
        return Assertions.assertThrows(StatusRuntimeException.class, call).getStatus().getCode();
    }

    /// Our code in an error; its status when it carries none.
    public static String code(StatusRuntimeException error) {
        com.google.rpc.Status status = StatusProto.fromThrowable(error);
        if (status == null || status.getDetailsCount() == 0) {
            return error.getStatus().toString();
        }
        try {
            return status.getDetails(0).unpack(ErrorInfo.class).getReason();
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The result in words: "ok", or the error's code.
    public static String outcome(Executable call) {
        try {
            call.execute();
            return "ok";
        } catch (StatusRuntimeException e) {
            return code(e);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
