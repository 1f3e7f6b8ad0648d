package io.weighbridge.backend.cli.call;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.weighbridge.backend.cli.client.CallClient;
import io.weighbridge.backend.cli.client.Target;
import io.weighbridge.backend.platform.grpc.BearerToken;
import io.weighbridge.backend.proxies.logs.LoggedCall;
import io.weighbridge.backend.usage.Settlement;
import io.weighbridge.backend.usage.UsageMapping;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.proto.v1.ErrorItem;
import io.weighbridge.proto.v1.GateGrpc;
import io.weighbridge.proto.v1.ReleaseReply;
import io.weighbridge.proto.v1.ReleaseRequest;
import io.weighbridge.proto.v1.SettleBatchItem;
import io.weighbridge.proto.v1.SettleBatchReply;
import io.weighbridge.proto.v1.SettleBatchRequest;
import io.weighbridge.proto.v1.SettleReply;
import io.weighbridge.proto.v1.SettleRequest;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Tells the gate how calls ended. What it cannot take now is told again.
final class UsageReporter implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final ManagedChannel channel;
    private final GateGrpc.GateBlockingStub gate;
    private final Consumer<String> lines;
    private long charged;
    private long unrated;
    private long repeated;
    private long released;
    private long refused;
    // Why some of the last calls must be told again; null where the gate was reached.
    private @Nullable StatusRuntimeException trouble;

    /// @param token of the proxy's credential
    /// @param lines told what an operator should look at: what the gate does not take, however
    ///     often it is told, and what it keeps as unrated
    UsageReporter(Target target, String token, Consumer<String> lines) {
        this.channel = target.connect();
        this.gate =
                GateGrpc.newBlockingStub(channel).withInterceptors(BearerToken.attaching(token));
        this.lines = lines;
    }

    /// Tells of calls.
    ///
    /// @param most how long to wait for an answer
    /// @return those that must be told again
    /// @throws StatusRuntimeException when the gate cannot be asked at all, now or later
    List<LoggedCall> tell(List<LoggedCall> calls, Duration most) {
        trouble = null;
        GateGrpc.GateBlockingStub stub =
                gate.withDeadlineAfter(
                        Math.min(most.toMillis(), TIMEOUT.toMillis()), TimeUnit.MILLISECONDS);
        List<LoggedCall> used = new ArrayList<>();
        List<LoggedCall> again = new ArrayList<>();
        for (LoggedCall call : calls) {
            if (call.outcome() != null) {
                used.add(call);
            } else if (trouble != null || !release(stub, call)) {
                again.add(call);
            }
        }
        if (trouble != null) {
            again.addAll(used);
        } else if (!used.isEmpty()) {
            settle(stub, used, again);
        }
        return again;
    }

    private void settle(
            GateGrpc.GateBlockingStub stub, List<LoggedCall> used, List<LoggedCall> again) {
        SettleBatchRequest.Builder batch = SettleBatchRequest.newBuilder();
        used.forEach(call -> batch.addSettles(toProto(call)));
        SettleBatchReply reply;
        try {
            reply = stub.settleBatch(batch.build());
        } catch (StatusRuntimeException e) {
            requireForLater(e);
            again.addAll(used);
            return;
        }
        for (int i = 0; i < used.size(); i++) {
            SettleBatchItem item = reply.getItems(i);
            if (item.hasSettled()) {
                count(used.get(i), item.getSettled());
            } else if (isForLater(item.getError())) {
                again.add(used.get(i));
            } else {
                refuse(used.get(i), item.getError().getCode(), item.getError().getText());
            }
        }
    }

    private void count(LoggedCall call, SettleReply reply) {
        if (reply.getRepeated()) {
            repeated++;
        } else if (reply.getUnrated()) {
            unrated++;
            lines.accept(
                    "kept as unrated: hold " + call.holdId() + ": record " + reply.getRecordId());
        } else {
            charged++;
        }
    }

    // It may go away by itself, and then the calls are told again.
    private void requireForLater(StatusRuntimeException e) {
        if (!isForLater(e.getStatus())) {
            throw e;
        }
        trouble = e;
    }

    private static SettleRequest toProto(LoggedCall call) {
        io.weighbridge.model.Outcome outcome = call.outcome();
        SettleRequest.Builder request =
                SettleRequest.newBuilder()
                        .setHoldId(call.holdId())
                        .setOutcomeValue(outcome == null ? 0 : outcome.number())
                        .setModel(call.model())
                        .addAllUnits(UsageMapping.unitsToProto(call.units()));
        if (call.computeMs() != Settlement.UNKNOWN) {
            request.setComputeMs(call.computeMs());
        }
        if (call.upstreamCostNanos() != Settlement.UNKNOWN) {
            request.setUpstreamCostNanos(call.upstreamCostNanos());
        }
        return request.build();
    }

    private static boolean isForLater(ErrorItem error) {
        for (ErrorCode code : ErrorCode.values()) {
            if (code.name().equals(error.getCode())) {
                return switch (code.kind()) {
                    case UNAVAILABLE, INTERNAL -> true;
                    default -> false;
                };
            }
        }
        return false;
    }

    private void refuse(LoggedCall call, String code, String text) {
        refused++;
        lines.accept("refused: hold " + call.holdId() + ": " + text + " [" + code + "]");
    }

    // Returns whether it need not be told again.
    private boolean release(GateGrpc.GateBlockingStub stub, LoggedCall call) {
        try {
            ReleaseReply reply =
                    stub.release(
                            ReleaseRequest.newBuilder()
                                    .setHoldId(call.holdId())
                                    .setReason("logged as not served")
                                    .build());
            released += reply.getReleased() ? 1 : 0;
            return true;
        } catch (StatusRuntimeException e) {
            String code = CallClient.code(e);
            boolean isAnothers = code.equals(ErrorCode.HOLD_OF_ANOTHER_PROXY.name());
            if (!isAnothers && isOfTheGate(e.getStatus())) {
                requireForLater(e);
                return false;
            }
            refuse(call, code, String.valueOf(e.getStatus().getDescription()));
            return true;
        }
    }

    // Whether an error is none of a single call's.
    private static boolean isOfTheGate(Status status) {
        return switch (status.getCode()) {
            case INVALID_ARGUMENT, NOT_FOUND, ALREADY_EXISTS, FAILED_PRECONDITION -> false;
            default -> true;
        };
    }

    // Whether it may go away by itself.
    private static boolean isForLater(Status status) {
        return switch (status.getCode()) {
            case UNAVAILABLE, DEADLINE_EXCEEDED, INTERNAL, RESOURCE_EXHAUSTED, ABORTED, UNKNOWN ->
                    true;
            default -> false;
        };
    }

    /// Why some of the last calls must be told again, null where the gate was reached.
    @Nullable StatusRuntimeException trouble() {
        return trouble;
    }

    /// What was told so far, in words.
    String summary() {
        return charged
                + " charged, "
                + unrated
                + " kept as unrated, "
                + repeated
                + " repeated, "
                + released
                + " released, "
                + refused
                + " refused";
    }

    /// Calls that somebody must look at: the gate did not take them, or could not price them.
    long toLookAt() {
        return refused + unrated;
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
