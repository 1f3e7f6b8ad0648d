package io.weighbridge.backend.cli;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
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
import io.weighbridge.proto.v1.SettleRequest;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Tells the gate how calls ended. What it cannot take now is told again.
final class UsageReporter implements AutoCloseable {
    private static final int TIMEOUT_S = 30;

    private final ManagedChannel channel;
    private final GateGrpc.GateBlockingStub gate;
    private final Consumer<String> refusals;
    private long settled;
    private long repeated;
    private long released;
    private long refused;

    /// @param token of the proxy's credential
    /// @param refusals told what the gate does not take, however often it is told
    UsageReporter(Target target, String token, Consumer<String> refusals) {
        this.channel = target.connect();
        this.gate =
                GateGrpc.newBlockingStub(channel).withInterceptors(BearerToken.attaching(token));
        this.refusals = refusals;
    }

    /// Tells of calls.
    ///
    /// @return those that must be told again
    /// @throws StatusRuntimeException when the gate cannot be asked at all
    List<LoggedCall> tell(List<LoggedCall> calls) {
        List<LoggedCall> used = new ArrayList<>();
        List<LoggedCall> again = new ArrayList<>();
        for (LoggedCall call : calls) {
            if (call.outcome() != null) {
                used.add(call);
            } else if (!release(call)) {
                again.add(call);
            }
        }
        if (!used.isEmpty()) {
            settle(used, again);
        }
        return again;
    }

    private void settle(List<LoggedCall> used, List<LoggedCall> again) {
        SettleBatchRequest.Builder batch = SettleBatchRequest.newBuilder();
        used.forEach(call -> batch.addSettles(toProto(call)));
        SettleBatchReply reply =
                gate.withDeadlineAfter(TIMEOUT_S, TimeUnit.SECONDS).settleBatch(batch.build());
        for (int i = 0; i < used.size(); i++) {
            SettleBatchItem item = reply.getItems(i);
            if (item.hasSettled()) {
                settled++;
                repeated += item.getSettled().getRepeated() ? 1 : 0;
            } else if (isForLater(item.getError())) {
                again.add(used.get(i));
            } else {
                refuse(used.get(i), item.getError().getCode(), item.getError().getText());
            }
        }
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
        refusals.accept("hold " + call.holdId() + ": " + text + " [" + code + "]");
    }

    // Returns whether it need not be told again.
    private boolean release(LoggedCall call) {
        try {
            ReleaseReply reply =
                    gate.withDeadlineAfter(TIMEOUT_S, TimeUnit.SECONDS)
                            .release(
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
                throw e;
            }
            refuse(call, code, String.valueOf(e.getStatus().getDescription()));
            return true;
        }
    }

    /// Whether an error is none of a single call's.
    static boolean isOfTheGate(Status status) {
        return switch (status.getCode()) {
            case INVALID_ARGUMENT, NOT_FOUND, ALREADY_EXISTS, FAILED_PRECONDITION -> false;
            default -> true;
        };
    }

    /// Whether it may go away by itself.
    static boolean isForLater(Status status) {
        return switch (status.getCode()) {
            case UNAVAILABLE, DEADLINE_EXCEEDED, INTERNAL, RESOURCE_EXHAUSTED, ABORTED, UNKNOWN ->
                    true;
            default -> false;
        };
    }

    /// What was told so far, in words.
    String summary() {
        return settled
                + " charged ("
                + repeated
                + " of them before), "
                + released
                + " released, "
                + refused
                + " refused";
    }

    /// Calls that the gate did not take.
    long refused() {
        return refused;
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
