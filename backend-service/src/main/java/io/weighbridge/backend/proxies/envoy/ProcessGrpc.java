package io.weighbridge.backend.proxies.envoy;

import com.google.protobuf.ByteString;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.weighbridge.backend.proxies.call.ApiError;
import io.weighbridge.proto.envoy.BodyResponse;
import io.weighbridge.proto.envoy.BodySendMode;
import io.weighbridge.proto.envoy.HttpBody;
import io.weighbridge.proto.envoy.ProcessingRequest;
import io.weighbridge.proto.envoy.ProcessingResponse;
import io.weighbridge.proto.envoy.ProtocolConfiguration;
import io.weighbridge.proto.envoy.TrailersResponse;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One stream of Envoy's, which is one exchange. Its messages come on an event loop, which serves
/// many others too, a stop from another thread: they take [turns][Turns], and the next message is
/// asked for once the one before is done. The stream is never ended in order before Envoy has ended
/// it: that would let the call through unmetered.
final class ProcessGrpc implements StreamObserver<ProcessingRequest> {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessGrpc.class);

    private final EnvoyCall call;
    private final ServerCallStreamObserver<ProcessingResponse> envoy;
    private final Turns turns = new Turns(Thread::startVirtualThread, this::failed);
    // All else is of who has the turn.
    private @Nullable ProtocolConfiguration modes;
    private Order.@Nullable Head keptHead;
    private boolean isBodyDone;
    private boolean isAnswerDone;
    private boolean isAnswered;
    private boolean isOver;

    /// @param envoy nothing of which was asked for yet
    ProcessGrpc(EnvoyCall call, ServerCallStreamObserver<ProcessingResponse> envoy) {
        this.call = call;
        this.envoy = envoy;
        // What is sent to an Envoy that is gone is lost, and no error.
        envoy.setOnCancelHandler(() -> {});
        envoy.disableAutoRequest();
        envoy.request(1);
    }

    @Override
    public void onNext(ProcessingRequest message) {
        turns.take(
                () -> call.isLong(bodyBytes(message)),
                () -> {
                    told(message);
                    envoy.request(1);
                });
    }

    // The one of these that it is.
    private static int bodyBytes(ProcessingRequest message) {
        return message.getRequestBody().getBody().size()
                + message.getResponseBody().getBody().size();
    }

    private void told(ProcessingRequest message) {
        // Once the client has our answer, what was on its way to us is of no consequence.
        if (isOver || isAnswered) {
            return;
        }
        take(message);
    }

    private void failed(Throwable thrown) {
        LOG.error("an exchange of Envoy's failed", thrown);
        stop(Status.INTERNAL.withDescription("an internal error; the log has the details"));
    }

    private void take(ProcessingRequest message) {
        switch (message.getRequestCase()) {
            case REQUEST_HEADERS -> requestHead(message);
            case REQUEST_BODY -> {
                HttpBody part = message.getRequestBody();
                boolean isWhole = part.getEndOfStream() || !isDuplex(modes().getRequestBodyMode());
                requestBody(part.getBody(), isWhole, true);
            }
            case REQUEST_TRAILERS -> {
                if (isDuplex(modes().getRequestBodyMode()) && !isBodyDone) {
                    requestBody(ByteString.EMPTY, true, false);
                }
                if (!isOver && !isAnswered) {
                    envoy.onNext(
                            ProcessingResponse.newBuilder()
                                    .setRequestTrailers(TrailersResponse.getDefaultInstance())
                                    .build());
                }
            }
            case RESPONSE_HEADERS ->
                    answerHead(
                            call.answerHead(
                                    ProcessMapping.headers(
                                            message.getResponseHeaders().getHeaders()),
                                    message.getResponseHeaders().getEndOfStream()));
            case RESPONSE_BODY -> answerPart(message.getResponseBody());
            case RESPONSE_TRAILERS -> answerTrailers();
            case REQUEST_NOT_SET -> stop(Status.UNIMPLEMENTED.withDescription("not known"));
        }
    }

    private void requestHead(ProcessingRequest message) {
        modes = message.getProtocolConfig();
        String wrong = wrong(message);
        if (!wrong.isEmpty()) {
            LOG.error("Envoy's configuration of ext_proc: {}", wrong);
            stop(Status.FAILED_PRECONDITION.withDescription(wrong));
            return;
        }
        switch (call.requestHead(ProcessMapping.head(message))) {
            case Order.Head head when isDuplex(modes().getRequestBodyMode()) -> keptHead = head;
            case Order.Head head ->
                    envoy.onNext(
                            ProcessingResponse.newBuilder()
                                    .setRequestHeaders(ProcessMapping.toProto(head))
                                    .build());
            case Order other -> end(other);
        }
    }

    // Anything else would let bodies pass that nobody has looked at.
    private static String wrong(ProcessingRequest first) {
        if (first.getObservabilityMode()) {
            return "observability_mode: true (expected: false)";
        }
        ProtocolConfiguration modes = first.getProtocolConfig();
        BodySendMode up = modes.getRequestBodyMode();
        if (up != BodySendMode.BUFFERED && !isDuplex(up)) {
            return "request_body_mode: " + up + " (expected: BUFFERED or FULL_DUPLEX_STREAMED)";
        }
        BodySendMode down = modes.getResponseBodyMode();
        return down == BodySendMode.STREAMED || isDuplex(down)
                ? ""
                : "response_body_mode: " + down + " (expected: STREAMED or FULL_DUPLEX_STREAMED)";
    }

    private static boolean isDuplex(BodySendMode mode) {
        return mode == BodySendMode.FULL_DUPLEX_STREAMED;
    }

    private ProtocolConfiguration modes() {
        if (modes == null) {
            throw new IllegalStateException("an exchange without the head of a request");
        }
        return modes;
    }

    /// @param isWhole whether the body is whole with it
    /// @param isEnd whether no trailers come
    private void requestBody(ByteString part, boolean isWhole, boolean isEnd) {
        Order order = call.requestBody(part.toByteArray(), isWhole);
        if (order == null) {
            return;
        }
        isBodyDone = true;
        AnsweredCall admitted = call.admitted();
        if (admitted != null) {
            admitted.cancel().by(this::stopFromOutside);
        }
        if (!(order instanceof Order.Body told)) {
            end(order);
        } else if (keptHead == null) {
            envoy.onNext(
                    ProcessingResponse.newBuilder()
                            .setRequestBody(ProcessMapping.toProto(told))
                            .build());
        } else {
            envoy.onNext(
                    ProcessingResponse.newBuilder()
                            .setRequestHeaders(
                                    ProcessMapping.toProto(keptHead, told.bytes().length))
                            .build());
            for (BodyResponse each : ProcessMapping.streamed(told.bytes(), isEnd)) {
                envoy.onNext(ProcessingResponse.newBuilder().setRequestBody(each).build());
            }
        }
    }

    private void answerHead(Order order) {
        if (order instanceof Order.Head head) {
            envoy.onNext(
                    ProcessingResponse.newBuilder()
                            .setResponseHeaders(ProcessMapping.toProto(head))
                            .build());
        } else {
            end(order);
        }
    }

    private void answerPart(HttpBody told) {
        boolean isDuplex = isDuplex(modes().getResponseBodyMode());
        if (isAnswerDone) {
            afterTheEnd(told, isDuplex);
            return;
        }
        ByteString bytes = told.getBody();
        Order order = call.answerPart(bytes.toByteArray(), told.getEndOfStream());
        if (!(order instanceof Order.Part part)) {
            end(order);
            return;
        }
        isAnswerDone = part.isLast();
        if (!isDuplex) {
            answer(ProcessMapping.replaced(part.bytes(), bytes));
            return;
        }
        boolean isEnd = told.getEndOfStream() || part.isLast();
        ProcessMapping.streamed(part.bytes(), isEnd).forEach(this::answer);
    }

    // We have ended the answer. Where that could not be said, the model server is stopped by
    // breaking off, once it sends on: until then the client has time to take what was last.
    private void afterTheEnd(HttpBody told, boolean isDuplex) {
        if (isDuplex) {
            return;
        }
        if (told.getEndOfStream()) {
            answer(ProcessMapping.replaced(new byte[0], told.getBody()));
        } else {
            stop(Status.ABORTED.withDescription("the call has ended"));
        }
    }

    private void answer(BodyResponse part) {
        envoy.onNext(ProcessingResponse.newBuilder().setResponseBody(part).build());
    }

    // Trailers end an answer too. What is still to be passed on has no place any more where each
    // part stands for one that was told.
    private void answerTrailers() {
        if (!isAnswerDone) {
            Order order = call.answerPart(new byte[0], true);
            if (!(order instanceof Order.Part part)) {
                end(order);
                return;
            }
            if (isDuplex(modes().getResponseBodyMode())) {
                ProcessMapping.streamed(part.bytes(), false).forEach(this::answer);
            } else if (part.bytes().length > 0) {
                LOG.warn("an answer with trailers is broken off: only FULL_DUPLEX_STREAMED can");
                stop(Status.ABORTED.withDescription("an answer with trailers"));
                return;
            }
        } else if (isDuplex(modes().getResponseBodyMode())) {
            return;
        }
        envoy.onNext(
                ProcessingResponse.newBuilder()
                        .setResponseTrailers(TrailersResponse.getDefaultInstance())
                        .build());
    }

    private void end(Order order) {
        switch (order) {
            case Order.Answer(ApiError error) -> {
                isAnswered = true;
                envoy.onNext(ProcessMapping.toProto(error));
            }
            case Order.BreakOff(String why) -> stop(Status.ABORTED.withDescription(why));
            case Order.Head _, Order.Body _, Order.Part _ ->
                    stop(Status.INTERNAL.withDescription("out of turn"));
        }
    }

    private void stop(Status status) {
        if (isOver) {
            return;
        }
        isOver = true;
        try {
            call.stop();
        } finally {
            envoy.onError(status.asRuntimeException());
        }
    }

    // On any thread.
    private void stopFromOutside() {
        turns.take(
                call::isOpen,
                () -> stop(Status.UNAVAILABLE.withDescription("the gate is stopping")));
    }

    @Override
    public void onError(Throwable thrown) {
        turns.take(
                call::isOpen,
                () -> {
                    isOver = true;
                    call.gone();
                });
    }

    @Override
    public void onCompleted() {
        turns.take(
                call::isOpen,
                () -> {
                    call.gone();
                    if (!isOver) {
                        isOver = true;
                        envoy.onCompleted();
                    }
                });
    }
}
