package io.weighbridge.backend.proxies.envoy;

import io.weighbridge.backend.proxies.call.AnswerStream;
import io.weighbridge.backend.proxies.call.ApiError;
import io.weighbridge.backend.proxies.call.OpenCall;
import io.weighbridge.backend.proxies.call.StreamEnd;
import io.weighbridge.backend.proxies.wire.EventCutter;
import io.weighbridge.backend.proxies.wire.ModelRequest;
import io.weighbridge.backend.proxies.wire.StreamEvent;
import io.weighbridge.model.Outcome;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// An answer in events. It is charged before its last part is passed on.
final class StreamReader implements AnswerReader {
    private static final int EVENT_BYTES_MAX = 16 << 20;

    private final OpenCall call;
    private final AnswerStream stream;
    private final EventCutter cutter = new EventCutter(EVENT_BYTES_MAX);
    private boolean hasPassed;

    StreamReader(ModelRequest request, OpenCall call) {
        this.call = call;
        this.stream = new AnswerStream(request, call);
    }

    @Override
    public Order take(byte[] part, boolean isEnd) throws IOException {
        if (call.isEnded()) {
            return Order.Part.NOTHING;
        }
        List<StreamEvent> events = new ArrayList<>(cutter.add(part, part.length));
        if (isEnd) {
            events.add(cutter.rest());
        }
        byte[] passed = stream.take(events);
        if (!isEnd && !stream.isOver()) {
            hasPassed |= passed.length > 0;
            return new Order.Part(passed, false);
        }
        return new Order.Part(finish(passed), stream.isEndedByUs());
    }

    @Override
    public int keptBytes() {
        return cutter.restBytes();
    }

    private byte[] finish(byte[] passed) {
        boolean isBroken = stream.outcome() == Outcome.UPSTREAM_ERROR;
        hasPassed |= passed.length > 0;
        if (isBroken && (stream.hasFailed() ? stream.tally().isNothing() : !hasPassed)) {
            call.release("the model server answered an error, or nothing");
        } else {
            call.settle(stream.outcome(), stream.tally());
        }
        if (!isBroken || stream.hasFailed()) {
            return passed;
        }
        // It ended before its end: the client is to know.
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(passed);
        all.writeBytes(
                StreamEnd.broken(
                        ApiError.unavailable(
                                502,
                                "upstream_unavailable",
                                "The model server gave no whole answer.")));
        return all.toByteArray();
    }

    @Override
    public void broken(End how) {
        switch (how) {
            case UNKNOWN, CLIENT -> call.settle(Outcome.CLIENT_GONE, stream.tally());
            case UPSTREAM, UPSTREAM_DIED, STOPPED -> {
                if (hasPassed) {
                    call.settle(Outcome.UPSTREAM_ERROR, stream.tally());
                } else {
                    call.release("the answer broke off before it began");
                }
            }
        }
    }
}
