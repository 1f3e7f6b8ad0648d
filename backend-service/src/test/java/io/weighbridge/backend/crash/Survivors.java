package io.weighbridge.backend.crash;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.weighbridge.proto.v1.AuthorizeReply;
import io.weighbridge.proto.v1.ExtendRequest;
import io.weighbridge.proto.v1.RefusalReason;
import io.weighbridge.proto.v1.ReleaseRequest;
import io.weighbridge.proto.v1.SettleBatchItem;
import io.weighbridge.proto.v1.SettleBatchRequest;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/// After a restart: asks the backend about everything that the witness knows of the last life, and
/// about some of earlier ones. Afterwards the outcome of every call that was sent is known.
final class Survivors {
    private static final int BATCH = 200;
    private static final int OLDER = 40;

    private final RunningBackend backend;
    private final Witness witness;
    private final SplittableRandom random;

    Survivors(RunningBackend backend, Witness witness, SplittableRandom random) {
        this.backend = backend;
        this.witness = witness;
        this.random = random;
    }

    void check(Witness.Life life)
            throws InterruptedException, ExecutionException, TimeoutException {
        Set<Call> young = new HashSet<>(life.calls());
        List<Call> unended = List.copyOf(witness.open);
        unended.stream()
                .filter(call -> call.state == Call.State.OPEN && !call.brief && !call.lost)
                .forEach(call -> lookAtHold(call, young.contains(call), life));
        checkSettled(life.settledFrom());
        checkReleased(life.releasedFrom());
        for (Call call : unended) {
            finish(call);
            witness.sort(call);
        }
        for (CreditOperation operation : life.operations()) {
            repeat(operation);
        }
    }

    // Keeps it alive: which also says whether it is there.
    private void lookAtHold(Call call, boolean young, Witness.Life life) {
        try {
            var _ =
                    backend.gate()
                            .extend(
                                    ExtendRequest.newBuilder()
                                            .setHoldId(call.holdId)
                                            .setProxy(call.request.getProxy())
                                            .build());
        } catch (StatusRuntimeException e) {
            requireStatus(call, e, Status.Code.NOT_FOUND);
            witness.check(young, call + " had survived a crash and is lost now");
            witness.requireLosable(call, life.durableSentAt(), life.killedAt());
            witness.lost(call);
        }
    }

    private void requireStatus(Call call, StatusRuntimeException e, Status.Code expected) {
        witness.check(e.getStatus().getCode() == expected, call + ": " + e);
    }

    private void checkSettled(int from) {
        List<Call> calls = new ArrayList<>(witness.settled.subList(from, witness.settled.size()));
        for (int i = 0; i < OLDER && from > 0; i++) {
            calls.add(witness.settled.get(random.nextInt(from)));
        }
        for (int at = 0; at < calls.size(); at += BATCH) {
            List<Call> part = calls.subList(at, Math.min(calls.size(), at + BATCH));
            SettleBatchRequest.Builder request = SettleBatchRequest.newBuilder();
            part.forEach(call -> request.addSettles(call.settle()));
            List<SettleBatchItem> items =
                    backend.gate().settleBatch(request.build()).getItemsList();
            for (int i = 0; i < part.size(); i++) {
                witness.check(items.get(i).hasSettled(), part.get(i) + ": " + items.get(i));
                witness.settledAgain(part.get(i), items.get(i).getSettled());
            }
        }
    }

    private void checkReleased(int from) {
        List<Call> calls = new ArrayList<>(witness.released.subList(from, witness.released.size()));
        if (from > 0) {
            calls.add(witness.released.get(random.nextInt(from)));
        }
        for (Call call : calls) {
            try {
                witness.check(
                        false, call + " was charged: " + backend.gate().settle(call.settle()));
            } catch (StatusRuntimeException e) {
                requireStatus(call, e, Status.Code.FAILED_PRECONDITION);
            }
        }
    }

    // What was sent and not answered is sent again; some of what is open goes on for another life.
    private void finish(Call call) {
        switch (call.state) {
            case ASKING -> askAgain(call);
            case OPEN -> {
                int dice = random.nextInt(10);
                if (dice < 5) {
                    settle(call);
                } else if (dice < 6 && !call.brief) {
                    release(call);
                }
            }
            case SETTLING -> settle(call);
            case RELEASING -> release(call);
            case REFUSED, SETTLED, RELEASED ->
                    throw new IllegalStateException(call + " is among those that did not end");
        }
    }

    private void askAgain(Call call) {
        AuthorizeReply reply = backend.gate().authorize(call.request);
        if (reply.hasAdmitted()) {
            witness.admitted(call, reply.getAdmitted());
            witness.calls.add(call);
        } else if (call.brief
                && reply.getRefused().getReason()
                        == RefusalReason.REFUSAL_REASON_DUPLICATE_REQUEST) {
            call.state = Call.State.REFUSED; // It had been admitted, and expired since.
        } else {
            witness.refused(call, reply.getRefused().getReason().name());
        }
    }

    private void settle(Call call) {
        call.settleSentAt = System.nanoTime();
        call.state = Call.State.SETTLING;
        witness.settled(call, backend.gate().settle(call.settle()), true);
        witness.settledAgain(call, backend.gate().settle(call.settle()));
    }

    private void release(Call call) {
        call.state = Call.State.RELEASING;
        long sentAt = System.nanoTime();
        var _ =
                backend.gate()
                        .release(
                                ReleaseRequest.newBuilder()
                                        .setHoldId(call.holdId)
                                        .setProxy(call.request.getProxy())
                                        .build());
        call.state = Call.State.RELEASED;
        witness.durable(sentAt);
    }

    private void repeat(CreditOperation operation)
            throws InterruptedException, ExecutionException, TimeoutException {
        long sentAt = System.nanoTime();
        String said = backend.command(operation.id.toString(), operation.command());
        if (operation.answer == null
                && operation.expiresAtMs != 0
                && said.equals("fault INVALID_FIELD")) {
            return; // It had not been done, and its time is over.
        }
        String answer = said.substring(0, said.lastIndexOf(' '));
        witness.check(
                said.startsWith("done ")
                        && (operation.answer == null
                                || (answer.equals(operation.answer) && said.endsWith(" true"))),
                operation.command() + " was answered " + operation.answer + ", then " + said);
        operation.answer = answer;
        witness.doneOperations.add(operation);
        witness.durable(sentAt);
    }
}
