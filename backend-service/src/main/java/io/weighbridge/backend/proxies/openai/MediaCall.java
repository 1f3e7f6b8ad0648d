package io.weighbridge.backend.proxies.openai;

import io.weighbridge.backend.proxies.call.AddedField;
import io.weighbridge.backend.proxies.call.AnswerStream;
import io.weighbridge.backend.proxies.call.ApiError;
import io.weighbridge.backend.proxies.call.ApiErrors;
import io.weighbridge.backend.proxies.call.Further;
import io.weighbridge.backend.proxies.call.HeaderLine;
import io.weighbridge.backend.proxies.call.OpenCall;
import io.weighbridge.backend.proxies.media.MediaAnswer;
import io.weighbridge.backend.proxies.media.MediaEndpoint;
import io.weighbridge.backend.proxies.media.MediaEvent;
import io.weighbridge.backend.proxies.media.MediaRequest;
import io.weighbridge.backend.proxies.media.MediaTally;
import io.weighbridge.backend.proxies.media.SpokenLength;
import io.weighbridge.backend.proxies.models.ModelRoute;
import io.weighbridge.backend.proxies.wire.Endpoint;
import io.weighbridge.backend.proxies.wire.StreamEvent;
import io.weighbridge.model.Outcome;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/// An admitted call that makes, or hears, pictures or sound, from the request to the model server
/// to its one ending. It has a hold for all that it asks for, and is not ended on its way but where
/// its key may not be used any more. Runs on one thread. An ending is given to the ledger before
/// the client gets the last of the answer.
final class MediaCall {
    private static final int PART_BYTES = 16 << 10;
    private static final String EXPIRED = "the hold expired";
    private static final Logger LOG = LoggerFactory.getLogger(MediaCall.class);

    private final MediaRequest request;
    private final Answering answering;
    private final OpenCall call;
    private final ClientAnswer client;
    private MediaTally tally;
    private boolean begun;
    private boolean isEvents;

    /// @param tally of nothing yet
    MediaCall(MediaRequest request, MediaTally tally, Answering answering) {
        this.request = request;
        this.tally = tally;
        this.answering = answering;
        this.call = answering.call();
        this.client = answering.client();
    }

    /// Makes it.
    ///
    /// @param body let go as soon as it is written to the model server
    /// @throws ClientGoneException where an answer is broken off
    void run(Upstream upstream, ModelRoute route, List<HeaderLine> toUpstream, HeldBody body)
            throws ClientGoneException {
        try (Upstream.Exchange exchange =
                upstream.post(
                        route,
                        request.endpoint().path(),
                        request.model(),
                        toUpstream,
                        body,
                        null,
                        call)) {
            AnswerType type = AnswerType.of(exchange);
            if (exchange.status() / 100 != 2) {
                passError(exchange);
            } else if (type == AnswerType.EVENTS) {
                isEvents = true;
                stream(exchange);
            } else if (type == AnswerType.OTHER && request.endpoint() == MediaEndpoint.SPEECH) {
                sound(exchange);
            } else {
                plain(exchange, type);
            }
        } catch (IOException e) {
            brokeOff(e);
        } catch (ClientGoneException e) {
            gone();
        } catch (RuntimeException e) {
            LOG.error("call {} failed", call.id(), e);
            endBy(ApiError.internal());
        } finally {
            // What was delivered is charged, whatever went wrong.
            if (!tally.isNothing() && !call.isEnded()) {
                call.settle(Outcome.UPSTREAM_ERROR, tally);
            }
        }
    }

    // Before anything was served: nothing is charged.
    private void passError(Upstream.Exchange exchange) throws IOException, ClientGoneException {
        String reason = "the model server answered " + exchange.status();
        ApiError ours = ApiErrors.ofOperator(exchange.status(), exchange.headers());
        if (ours != null) {
            LOG.warn("call {}: {}", call.id(), reason);
            call.release(reason);
            Gateway.send(Endpoint.CHAT, client, ours.with(answering.headers()));
            return;
        }
        try (HeldAnswer held = answering.answers().begin()) {
            held.read(exchange, this::keepWhole);
            call.release(reason);
            client.send(exchange.status(), all(exchange), held.bytes());
        }
    }

    private void plain(Upstream.Exchange exchange, AnswerType type)
            throws IOException, ClientGoneException {
        try (HeldAnswer held = answering.answers().begin()) {
            try {
                held.read(exchange, this::keepWhole);
            } catch (AnswerTooLongException e) {
                // The model has made it: it is not free for having been too long.
                call.settle(Outcome.UPSTREAM_ERROR, tally.begun());
                throw e;
            }
            List<HeaderLine> all = all(exchange);
            boolean isText = type == AnswerType.OTHER && request.endpoint().hears();
            MediaAnswer answer =
                    isText
                            ? new MediaAnswer(false, MediaAnswer.ofText(tally, held.bytes()))
                            : MediaAnswer.read(request, tally, held.bytes());
            tally = answer.tally();
            if (answer.isError()) {
                call.release("the model server answered an error");
            } else {
                answering
                        .settle(Outcome.OK, tally, true)
                        .ifPresent(settled -> all.addAll(answering.receipts().headers(settled)));
            }
            client.send(exchange.status(), all, held.bytes());
        }
    }

    // Passed on as it comes, but for the last part, which is written once the call is charged.
    private void sound(Upstream.Exchange exchange) throws IOException, ClientGoneException {
        SpokenLength spoken = new SpokenLength(request);
        byte[] part = new byte[PART_BYTES];
        byte[] last = {};
        for (int length = exchange.read(part); length >= 0; length = exchange.read(part)) {
            spoken.add(part, length);
            tally = spoken.onto(tally.begun());
            IOException ending = ending();
            if (ending != null) {
                throw ending;
            }
            if (last.length > 0) {
                begin(exchange);
                client.write(last);
            }
            last = Arrays.copyOf(part, length);
        }
        if (tally.isNothing()) {
            call.release("the model server made no sound");
        } else {
            var _ = answering.settle(Outcome.OK, tally, false);
        }
        begin(exchange);
        if (last.length > 0) {
            client.write(last);
        }
        client.end();
    }

