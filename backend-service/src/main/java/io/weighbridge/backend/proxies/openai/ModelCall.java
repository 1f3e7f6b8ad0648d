package io.weighbridge.backend.proxies.openai;

import io.weighbridge.backend.gate.settle.SettleResult;
import io.weighbridge.backend.proxies.call.AnswerStream;
import io.weighbridge.backend.proxies.call.ApiError;
import io.weighbridge.backend.proxies.call.ApiErrors;
import io.weighbridge.backend.proxies.call.Further;
import io.weighbridge.backend.proxies.call.HeaderLine;
import io.weighbridge.backend.proxies.call.OpenCall;
import io.weighbridge.backend.proxies.call.Tally;
import io.weighbridge.backend.proxies.models.ModelRoute;
import io.weighbridge.backend.proxies.wire.AnsweredModel;
import io.weighbridge.backend.proxies.wire.EventCutter;
import io.weighbridge.backend.proxies.wire.ModelRequest;
import io.weighbridge.backend.proxies.wire.PlainAnswer;
import io.weighbridge.backend.proxies.wire.StreamEvent;
import io.weighbridge.backend.proxies.wire.TextSize;
import io.weighbridge.model.Outcome;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// An admitted call, from the request to the model server to its one ending. Runs on one thread:
/// whatever comes first decides. An ending is given to the ledger before the client gets the last
/// of the answer.
final class ModelCall {
    private static final int EVENT_BYTES_MAX = 16 << 20;
    private static final int PART_BYTES = 16 << 10;
    private static final Logger LOG = LoggerFactory.getLogger(ModelCall.class);

    private final ModelRequest request;
    private final Answering answering;
    private final OpenCall call;
    private final ClientAnswer client;
    private @Nullable OwnKey own;
    private boolean begun;

    ModelCall(ModelRequest request, Answering answering) {
        this.request = request;
        this.answering = answering;
        this.call = answering.call();
        this.client = answering.client();
    }

    /// Makes it.
    ///
    /// @param body let go as soon as it is written to the model server
    /// @param own the account's own key that it is made with, null for the operator's
    void run(
            Upstream upstream,
            ModelRoute route,
            List<HeaderLine> toUpstream,
            HeldBody body,
            @Nullable OwnKey own) {
        this.own = own;
        Tally nothingYet = Tally.start(request);
        try (Upstream.Exchange exchange =
                upstream.post(
                        route,
                        request.endpoint().path(),
                        request.model(),
                        toUpstream,
                        body,
                        own,
                        call)) {
            if (exchange.status() / 100 != 2) {
                passError(exchange);
            } else if (AnswerType.of(exchange) == AnswerType.EVENTS) {
                stream(exchange);
            } else {
                plain(exchange);
            }
        } catch (IOException e) {
            brokeOff(nothingYet, e);
        } catch (ClientGoneException e) {
            goneAt(nothingYet);
        } catch (RuntimeException e) {
            failed(nothingYet, e);
        }
    }

    // Before anything was served: nothing is charged, and the client gets what it would have got,
    // but for what is between the model server and the operator.
    private void passError(Upstream.Exchange exchange) throws IOException, ClientGoneException {
        OwnKey key = own;
        ApiError ours =
                key == null
                        ? ApiErrors.ofOperator(exchange.status(), exchange.headers())
                        : ApiErrors.ofProvider(
                                key.provider(), exchange.status(), exchange.headers());
        if (ours != null) {
            if (key == null) {
                LOG.warn("call {}: the model server answered {}", call.id(), exchange.status());
            } else {
                LOG.info(
                        "call {}: provider {} answered {} to the account's own key",
                        call.id(),
                        key.provider(),
                        exchange.status());
            }
            call.release("the model server answered " + exchange.status());
            Gateway.send(request.endpoint(), client, ours.with(answering.headers()));
            return;
        }
        try (HeldAnswer held = answering.answers().begin()) {
            held.read(exchange, this::keepHold);
            call.release("the model server answered " + exchange.status());
            send(exchange, all(exchange), held, instead(held.bytes()));
        }
    }

    private @Nullable ApiError instead(byte[] told) {
        OwnKey key = own;
        return key == null ? null : key.instead(told);
    }

    private void send(
            Upstream.Exchange exchange,
            List<HeaderLine> all,
            HeldAnswer held,
            @Nullable ApiError instead)
            throws ClientGoneException {
        if (instead == null) {
            client.send(exchange.status(), all, held.bytes());
        } else {
            Gateway.send(request.endpoint(), client, instead.with(answering.headers()));
        }
    }

    private void plain(Upstream.Exchange exchange) throws IOException, ClientGoneException {
        Tally tally = Tally.start(request);
        try (HeldAnswer held = answering.answers().begin()) {
            try {
                held.read(exchange, this::keepHold);
            } catch (AnswerTooLongException e) {
                // The model has made it: it is not free for having been too long.
                call.settle(
                        Outcome.UPSTREAM_ERROR,
                        tally.plus(
                                held.usageAfter(request.endpoint(), exchange, answering.lingerMs()),
                                0,
                                TextSize.NONE));
                throw e;
            }
            List<HeaderLine> all = all(exchange);
            PlainAnswer answer =
                    PlainAnswer.read(request.endpoint(), held.bytes(), request.measure());
            if (answer.isError()) {
                call.release("the model server answered an error");
            } else {
                // What answers for a customer's own key is between them and the provider.
                if (own == null && AnsweredModel.differs(exchange.model(), answer.model())) {
                    call.answeredByAnother(exchange.model(), answer.model());
                }
                tally = tally.plus(answer);
                answering
                        .settle(Outcome.OK, tally, true)
                        .ifPresent(settled -> all.addAll(answering.receipts().headers(settled)));
            }
            // An answer says its model: what does not may be an error whatever else it has.
            boolean mayBeError = answer.isError() || !answer.model().isTextual();
            send(exchange, all, held, mayBeError ? instead(held.bytes()) : null);
        }
    }

