package io.weighbridge.backend.gate;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.weighbridge.backend.gate.meter.MeterOpening;
import io.weighbridge.backend.gate.meter.MeterStep;
import io.weighbridge.backend.gate.meter.Metering;
import io.weighbridge.backend.gate.settle.Reply;
import io.weighbridge.backend.gate.settle.SettleResult;
import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.grpc.GrpcErrors;
import io.weighbridge.backend.usage.Settlement;
import io.weighbridge.backend.usage.UsageMapping;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.Units;
import io.weighbridge.proto.v1.MeterOpen;
import io.weighbridge.proto.v1.MeterReply;
import io.weighbridge.proto.v1.MeterRequest;
import io.weighbridge.proto.v1.ReleaseReply;
import io.weighbridge.proto.v1.ReleaseRequest;
import io.weighbridge.proto.v1.SettleRequest;

import java.util.HashMap;
import java.util.Map;

/// One metering stream: many calls, each opened with a small hold that grows as tokens flow.
/// Incoming events come one at a time; answers of settles come from other threads, so sending is
/// guarded by this object's monitor. When the client reads slowly, `go_on` events are left out, the
/// newest of each call is sent when it has read; and when it sends on without reading, it is not
/// listened to until it does.
final class MeterGrpc implements StreamObserver<MeterRequest> {
    private static final int CALLS_MAX = 1_000;
    private static final int LABEL_MAX = 60;
    private static final int WAITING_MAX = 1_000;

    private final Metering metering;
    private final StreamObserver<MeterReply> observer;
    // Guarded by this.
    private final Map<String, MeteredGrpc> calls = new HashMap<>();
    private boolean clientDone;
    private boolean closed;
    // Replies that wait in the connection for a client that reads slowly.
    private int waitingReplies;
    private boolean readingPaused;

    MeterGrpc(Metering metering, StreamObserver<MeterReply> observer) {
        this.metering = metering;
        this.observer = observer;
        if (observer instanceof ServerCallStreamObserver<MeterReply> server) {
            server.setOnCancelHandler(this::cancelled);
            server.setOnReadyHandler(this::ready);
            server.disableAutoRequest();
            server.request(1);
        }
    }

    // The client has read: what it missed goes out, and it is listened to again.
    private synchronized void ready() {
        waitingReplies = 0;
        for (MeteredGrpc metered : calls.values()) {
            MeterReply unsent = metered.unsent;
            if (unsent != null && isReady()) {
                metered.unsent = null;
                send(unsent);
            }
        }
        if (readingPaused) {
            readingPaused = false;
            readNext();
        }
    }

    // A client that sends much and reads nothing is not listened to until it reads.
    private synchronized void readNext() {
        if (observer instanceof ServerCallStreamObserver<MeterReply> server && !closed) {
            if (waitingReplies < WAITING_MAX) {
                server.request(1);
            } else {
                readingPaused = true;
            }
        }
    }

    private synchronized void cancelled() {
        closed = true;
        calls.clear();
    }

    @Override
    public void onNext(MeterRequest request) {
        String label = request.getCall();
        try {
            if (label.isEmpty() || label.length() > LABEL_MAX) {
                throw Fault.invalid("call", label.length() + " characters", "1 to " + LABEL_MAX);
            }
            switch (request.getEventCase()) {
                case OPEN -> open(label, request.getOpen());
                case PROGRESS ->
                        progress(
                                label,
                                UsageMapping.unitsFromProto(
                                        "units", request.getProgress().getUnitsList()));
                case DONE -> done(label, request.getDone());
                case RELEASE -> release(label, request.getRelease());
                case EVENT_NOT_SET ->
                        throw Fault.invalid("event", "absent", "open, progress, done or release");
            }
        } catch (RuntimeException e) {
            error(label, e);
        }
        readNext();
    }

    private void error(String label, RuntimeException e) {
        Fault fault =
                e instanceof Fault known ? known : Fault.internal("a metering event failed", e);
        if (fault.code() == ErrorCode.INTERNAL) {
            // Logs it.
            var _ = GrpcErrors.of(fault);
        }
        send(reply(Check.shown(label)).setError(GateMapping.toProto(fault)));
    }

    private static MeterReply.Builder reply(String label) {
        return MeterReply.newBuilder().setCall(label);
    }

    private void send(MeterReply.Builder reply) {
        send(reply.build());
    }

    private synchronized void send(MeterReply reply) {
        if (!closed) {
            if (!isReady()) {
                waitingReplies++;
            }
            observer.onNext(reply);
        }
    }