    private void stream(Upstream.Exchange exchange) throws IOException, ClientGoneException {
        try (HeldEvents events = new HeldEvents(answering.answers())) {
            try {
                pass(exchange, events);
            } catch (ClientGoneException e) {
                follow(exchange, events);
                throw e;
            }
        } catch (AnswerTooLongException e) {
            // Whatever it is was made.
            tally = tally.begun();
            throw e;
        }
    }

    // What came before the call may not go on was made.
    private void pass(Upstream.Exchange exchange, HeldEvents events)
            throws IOException, ClientGoneException {
        byte[] part = new byte[PART_BYTES];
        for (boolean isOver = false; !isOver; ) {
            int length = exchange.read(part);
            IOException ending = ending();
            isOver = length < 0;
            for (StreamEvent event : isOver ? List.of(events.rest()) : events.add(part, length)) {
                if (ending != null) {
                    tally = MediaEvent.read(request, tally, event).tally();
                } else if (!event.isEmpty() && pass(exchange, event)) {
                    return;
                }
            }
            events.passed();
            if (ending != null) {
                throw ending;
            }
        }
        throw new IOException("the stream ended before its end");
    }

    /// @return whether it was the last
    private boolean pass(Upstream.Exchange exchange, StreamEvent event) throws ClientGoneException {
        MediaEvent read = MediaEvent.read(request, tally, event);
        tally = read.tally();
        byte[] raw = event.raw();
        boolean isLast =
                switch (read.kind()) {
                    case PART -> false;
                    case LAST -> {
                        String field =
                                answering
                                        .settle(Outcome.OK, tally, true)
                                        .map(answering.receipts()::field)
                                        .orElse("");
                        raw = field.isEmpty() ? raw : AddedField.to(raw, field);
                        yield true;
                    }
                    case DONE -> {
                        var _ = answering.settle(Outcome.OK, tally, false);
                        yield true;
                    }
                    case ERROR -> {
                        failed();
                        yield true;
                    }
                };
        begin(exchange);
        client.write(raw);
        if (isLast) {
            client.end();
        }
        return isLast;
    }

    private void failed() {
        if (tally.isNothing()) {
            call.release("the model server answered an error");
        } else {
            call.settle(Outcome.UPSTREAM_ERROR, tally);
        }
    }

    // The client left: the model server gets some time to tell what was used.
    private void follow(Upstream.Exchange exchange, HeldEvents events) {
        byte[] part = new byte[PART_BYTES];
        try {
            exchange.endWithin(answering.lingerMs());
            boolean isOver = answering.lingerMs() == 0 || call.isEnded() || !tally.isEstimated();
            while (!isOver) {
                int length = exchange.read(part);
                isOver = length < 0;
                for (StreamEvent event :
                        isOver ? List.<StreamEvent>of() : events.add(part, length)) {
                    MediaEvent read = MediaEvent.read(request, tally, event);
                    tally = read.tally();
                    isOver |= read.kind() != MediaEvent.Kind.PART;
                }
                events.passed();
            }
        } catch (IOException e) {
            LOG.debug("call {}: nothing more was told", call.id(), e);
        }
    }

    // It has been made when it comes, whoever may have it.
    private void keepWhole() throws IOException {
        if (call.keep() instanceof Further.Lost) {
            throw new IOException(EXPIRED);
        }
    }

    // Why the call may not go on, null where it may.
    private @Nullable IOException ending() {
        return switch (call.keep()) {
            case Further.Yes _ -> null;
            case Further.Barred barred ->
                    new BarredException(ApiErrors.of(barred.reason(), request.model()));
            case Further.No _, Further.Lost _ -> new IOException(EXPIRED);
        };
    }

    private List<HeaderLine> all(Upstream.Exchange exchange) {
        return answering.all(exchange, _ -> false);
    }

    private void begin(Upstream.Exchange exchange) {
        if (!begun) {
            begun = true;
            client.begin(exchange.status(), all(exchange));
        }
    }

    private void gone() {
        call.clientLeft();
        if (!call.isEnded()) {
            call.settle(Outcome.CLIENT_GONE, tally);
        }
    }

    // The model server is gone, or was let go because the client is, or because we stop.
    private void brokeOff(IOException why) throws ClientGoneException {
        if (call.isClientGone()) {
            gone();
            return;
        }
        // What had all of a request has worked on it, as far as anyone can know.
        if (why instanceof NoAnswerException) {
            call.settle(Outcome.UPSTREAM_ERROR, tally);
        }
        endBy(
                why instanceof BarredException barred
                        ? barred.error()
                        : CallErrors.of(why, call.cancel()));
    }

    // What has begun as sound has no place for an error: it is broken off.
    private void endBy(ApiError error) throws ClientGoneException {
        if (!call.isEnded()) {
            if (tally.isNothing()) {
                call.release("no answer from the model server");
            } else {
                call.settle(Outcome.UPSTREAM_ERROR, tally);
            }
        }
        if (begun && !isEvents) {
            throw new ClientGoneException(new IOException(error.message()));
        }
        try {
            if (begun) {
                client.write(AnswerStream.broken(Endpoint.CHAT, error));
                client.end();
            } else {
                Gateway.send(Endpoint.CHAT, client, error.with(answering.headers()));
            }
        } catch (ClientGoneException e) {
            call.clientLeft();
        }
    }
}
