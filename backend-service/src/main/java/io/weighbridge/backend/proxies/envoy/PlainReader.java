package io.weighbridge.backend.proxies.envoy;

import io.weighbridge.backend.proxies.call.Further;
import io.weighbridge.backend.proxies.call.MemoryBudget;
import io.weighbridge.backend.proxies.call.OpenCall;
import io.weighbridge.backend.proxies.call.Tally;
import io.weighbridge.backend.proxies.wire.AnsweredModel;
import io.weighbridge.backend.proxies.wire.ModelRequest;
import io.weighbridge.backend.proxies.wire.PlainAnswer;
import io.weighbridge.backend.proxies.wire.TextSize;
import io.weighbridge.model.Outcome;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/// An answer that is not streamed: kept until it is whole and charged, so that nobody has it who
/// leaves just before that.
final class PlainReader implements AnswerReader {
    private final ModelRequest request;
    private final OpenCall call;
    private final MemoryBudget budget;
    private final String key;
    private final int bytesMax;
    private ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private long taken;

    /// @param budget that counts what is kept, for this key
    /// @param bytesMax of one answer
    PlainReader(
            ModelRequest request, OpenCall call, MemoryBudget budget, String key, int bytesMax) {
        this.request = request;
        this.call = call;
        this.budget = budget;
        this.key = key;
        this.bytesMax = bytesMax;
    }

    @Override
    public Order take(byte[] part, boolean isEnd) throws IOException {
        kept.writeBytes(part);
        if (kept.size() > bytesMax || !budget.take(key, part.length)) {
            throw new IOException(
                    "an answer of more than " + bytesMax + " bytes, or than there is room for");
        }
        taken += part.length;
        if (call.further(Tally.start(request)) instanceof Further.Lost) {
            throw new IOException("the hold expired");
        }
        if (!isEnd) {
            return Order.Part.NOTHING;
        }
        byte[] all = kept.toByteArray();
        PlainAnswer answer = PlainAnswer.read(request.endpoint(), all, request.measure());
        if (answer.isError()) {
            call.release("the model server answered an error");
        } else {
            if (AnsweredModel.differs(request.model(), answer.model())) {
                call.answeredByAnother(request.model(), answer.model());
            }
            call.settle(
                    Outcome.OK,
                    Tally.start(request).plus(answer.usage(), answer.answers(), answer.text()));
        }
        forget();
        return new Order.Part(all, false);
    }

    @Override
    public int keptBytes() {
        return kept.size();
    }

    // Nobody has any of it. Where the model made it all the same, it is not free.
    @Override
    public void broken(End how) {
        Tally tally =
                Tally.start(request)
                        .plus(
                                PlainAnswer.usage(
                                        request.endpoint(),
                                        new ByteArrayInputStream(kept.toByteArray())),
                                0,
                                TextSize.NONE);
        forget();
        switch (how) {
            case UNKNOWN, CLIENT -> call.settle(Outcome.CLIENT_GONE, tally);
            case UPSTREAM -> call.settle(Outcome.UPSTREAM_ERROR, tally);
            case UPSTREAM_DIED, STOPPED -> call.release("the answer broke off");
        }
    }

    private void forget() {
        kept = new ByteArrayOutputStream();
        budget.give(key, taken);
        taken = 0;
    }
}
