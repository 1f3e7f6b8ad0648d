package io.weighbridge.backend.demo;

import io.grpc.stub.StreamObserver;
import io.weighbridge.model.Outcome;
import io.weighbridge.model.RequestId;
import io.weighbridge.model.Units;
import io.weighbridge.proto.v1.GateGrpc;
import io.weighbridge.proto.v1.MeterOpen;
import io.weighbridge.proto.v1.MeterProgress;
import io.weighbridge.proto.v1.MeterReply;
import io.weighbridge.proto.v1.MeterRequest;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// One call on a metering stream of its own.
final class MeteredGrpc implements AutoCloseable {
    private static final String LABEL = "1";
    private static final long WAIT_S = 30;

    private final DemoGrpc gate;
    private final BlockingQueue<MeterReply> replies = new LinkedBlockingQueue<>();
    private final StreamObserver<MeterRequest> requests;

    MeteredGrpc(DemoGrpc gate, GateGrpc.GateStub stub) {
        this.gate = gate;
        this.requests =
                stub.meter(
                        new StreamObserver<>() {
                            @Override
                            public void onNext(MeterReply reply) {
                                replies.add(reply);
                            }

                            @Override
                            public void onError(Throwable thrown) {
                                // An empty event: whoever waits sees that the stream is gone.
                                replies.add(MeterReply.getDefaultInstance());
                            }

                            @Override
                            public void onCompleted() {}
                        });
    }

    private MeterReply next() {
        try {
            MeterReply reply = replies.poll(WAIT_S, TimeUnit.SECONDS);
            if (reply == null || reply.getEventCase() == MeterReply.EventCase.EVENT_NOT_SET) {
                throw new GateFailure("meter: the stream broke");
            }
            if (reply.hasError()) {
                throw new GateFailure("meter: " + reply.getError().getText());
            }
            return reply;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GateFailure("meter: interrupted");
        }
    }

    private static MeterRequest.Builder event() {
        return MeterRequest.newBuilder().setCall(LABEL);
    }

    /// Asks whether the call may be made.
    GateAnswer open(PlannedCall call, RequestId id, Units estimate) {
        requests.onNext(
                event().setOpen(
                                MeterOpen.newBuilder()
                                        .setAuthorize(gate.request(call, id, estimate)))
                        .build());
        MeterReply reply = next();
        return reply.hasAdmitted()
                ? DemoGrpc.answer(reply.getAdmitted())
                : DemoGrpc.answer(reply.getRefused());
    }

    /// Tells what was used so far. Whether the call must stop is seen by [#mustStop].
    void progress(Units used) {
        requests.onNext(
                event().setProgress(MeterProgress.newBuilder().addAllUnits(DemoGrpc.toProto(used)))
                        .build());
    }

    /// Whether the gate has said stop by now.
    boolean mustStop() {
        for (MeterReply reply = replies.poll(); reply != null; reply = replies.poll()) {
            if (reply.hasStop()) {
                return true;
            }
        }
        return false;
    }

    /// Charges the call.
    Settled done(Units used, Outcome outcome, long computeMs) {
        requests.onNext(event().setDone(DemoGrpc.settleRequest(used, outcome, computeMs)).build());
        while (true) {
            MeterReply reply = next();
            if (reply.hasSettled()) {
                return DemoGrpc.settled(reply.getSettled());
            }
        }
    }

    @Override
    public void close() {
        requests.onCompleted();
    }
}
