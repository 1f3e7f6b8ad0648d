package io.weighbridge.backend.crash;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.weighbridge.model.RequestId;
import io.weighbridge.proto.v1.AuthorizeBatchItem;
import io.weighbridge.proto.v1.AuthorizeBatchRequest;
import io.weighbridge.proto.v1.AuthorizeReply;
import io.weighbridge.proto.v1.ExtendRequest;
import io.weighbridge.proto.v1.MeterOpen;
import io.weighbridge.proto.v1.MeterProgress;
import io.weighbridge.proto.v1.MeterReply;
import io.weighbridge.proto.v1.MeterRequest;
import io.weighbridge.proto.v1.ReleaseRequest;
import io.weighbridge.proto.v1.SettleBatchItem;
import io.weighbridge.proto.v1.SettleBatchRequest;
import io.weighbridge.proto.v1.Unit;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One client thread: makes calls of every kind until the backend dies.
final class Load implements Runnable {
    private static final int BATCH = 12;
    private static final int SLICE = 64;
    private static final long EXPIRY_MS = 2_000;

    private final RunningBackend backend;
    private final Witness witness;
    private final SplittableRandom random;
    private final String proxy;

    Load(RunningBackend backend, Witness witness, SplittableRandom random, String proxy) {
        this.backend = backend;
        this.witness = witness;
        this.random = random;
        this.proxy = proxy;
    }

    @Override
    public void run() {
        while (!backend.isDying()) {
            try {
                step();
            } catch (StatusRuntimeException
                    | ExecutionException
                    | TimeoutException
                    | InterruptedException e) {
                witness.check(backend.isDying(), "a call failed in mid-life: " + e);
            } catch (RuntimeException e) {
                witness.check(false, "the client failed: " + e);
            }
        }
    }

    private void step() throws InterruptedException, ExecutionException, TimeoutException {
        int what = random.nextInt(100);
        if (what < 45) {
            settle(opened(payer(), false));
        } else if (what < 53) {
            release(opened(payer(), false));
        } else if (what < 60) {
            Call call = opened(payer(), false);
            extend(call);
            settle(call);
        } else if (what < 68) {
            var _ = opened(payer(), false);
        } else if (what < 71) {
            var _ = opened(rich(), true);
        } else if (what < 82) {
            batch();
        } else if (what < 90) {
            meter();
        } else if (what < 95) {
            repeat();
        } else {
            credit();
        }
    }

    // Most calls are for one account.
    private Catalogue.Payer payer() {
        int dice = random.nextInt(20);
        return witness.payers.get(dice < 12 ? 0 : dice < 15 ? 1 : dice < 17 ? 2 : 3);
    }

    private Catalogue.Payer rich() {
        return witness.payers.get(random.nextInt(3));
    }

    private Call call(Catalogue.Payer payer, boolean brief) {
        long output = random.nextInt(1, 200);
        Call call =
                new Call(
                        RequestId.next(System.currentTimeMillis()),
                        payer,
                        brief,
                        proxy,
                        random.nextInt(1, 800),
                        output,
                        output + random.nextInt(100));
        witness.calls.add(call);
        return call;
    }

    private Call opened(Catalogue.Payer payer, boolean brief) {
        Call call = call(payer, brief);
        AuthorizeReply reply = backend.gate().authorize(call.request);
        if (reply.hasAdmitted()) {
            witness.admitted(call, reply.getAdmitted());
        } else {
            witness.refused(call, reply.getRefused().getReason().name());
        }
        return call;
    }

    private void settle(Call call) {
        if (call.state == Call.State.OPEN) {
            call.settleSentAt = System.nanoTime();
            call.state = Call.State.SETTLING;
            witness.settled(call, backend.gate().settle(call.settle()), false);
        }
    }

    private void release(Call call) {
        if (call.state == Call.State.OPEN) {
            call.state = Call.State.RELEASING;
            long sentAt = System.nanoTime();
            boolean released =
                    backend.gate()
                            .release(
                                    ReleaseRequest.newBuilder()
                                            .setHoldId(call.holdId)
                                            .setProxy(proxy)
                                            .build())
                            .getReleased();
            witness.check(released, call + " was open but not released");
            call.state = Call.State.RELEASED;
            witness.durable(sentAt);
        }
    }

    private void extend(Call call) {
        if (call.state == Call.State.OPEN) {
            var _ =
                    backend.gate()
                            .extend(
                                    ExtendRequest.newBuilder()
                                            .setHoldId(call.holdId)
                                            .setProxy(proxy)
                                            .addUnits(
                                                    Call.count(
                                                            Unit.UNIT_INPUT_TOKENS,
                                                            call.inputTokens))
                                            .setMoreOutputTokens(random.nextInt(600))
                                            .build());
        }
    }