    private void keepHold() throws IOException {
        if (call.further(Tally.start(request)) instanceof Further.Lost) {
            throw new IOException("the hold expired");
        }
    }

    private List<HeaderLine> all(Upstream.Exchange exchange) {
        OwnKey key = own;
        return answering.all(exchange, header -> key != null && key.secret().isIn(header.value()));
    }

    private void stream(Upstream.Exchange exchange) throws IOException {
        AnswerStream stream =
                new AnswerStream(
                        request,
                        call,
                        own == null ? exchange.model() : null,
                        answering.receipts().isTold(),
                        this::instead);
        EventCutter cutter = new EventCutter(EVENT_BYTES_MAX);
        try {
            pass(exchange, cutter, stream);
        } catch (ClientGoneException e) {
            goneAt(usageAfter(exchange, cutter, stream));
        } catch (IOException e) {
            brokeOff(stream.tally(), e);
        } catch (RuntimeException e) {
            failed(stream.tally(), e);
        } finally {
            // What was delivered is charged, whatever went wrong.
            if (begun && !call.isEnded()) {
                call.settle(Outcome.UPSTREAM_ERROR, stream.tally());
            }
        }
    }

    // The client left: the model server gets some time to tell what was used, so that leaving just
    // before it does so makes nothing cheaper. If it does not, what was delivered counts.
    private Tally usageAfter(Upstream.Exchange exchange, EventCutter cutter, AnswerStream stream) {
        Tally delivered = stream.tally();
        if (call.isEnded() || answering.lingerMs() == 0 || !delivered.isEstimated()) {
            return delivered;
        }
        byte[] part = new byte[PART_BYTES];
        try {
            exchange.endWithin(answering.lingerMs());
            while (!stream.isOver() && stream.tally().isEstimated()) {
                int length = exchange.read(part);
                if (length < 0) {
                    break;
                }
                var _ = stream.take(cutter.add(part, length));
            }
        } catch (IOException e) {
            // As if it had told nothing.
        }
        return stream.tally().isEstimated() ? delivered : stream.tally();
    }

    private void pass(Upstream.Exchange exchange, EventCutter cutter, AnswerStream stream)
            throws IOException, ClientGoneException {
        byte[] part = new byte[PART_BYTES];
        while (!stream.isOver()) {
            int length = exchange.read(part);
            List<StreamEvent> events =
                    length < 0 ? List.of(cutter.rest()) : cutter.add(part, length);
            byte[] passed = stream.take(events);
            boolean isLast = length < 0 || stream.isOver();
            if (isLast) {
                finish(exchange, stream, passed);
                return;
            }
            if (passed.length > 0) {
                begin(exchange);
                client.write(passed);
            }
        }
    }

    private void finish(Upstream.Exchange exchange, AnswerStream stream, byte[] passed)
            throws IOException, ClientGoneException {
        boolean isBroken = stream.outcome() == Outcome.UPSTREAM_ERROR;
        boolean isTold = stream.hasFailed();
        if (isBroken && !isTold) {
            if (begun) {
                client.write(joined(passed, stream.last("")));
            }
            throw new IOException("the stream ended before its end");
        }
        Optional<SettleResult> settled = Optional.empty();
        if (isBroken && stream.tally().isNothing()) {
            call.release("the model server answered an error");
        } else {
            settled = answering.settle(stream.outcome(), stream.tally(), stream.hasKeptUsage());
        }
        begin(exchange);
        client.write(
                joined(passed, stream.last(settled.map(answering.receipts()::field).orElse(""))));
        client.end();
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    private void begin(Upstream.Exchange exchange) {
        if (!begun) {
            begun = true;
            client.begin(exchange.status(), all(exchange));
        }
    }

    private void goneAt(Tally tally) {
        call.clientLeft();
        if (!call.isEnded()) {
            call.settle(Outcome.CLIENT_GONE, tally);
        }
    }

    // The model server is gone, or was let go because the client is, or because we stop.
    private void brokeOff(Tally tally, IOException why) {
        if (call.isClientGone()) {
            goneAt(tally);
            return;
        }
        // What had all of a request has worked on it, as far as anyone can know.
        if (why instanceof NoAnswerException) {
            call.settle(Outcome.UPSTREAM_ERROR, tally);
        }
        endBy(CallErrors.of(why, call.cancel()), tally);
    }

    // A mistake of ours.
    private void failed(Tally tally, RuntimeException why) {
        LOG.error("call {} failed", call.id(), why);
        endBy(ApiError.internal(), tally);
    }

    private void endBy(ApiError error, Tally tally) {
        try {
            if (!call.isEnded()) {
                if (begun) {
                    call.settle(Outcome.UPSTREAM_ERROR, tally);
                } else {
                    call.release("no answer from the model server");
                }
            }
            if (begun) {
                client.write(AnswerStream.broken(request.endpoint(), error));
                client.end();
            } else {
                Gateway.send(request.endpoint(), client, error.with(answering.headers()));
            }
        } catch (ClientGoneException e) {
            call.clientLeft();
        }
    }
}
