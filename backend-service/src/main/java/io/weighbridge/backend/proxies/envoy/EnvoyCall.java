package io.weighbridge.backend.proxies.envoy;

import io.weighbridge.backend.platform.access.Caller;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.proxies.call.ApiError;
import io.weighbridge.backend.proxies.call.ApiErrors;
import io.weighbridge.backend.proxies.call.AskedCall;
import io.weighbridge.backend.proxies.call.BearerKey;
import io.weighbridge.backend.proxies.call.CallAsking;
import io.weighbridge.backend.proxies.call.Client;
import io.weighbridge.backend.proxies.call.HeaderLine;
import io.weighbridge.backend.proxies.wire.Endpoint;
import io.weighbridge.backend.proxies.wire.ModelRequest;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.RefusalReason;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// One exchange that Envoy tells of: its key is looked at when its head is there, it is held for
/// when its body is, and it ends once, by what its answer says or by breaking off. Used by one
/// thread at a time.
final class EnvoyCall {
    private static final Logger LOG = LoggerFactory.getLogger(EnvoyCall.class);

    // Those whose requests and answers are read here.
    private static final List<Endpoint> SERVED =
            List.of(Endpoint.CHAT, Endpoint.COMPLETIONS, Endpoint.EMBEDDINGS);

    private final EnvoyGate gate;
    private final Caller.Proxy proxy;
    private @Nullable Asking asking;
    private @Nullable AnsweredCall admitted;

    /// What the head said.
    private record Asking(
            Endpoint endpoint,
            Client client,
            List<HeaderLine> headers,
            CallEnds.Exchange exchange,
            RequestBody body) {
        boolean hasLength() {
            return headers.stream().anyMatch(header -> header.name().equals("content-length"));
        }
    }

    EnvoyCall(EnvoyGate gate, Caller.Proxy proxy) {
        this.gate = gate;
        this.proxy = proxy;
    }

    /// The head of the request.
    Order requestHead(RequestHead head) {
        if (gate.calls().open().isClosed()) {
            return new Order.Answer(stopping());
        }
        Endpoint endpoint = endpoint(head);
        if (endpoint == null) {
            return new Order.Answer(
                    ApiError.wrong(
                            404,
                            "unknown_url",
                            "Unknown request URL: "
                                    + head.first(":method")
                                    + " "
                                    + head.path()
                                    + "."));
        }
        BearerKey bearer = BearerKey.of(head.authorizations());
        if (bearer.error() != null) {
            return new Order.Answer(bearer.error());
        }
        Client client =
                new Client(
                        bearer.key(),
                        proxy.clientAddressIgnored() ? "" : head.address(),
                        proxy.name());
        ApiError error = refusal(client, head);
        if (error != null) {
            return new Order.Answer(error);
        }
        asking =
                new Asking(
                        endpoint,
                        client,
                        head.headers(),
                        new CallEnds.Exchange(proxy.name(), head.first("x-request-id")),
                        new RequestBody(
                                gate.calls().bodies(),
                                client.key(),
                                gate.settings().limits().bodyBytesMax()));
        gate.ends().begun(asking.exchange());
        List<HeaderLine> set = new ArrayList<>();
        set.add(new HeaderLine("accept-encoding", "identity"));
        if (head.hasQuery()) {
            set.add(new HeaderLine(":path", head.path()));
        }
        return new Order.Head(
                EnvoyHeaders.notUp(head.headers(), client.key(), gate.subjects().headers()), set);
    }

    private @Nullable Endpoint endpoint(RequestHead head) {
        // One that is to become something else has no body that ends.
        if (!head.first(":method").equals("POST") || head.has("upgrade")) {
            return null;
        }
        for (Endpoint each : SERVED) {
            if (head.path().equals(gate.settings().path() + each.path())) {
                return each;
            }
        }
        return null;
    }

    private @Nullable ApiError refusal(Client client, RequestHead head) {
        try {
            ApiError error = gate.calls().asking().refusal(client);
            return error == null && head.isWhole()
                    ? ApiError.wrong(400, "invalid_value", "The request has no body.")
                    : error;
        } catch (Fault fault) {
            return answerTo(fault);
        }
    }

