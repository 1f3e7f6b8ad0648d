package io.weighbridge.backend.gate;

import io.grpc.stub.StreamObserver;
import io.weighbridge.backend.gate.admit.Decision;
import io.weighbridge.backend.gate.admit.Gate;
import io.weighbridge.backend.gate.hold.HoldTokens;
import io.weighbridge.backend.gate.meter.ExtendResult;
import io.weighbridge.backend.gate.meter.Extending;
import io.weighbridge.backend.gate.meter.Metering;
import io.weighbridge.backend.gate.price.Quoting;
import io.weighbridge.backend.gate.settle.Reply;
import io.weighbridge.backend.gate.settle.SettleResult;
import io.weighbridge.backend.gate.settle.Settling;
import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.grpc.Replies;
import io.weighbridge.backend.platform.grpc.WastedCalls;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.backend.usage.Charge;
import io.weighbridge.backend.usage.UsageMapping;
import io.weighbridge.model.IdKind;
import io.weighbridge.model.RefusalReason;
import io.weighbridge.proto.v1.AuthorizeBatchItem;
import io.weighbridge.proto.v1.AuthorizeBatchReply;
import io.weighbridge.proto.v1.AuthorizeBatchRequest;
import io.weighbridge.proto.v1.AuthorizeReply;
import io.weighbridge.proto.v1.AuthorizeRequest;
import io.weighbridge.proto.v1.ExtendReply;
import io.weighbridge.proto.v1.ExtendRequest;
import io.weighbridge.proto.v1.MeterReply;
import io.weighbridge.proto.v1.MeterRequest;
import io.weighbridge.proto.v1.QuoteReply;
import io.weighbridge.proto.v1.QuoteRequest;
import io.weighbridge.proto.v1.Refused;
import io.weighbridge.proto.v1.ReleaseReply;
import io.weighbridge.proto.v1.ReleaseRequest;
import io.weighbridge.proto.v1.SettleBatchReply;
import io.weighbridge.proto.v1.SettleBatchRequest;
import io.weighbridge.proto.v1.SettleReply;
import io.weighbridge.proto.v1.SettleRequest;

import java.util.concurrent.Executor;

/// The gate over gRPC. Runs on the event loops: nothing here waits.
public final class GateGrpc extends io.weighbridge.proto.v1.GateGrpc.GateImplBase {
    private static final int BATCH_MAX = 1_000;

    private final Gate gate;
    private final Settling settling;
    private final Extending extending;
    private final Metering metering;
    private final Quoting quoting;
    private final HoldTokens tokens;
    private final Executor background;
    private final GateMeters meters;
    private final TimeSource time;

    GateGrpc(
            Gate gate,
            Settling settling,
            Extending extending,
            Metering metering,
            Quoting quoting,
            HoldTokens tokens,
            Executor background,
            GateMeters meters,
            TimeSource time) {
        this.gate = gate;
        this.settling = settling;
        this.extending = extending;
        this.metering = metering;
        this.quoting = quoting;
        this.tokens = tokens;
        this.background = background;
        this.meters = meters;
        this.time = time;
    }

    @Override
    public void authorize(AuthorizeRequest request, StreamObserver<AuthorizeReply> observer) {
        AuthorizeReply reply;
        long sinceNanos = time.nanos();
        try {
            Decision decision = gate.authorize(GateMapping.fromProto(request));
            AuthorizeReply.Builder builder = AuthorizeReply.newBuilder();
            switch (decision) {
                case Decision.Admitted admitted ->
                        builder.setAdmitted(
                                GateMapping.toProto(admitted, tokens.write(admitted.hold())));
                case Decision.Refused refused -> builder.setRefused(toProto(refused));
            }
            reply = builder.build();
        } catch (RuntimeException e) {
            Replies.fail(observer, e);
            return;
        }
        meters.authorize().record(time.nanos() - sinceNanos);
        Replies.send(observer, reply);
    }

    @Override
    public void authorizeBatch(
            AuthorizeBatchRequest request, StreamObserver<AuthorizeBatchReply> observer) {
        AuthorizeBatchReply.Builder reply = AuthorizeBatchReply.newBuilder();
        try {
            Check.range("calls", request.getCallsCount(), 1, BATCH_MAX);
            for (AuthorizeRequest call : request.getCallsList()) {
                reply.addItems(authorizeItem(call));
            }
        } catch (RuntimeException e) {
            Replies.fail(observer, e);
            return;
        }
        Replies.send(observer, reply.build());
    }

