package io.weighbridge.backend.demo;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.weighbridge.backend.platform.grpc.BearerToken;
import io.weighbridge.model.Outcome;
import io.weighbridge.model.RefusalReason;
import io.weighbridge.model.RequestId;
import io.weighbridge.model.Units;
import io.weighbridge.proto.v1.Admitted;
import io.weighbridge.proto.v1.AuthorizeReply;
import io.weighbridge.proto.v1.AuthorizeRequest;
import io.weighbridge.proto.v1.ExtendReply;
import io.weighbridge.proto.v1.ExtendRequest;
import io.weighbridge.proto.v1.GateGrpc;
import io.weighbridge.proto.v1.QuoteRequest;
import io.weighbridge.proto.v1.Refused;
import io.weighbridge.proto.v1.ReleaseRequest;
import io.weighbridge.proto.v1.SettleReply;
import io.weighbridge.proto.v1.SettleRequest;
import io.weighbridge.proto.v1.Tag;
import io.weighbridge.proto.v1.UnitCount;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/// The proxy's side of the gate, over gRPC. Every call that the gate cannot take now is made again,
/// which is safe: requests are idempotent by their ids.
final class DemoGrpc implements AutoCloseable {
    /// The name that the demo's holds are made under.
    static final String PROXY = "weighbridge-demo";

    static final String ROW_TAG = "row";
    static final String TRACE_TAG = "trace";
    // What a customer's application made the call for.
    static final String FEATURE_TAG = "feature";
    private static final List<String> FEATURES =
            List.of("chat", "summaries", "chat", "search", "translation", "chat", "search");

    private static final long DEADLINE_S = 30;
    private static final int ATTEMPTS = 200;
    private static final long PAUSE_NANOS = 20_000_000;

    private final ManagedChannel channel;
    private final GateGrpc.GateBlockingStub gate;
    private final GateGrpc.GateStub stream;
    private final String fingerprint;

    /// @param secret of the proxy's credential
    DemoGrpc(int port, String secret, String fingerprint) {
        this.channel =
                NettyChannelBuilder.forAddress("127.0.0.1", port)
                        .intercept(BearerToken.attaching(secret))
                        .usePlaintext()
                        .build();
        this.gate = GateGrpc.newBlockingStub(channel);
        this.stream = GateGrpc.newStub(channel);
        this.fingerprint = fingerprint;
    }