    private static ApiError answerTo(Fault fault) {
        if (fault.code() == ErrorCode.INTERNAL) {
            LOG.error("a request failed: {}", fault.logText(), fault);
        }
        return ApiErrors.of(fault);
    }

    private static ApiError stopping() {
        return ApiError.unavailable(503, "gateway_stopping", "The gate is stopping.");
    }

    static ApiError busy(String text) {
        return ApiError.unavailable(503, "gateway_busy", text);
    }

    /// A part of the request's body.
    ///
    /// @param isWhole whether the body is whole with it
    /// @return null when there is nothing to do but to wait for more
    @Nullable Order requestBody(byte[] part, boolean isWhole) {
        Asking asked = asking;
        if (asked == null || admitted != null) {
            return new Order.BreakOff("a body without a head, or a second one");
        }
        ApiError error = asked.body().add(part);
        if (error != null) {
            return new Order.Answer(error);
        }
        if (!isWhole) {
            return null;
        }
        try {
            return open(asked, asked.body().whole());
        } finally {
            asked.body().drop();
        }
    }

    private Order open(Asking asked, byte[] body) {
        if (!gate.calls().open().enter()) {
            return new Order.Answer(
                    gate.calls().open().isClosed() ? stopping() : busy("Too many calls are open."));
        }
        try {
            ModelRequest request = gate.calls().asking().read(asked.endpoint(), body);
            if (!proxy.scope().covers(request.model())) {
                return new Order.Answer(
                        ApiErrors.of(RefusalReason.SERVICE_NOT_IN_SCOPE, request.model()));
            }
            String subject =
                    gate.subjects()
                            .of(asked.headers(), asked.client().address(), request.subject());
            ModelRequest named = request.by(subject);
            return switch (gate.calls().asking().ask(named, asked.client())) {
                case AskedCall.Refused refused -> new Order.Answer(refused.error());
                case AskedCall.Opened opened -> {
                    admitted = new AnsweredCall(gate, named, opened, asked.client().key());
                    // One in chunks gets a length, as some servers want.
                    boolean isAsTold = Arrays.equals(body, opened.body()) && asked.hasLength();
                    yield new Order.Body(opened.body(), isAsTold);
                }
            };
        } catch (Fault fault) {
            return new Order.Answer(answerTo(fault));
        } finally {
            if (admitted == null) {
                gate.calls().open().leave();
            }
        }
    }

    /// Whether it takes long to take so many bytes of a body, or what is kept of one.
    boolean isLong(int bytes) {
        if (admitted != null) {
            return admitted.isLong(bytes);
        }
        return asking != null && asking.body().size() + bytes > CallAsking.SHORT_BYTES;
    }

    /// Whether its end now would break it off: what that comes to may take long to tell.
    boolean isOpen() {
        return admitted != null && !admitted.isEnded();
    }

    /// The call, once it was admitted.
    @Nullable AnsweredCall admitted() {
        return admitted;
    }

    /// The head of the answer.
    ///
    /// @param isWhole whether there is no body
    Order answerHead(List<HeaderLine> headers, boolean isWhole) {
        return admitted == null ? Order.Head.AS_IT_IS : admitted.head(headers, isWhole);
    }

    /// A part of the answer.
    ///
    /// @param isEnd whether it is whole with it
    Order answerPart(byte[] part, boolean isEnd) {
        return admitted == null ? new Order.Part(part, false) : admitted.part(part, isEnd);
    }

    /// Nothing more comes of this exchange, be it because it has ended or because it broke off:
    /// Envoy does not say which.
    void gone() {
        dropBody();
        AnsweredCall gone = admitted;
        if (gone == null || asking == null) {
            return;
        }
        if (gone.isEnded()) {
            gone.broken(AnswerReader.End.UNKNOWN);
        } else {
            gate.ends().ask(asking.exchange(), gone::broken);
        }
    }

    /// We stop, or have failed.
    void stop() {
        dropBody();
        if (admitted != null) {
            admitted.broken(AnswerReader.End.STOPPED);
        }
    }

    // What came of a body that will never be whole.
    private void dropBody() {
        if (asking != null) {
            asking.body().drop();
        }
    }
}