    private AuthorizeBatchItem authorizeItem(AuthorizeRequest call) {
        AuthorizeBatchItem.Builder item = AuthorizeBatchItem.newBuilder();
        try {
            switch (gate.authorize(GateMapping.fromProto(call))) {
                case Decision.Admitted admitted ->
                        item.setAdmitted(
                                GateMapping.toProto(admitted, tokens.write(admitted.hold())));
                case Decision.Refused refused -> item.setRefused(toProto(refused));
            }
        } catch (Fault fault) {
            item.setError(GateMapping.toProto(fault));
        }
        return item.build();
    }

    static Refused toProto(Decision.Refused refused) {
        if (refused.reason() == RefusalReason.UNKNOWN_KEY
                || refused.reason() == RefusalReason.MALFORMED_KEY) {
            WastedCalls.count();
        }
        return GateMapping.toProto(refused);
    }

    @Override
    public void extend(ExtendRequest request, StreamObserver<ExtendReply> observer) {
        ExtendReply.Builder reply = ExtendReply.newBuilder();
        try {
            switch (extending.extend(GateMapping.fromProto(request))) {
                case ExtendResult.Extended extended ->
                        reply.setExtended(GateMapping.toProto(extended));
                case ExtendResult.Stop stop -> reply.setStop(GateMapping.toProto(stop));
            }
        } catch (RuntimeException e) {
            Replies.fail(observer, e);
            return;
        }
        Replies.send(observer, reply.build());
    }

    @Override
    public void settle(SettleRequest request, StreamObserver<SettleReply> observer) {
        Replies.mayGoAway(observer);
        try {
            settling.settle(
                    GateMapping.fromProto(request),
                    new ObserverReply<>(observer, GateMapping::toProto));
        } catch (RuntimeException e) {
            Replies.fail(observer, e);
        }
    }

    @Override
    public void settleBatch(SettleBatchRequest request, StreamObserver<SettleBatchReply> observer) {
        Replies.mayGoAway(observer);
        try {
            Check.range("settles", request.getSettlesCount(), 1, BATCH_MAX);
        } catch (Fault fault) {
            Replies.fail(observer, fault);
            return;
        }
        SettleBatchGrpc batch = new SettleBatchGrpc(request.getSettlesCount(), observer);
        for (int i = 0; i < request.getSettlesCount(); i++) {
            Reply<SettleResult> reply = batch.item(i);
            try {
                settling.settle(GateMapping.fromProto(request.getSettles(i)), reply);
            } catch (Fault fault) {
                reply.failed(fault);
            }
        }
    }

    @Override
    public void release(ReleaseRequest request, StreamObserver<ReleaseReply> observer) {
        Replies.mayGoAway(observer);
        try {
            settling.release(
                    request.getHoldId(),
                    GateMapping.requestIdOrNull(request.getRequestId()),
                    request.getReason(),
                    CallingProxy.name(request.getProxy()),
                    new ObserverReply<>(
                            observer,
                            released -> ReleaseReply.newBuilder().setReleased(released).build()));
        } catch (RuntimeException e) {
            Replies.fail(observer, e);
        }
    }

    @Override
    public StreamObserver<MeterRequest> meter(StreamObserver<MeterReply> observer) {
        return new MeterGrpc(metering, observer);
    }

    @Override
    public void quote(QuoteRequest request, StreamObserver<QuoteReply> observer) {
        try {
            var _ = CallingProxy.allowed(request.getService());
        } catch (Fault denied) {
            Replies.fail(observer, denied);
            return;
        }
        if (request.getAtMs() == 0) {
            answerQuote(request, observer);
        } else {
            // The book of another time may have to be read from the store.
            Replies.mayGoAway(observer);
            background.execute(() -> answerQuote(request, observer));
        }
    }

    private void answerQuote(QuoteRequest request, StreamObserver<QuoteReply> observer) {
        QuoteReply reply;
        try {
            String account = request.getAccount();
            long accountId = account.isEmpty() ? 0 : IdKind.ACCOUNT.parse(account).orElse(-1);
            Charge charge =
                    quoting.quote(
                            request.getService(),
                            UsageMapping.unitsFromProto("units", request.getUnitsList()),
                            GateMapping.tierFromProto(request.getTierValue()),
                            accountId,
                            request.getAtMs());
            reply = GateMapping.toProto(charge);
        } catch (RuntimeException e) {
            Replies.fail(observer, e);
            return;
        }
        Replies.send(observer, reply);
    }
}