    private void batch() {
        List<Call> calls = new ArrayList<>();
        AuthorizeBatchRequest.Builder authorize = AuthorizeBatchRequest.newBuilder();
        for (int i = 0; i < BATCH; i++) {
            calls.add(call(payer(), false));
            authorize.addCalls(calls.getLast().request);
        }
        List<AuthorizeBatchItem> items =
                backend.gate().authorizeBatch(authorize.build()).getItemsList();
        List<Call> admitted = new ArrayList<>();
        for (int i = 0; i < BATCH; i++) {
            AuthorizeBatchItem item = items.get(i);
            if (item.hasAdmitted()) {
                witness.admitted(calls.get(i), item.getAdmitted());
                admitted.add(calls.get(i));
            } else {
                witness.refused(calls.get(i), item.toString());
            }
        }
        SettleBatchRequest.Builder settle = SettleBatchRequest.newBuilder();
        for (Call call : admitted) {
            call.settleSentAt = System.nanoTime();
            call.state = Call.State.SETTLING;
            settle.addSettles(call.settle());
        }
        if (!admitted.isEmpty()) {
            List<SettleBatchItem> settled =
                    backend.gate().settleBatch(settle.build()).getItemsList();
            for (int i = 0; i < admitted.size(); i++) {
                witness.settled(admitted.get(i), settled.get(i).getSettled(), false);
            }
        }
    }

    private void repeat() {
        List<Call> earlier = witness.settled;
        if (!earlier.isEmpty()) {
            Call call = earlier.get(random.nextInt(earlier.size()));
            witness.settledAgain(call, backend.gate().settle(call.settle()));
        }
    }

    private void credit() throws InterruptedException, ExecutionException, TimeoutException {
        CreditOperation operation =
                switch (random.nextInt(4)) {
                    case 0 ->
                            new CreditOperation(
                                    UUID.randomUUID(), witness.payers.get(1), -1_000_003, 0);
                    case 1 ->
                            new CreditOperation(
                                    UUID.randomUUID(),
                                    witness.payers.getFirst(),
                                    5_000_011,
                                    System.currentTimeMillis() + EXPIRY_MS);
                    default ->
                            new CreditOperation(
                                    UUID.randomUUID(), witness.payers.get(3), 4_000_037, 0);
                };
        witness.operations.add(operation);
        long sentAt = System.nanoTime();
        String answer = backend.command(operation.id.toString(), operation.command());
        witness.check(
                answer.startsWith("done ") && answer.endsWith(" false"),
                operation.command() + " was answered " + answer);
        operation.answer = answer.substring(0, answer.lastIndexOf(' '));
        witness.durable(sentAt);
    }

    private void meter() throws InterruptedException {
        Call call = call(rich(), false);
        Answers answers = new Answers();
        StreamObserver<MeterRequest> stream = backend.gateAsync().meter(answers);
        stream.onNext(
                event().setOpen(
                                MeterOpen.newBuilder()
                                        .setAuthorize(call.request)
                                        .setSliceOutputTokens(SLICE))
                        .build());
        MeterReply reply = answers.next();
        if (!reply.hasAdmitted()) {
            witness.refused(call, reply.toString());
            stream.onCompleted();
            return;
        }
        witness.admitted(call, reply.getAdmitted());
        for (long output = SLICE / 4; output < call.outputTokens; output += SLICE / 4) {
            stream.onNext(
                    event().setProgress(
                                    MeterProgress.newBuilder()
                                            .addUnits(Call.count(Unit.UNIT_OUTPUT_TOKENS, output)))
                            .build());
        }
        call.settleSentAt = System.nanoTime();
        call.state = Call.State.SETTLING;
        stream.onNext(event().setDone(call.settle()).build());
        do {
            reply = answers.next();
        } while (reply.hasGoOn());
        witness.settled(call, reply.getSettled(), false);
        stream.onCompleted();
    }

    private static MeterRequest.Builder event() {
        return MeterRequest.newBuilder().setCall("call");
    }

    /// What comes back on a stream.
    private static final class Answers implements StreamObserver<MeterReply> {
        private final BlockingQueue<Object> queue = new LinkedBlockingQueue<>();

        @Override
        public void onNext(MeterReply reply) {
            queue.add(reply);
        }

        @Override
        public void onError(Throwable thrown) {
            queue.add(thrown);
        }

        @Override
        public void onCompleted() {}

        MeterReply next() throws InterruptedException {
            Object answer = queue.poll(30, TimeUnit.SECONDS);
            if (answer instanceof MeterReply reply) {
                return reply;
            }
            throw answer instanceof StatusRuntimeException status
                    ? status
                    : Status.DEADLINE_EXCEEDED.asRuntimeException();
        }
    }
}