    private <T> T ask(String what, Function<GateGrpc.GateBlockingStub, T> call) {
        for (int attempt = 1; ; attempt++) {
            try {
                return call.apply(gate.withDeadlineAfter(DEADLINE_S, TimeUnit.SECONDS));
            } catch (StatusRuntimeException e) {
                if (e.getStatus().getCode() != Status.Code.UNAVAILABLE || attempt == ATTEMPTS) {
                    throw new GateFailure(what + ": " + e.getStatus());
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    /// Calls once without doing anything: a program's first call is its slowest, and is better made
    /// before the traffic's clock starts.
    void warmUp() {
        QuoteRequest request =
                QuoteRequest.newBuilder()
                        .setService(Catalogue.CHAT)
                        .addAllUnits(toProto(Units.tokens(1, 1)))
                        .build();
        var _ = ask("quote", gate -> gate.quote(request));
    }

    /// Asks whether a call may be made.
    ///
    /// @param estimate what to hold for
    GateAnswer authorize(PlannedCall call, RequestId id, Units estimate) {
        AuthorizeReply reply =
                ask("authorize", gate -> gate.authorize(request(call, id, estimate)));
        return reply.hasAdmitted() ? answer(reply.getAdmitted()) : answer(reply.getRefused());
    }

    AuthorizeRequest request(PlannedCall call, RequestId id, Units estimate) {
        return AuthorizeRequest.newBuilder()
                .setRequestId(id.toString())
                .setApiKey(call.key().secret())
                .setService(call.service())
                .addAllEstimate(toProto(estimate))
                .setSubject(call.subject())
                .addTags(tag(ROW_TAG, Long.toString(call.row().number())))
                .addTags(tag(TRACE_TAG, fingerprint))
                .addTags(tag(FEATURE_TAG, feature(call)))
                .setIdempotent(true)
                .setTierValue(call.key().tier().number())
                .setProxy(PROXY)
                .build();
    }

    /// What a row's application says of it through the gateway: `KEY=VALUE` with commas between.
    static String tags(PlannedCall call, String fingerprint) {
        return String.join(
                ",",
                ROW_TAG + '=' + call.row().number(),
                TRACE_TAG + '=' + fingerprint,
                FEATURE_TAG + '=' + feature(call));
    }

    private static String feature(PlannedCall call) {
        return FEATURES.get((int) (call.row().number() % FEATURES.size()));
    }

    private static Tag tag(String key, String value) {
        return Tag.newBuilder().setKey(key).setValue(value).build();
    }

    static List<UnitCount> toProto(Units units) {
        return units.units().stream()
                .map(
                        unit ->
                                UnitCount.newBuilder()
                                        .setUnitValue(unit.number())
                                        .setCount(units.get(unit))
                                        .build())
                .toList();
    }

    static GateAnswer answer(Admitted admitted) {
        return new GateAnswer.Admitted(
                admitted.getHoldId(),
                admitted.hasCeilingOutputTokens()
                        ? admitted.getCeilingOutputTokens()
                        : Long.MAX_VALUE);
    }

    static GateAnswer answer(Refused refused) {
        for (RefusalReason reason : RefusalReason.values()) {
            if (reason.number() == refused.getReasonValue()) {
                return new GateAnswer.Refused(reason);
            }
        }
        throw new GateFailure("refused without a reason: " + refused.getText());
    }

    /// Asks for more output tokens.
    ///
    /// @return how many the hold covers now
    long extend(String holdId, Units heard, long more) {
        ExtendRequest request =
                ExtendRequest.newBuilder()
                        .setHoldId(holdId)
                        .addAllUnits(toProto(heard))
                        .setMoreOutputTokens(more)
                        .setProxy(PROXY)
                        .build();
        ExtendReply reply = ask("extend", gate -> gate.extend(request));
        return reply.hasExtended()
                ? reply.getExtended().getCeilingOutputTokens()
                : reply.getStop().getCeilingOutputTokens();
    }

    /// Charges a call.
    Settled settle(String holdId, Units used, Outcome outcome, long computeMs) {
        SettleRequest request = settleRequest(used, outcome, computeMs).setHoldId(holdId).build();
        return settled(ask("settle", gate -> gate.settle(request)));
    }

    /// Charges a call of an earlier start by what was heard of it.
    Settled settle(RequestId id, Units used) {
        SettleRequest request =
                settleRequest(used, Outcome.CLIENT_GONE, 0).setRequestId(id.toString()).build();
        return settled(ask("settle", gate -> gate.settle(request)));
    }

    static SettleRequest.Builder settleRequest(Units used, Outcome outcome, long computeMs) {
        return SettleRequest.newBuilder()
                .addAllUnits(toProto(used))
                .setOutcomeValue(outcome.number())
                .setQueueMs(0)
                .setComputeMs(computeMs)
                .setProxy(PROXY);
    }

    static Settled settled(SettleReply reply) {
        return new Settled(
                reply.getRecordId(),
                reply.getChargeNanos(),
                reply.getFeeNanos(),
                reply.getOverrunNanos());
    }

    /// Drops a hold without a charge.
    void release(String holdId, String reason) {
        var _ =
                ask(
                        "release",
                        gate ->
                                gate.release(
                                        ReleaseRequest.newBuilder()
                                                .setHoldId(holdId)
                                                .setReason(reason)
                                                .setProxy(PROXY)
                                                .build()));
    }

    /// Drops a hold of an earlier start.
    void release(RequestId id, String reason) {
        var _ =
                ask(
                        "release",
                        gate ->
                                gate.release(
                                        ReleaseRequest.newBuilder()
                                                .setRequestId(id.toString())
                                                .setReason(reason)
                                                .setProxy(PROXY)
                                                .build()));
    }

    /// A metering stream for one call.
    MeteredGrpc meter() {
        return new MeteredGrpc(this, stream);
    }

    @Override
    public void close() {
        channel.shutdown();
        try {
            if (!channel.awaitTermination(5, TimeUnit.SECONDS)) {
                channel.shutdownNow();
            }
        } catch (InterruptedException e) {
            channel.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