    private synchronized void sendGoOn(MeteredGrpc metered, MeterReply.Builder reply) {
        if (isReady()) {
            metered.unsent = null;
            send(reply);
        } else {
            metered.unsent = reply.build();
        }
    }

    private synchronized boolean isReady() {
        return !(observer instanceof ServerCallStreamObserver<MeterReply> server)
                || server.isReady();
    }

    private synchronized MeteredGrpc require(String label) {
        MeteredGrpc metered = calls.get(label);
        if (metered == null || metered.ending) {
            throw Fault.of(
                    ErrorCode.HOLD_UNKNOWN,
                    "call: " + label + " (expected: a call that is open on this stream)");
        }
        return metered;
    }

    private void open(String label, MeterOpen open) {
        synchronized (this) {
            if (calls.containsKey(label)) {
                throw Fault.invalid("call", label, "a label that is not in use on this stream");
            }
            if (calls.size() >= CALLS_MAX) {
                throw Fault.of(
                        ErrorCode.BUSY,
                        "call: the stream has " + CALLS_MAX + " open calls (expected: fewer)");
            }
        }
        MeterOpening opening =
                metering.open(
                        GateMapping.fromProto(open.getAuthorize()), open.getSliceOutputTokens(), 0);
        switch (opening) {
            case MeterOpening.Refused refused ->
                    send(reply(label).setRefused(GateGrpc.toProto(refused.refused())));
            case MeterOpening.Opened opened -> {
                synchronized (this) {
                    calls.put(label, new MeteredGrpc(opened.call()));
                }
                String holdId = opened.call().holdId();
                send(reply(label).setAdmitted(GateMapping.toProto(opened.admitted(), holdId)));
            }
        }
    }

    private void progress(String label, Units units) {
        MeteredGrpc metered = require(label);
        switch (metered.call.progress(units)) {
            case MeterStep.GoOn goOn -> {
                if (goOn.raised()) {
                    metered.warned = false;
                    sendGoOn(metered, reply(label).setGoOn(GateMapping.toProto(goOn.extended())));
                }
            }
            case MeterStep.Warn warn -> {
                if (!metered.warned) {
                    metered.warned = true;
                    send(reply(label).setWarn(GateMapping.toProto(warn.stop())));
                }
            }
            case MeterStep.End end ->
                    send(
                            reply(label)
                                    .setStop(
                                            GateMapping.stop(
                                                    end.reason(), end.ceilingOutputTokens())));
        }
    }

    private void done(String label, SettleRequest request) {
        MeteredGrpc metered = require(label);
        Settlement settlement = GateMapping.settlementFromProto(request);
        ending(metered);
        metered.call.settle(
                settlement,
                new Reply<>() {
                    @Override
                    public void done(SettleResult result) {
                        ended(label, reply(label).setSettled(GateMapping.toProto(result)));
                    }

                    @Override
                    public void failed(Fault fault) {
                        notEnded(label, metered, fault);
                    }
                });
    }

    private synchronized void ending(MeteredGrpc metered) {
        metered.ending = true;
    }

    private void release(String label, ReleaseRequest request) {
        MeteredGrpc metered = require(label);
        ending(metered);
        metered.call.release(
                request.getReason(),
                new Reply<>() {
                    @Override
                    public void done(Boolean released) {
                        ended(
                                label,
                                reply(label)
                                        .setReleased(
                                                ReleaseReply.newBuilder().setReleased(released)));
                    }

                    @Override
                    public void failed(Fault fault) {
                        notEnded(label, metered, fault);
                    }
                });
    }

    private synchronized void ended(String label, MeterReply.Builder reply) {
        calls.remove(label);
        send(reply);
        completeIfDone();
    }

    // A wrong settle can be sent again, unless the call is over anyway.
    private synchronized void notEnded(String label, MeteredGrpc metered, Fault fault) {
        switch (fault.code().kind()) {
            case INVALID, UNAVAILABLE -> metered.ending = false;
            default -> calls.remove(label);
        }
        send(reply(label).setError(GateMapping.toProto(fault)));
        completeIfDone();
    }

    // After the client's half-close the stream stays until the settles that it sent are answered.
    private void completeIfDone() {
        boolean waiting = calls.values().stream().anyMatch(metered -> metered.ending);
        if (clientDone && !waiting && !closed) {
            closed = true;
            observer.onCompleted();
        }
    }

    @Override
    public void onError(Throwable thrown) {
        cancelled();
    }

    @Override
    public synchronized void onCompleted() {
        clientDone = true;
        completeIfDone();
    }
}
