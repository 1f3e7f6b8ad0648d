package io.weighbridge.backend.proxies.openai;

import io.weighbridge.backend.gate.AuthorizeCall;
import io.weighbridge.backend.gate.KeyOffer;
import io.weighbridge.backend.gate.KeyOffers;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.proxies.call.ApiError;
import io.weighbridge.backend.proxies.call.ApiErrors;
import io.weighbridge.backend.proxies.call.AskedCall;
import io.weighbridge.backend.proxies.call.BearerKey;
import io.weighbridge.backend.proxies.call.CallTerms;
import io.weighbridge.backend.proxies.call.Client;
import io.weighbridge.backend.proxies.call.ClientTags;
import io.weighbridge.backend.proxies.call.OpenCall;
import io.weighbridge.backend.proxies.call.ServedCalls;
import io.weighbridge.backend.proxies.media.MediaEndpoint;
import io.weighbridge.backend.proxies.models.ModelRoute;
import io.weighbridge.backend.proxies.wire.Endpoint;
import io.weighbridge.backend.services.Service;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.RefusalReason;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;

/// Serves OpenAI's API: asks the gate, and lets a [ModelCall] or a [MediaCall] make the call. Safe
/// for sharing.
final class Gateway {
    /// What holds and records name as their proxy. No credential can have this name.
    static final String PROXY = AuthorizeCall.MEASURING_PROXY;

    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

    private final GatewaySettings settings;
    private final KeyOffers offers;
    private final Upstream upstream;
    private final ServedCalls calls;

    Gateway(GatewaySettings settings, ServedCalls calls, KeyOffers offers, Upstream upstream) {
        this.settings = settings;
        this.calls = calls;
        this.offers = offers;
        this.upstream = upstream;
    }

    /// Serves one request of a model.
    void call(Endpoint endpoint, ClientRequest request, ClientAnswer answer)
            throws ClientGoneException {
        BearerKey bearer = BearerKey.of(endpoint, request.headers());
        call(bearer, new ModelPlan(endpoint, settings, calls), request, answer);
    }

    /// Serves one that makes, or hears, pictures or sound.
    void call(MediaEndpoint endpoint, ClientRequest request, ClientAnswer answer)
            throws ClientGoneException {
        BearerKey bearer = BearerKey.of(request.headers());
        call(bearer, new MediaPlan(endpoint, settings, calls), request, answer);
    }

    // A place is taken only once the request is there, so whoever sends slowly takes none.
    private void call(BearerKey bearer, CallPlan plan, ClientRequest request, ClientAnswer answer)
            throws ClientGoneException {
        Client client = new Client(bearer.key(), request.address(), PROXY);
        ApiError error = bearer.error() == null ? refusal(client) : bearer.error();
        if (error != null) {
            send(plan.endpoint(), answer, error);
            return;
        }
        try (HeldBody body = new HeldBody(calls.bodies(), bearer.key())) {
            error = calls.open().isClosed() ? stopping() : request.read(body);
            if (error != null) {
                send(plan.endpoint(), answer, error);
                return;
            }
            serve(plan, client, body, request, answer);
        }
    }

    private static ApiError stopping() {
        return ApiError.unavailable(503, "gateway_stopping", "The gateway is stopping.");
    }

    private @Nullable ApiError refusal(Client client) {
        try {
            return calls.asking().refusal(client);
        } catch (Fault fault) {
            logOurs(fault);
            return ApiErrors.of(fault);
        }
    }

    private void serve(
            CallPlan plan, Client client, HeldBody body, ClientRequest request, ClientAnswer answer)
            throws ClientGoneException {
        if (!calls.open().enter()) {
            send(
                    plan.endpoint(),
                    answer,
                    calls.open().isClosed()
                            ? stopping()
                            : ApiError.unavailable(
                                    503, "gateway_busy", "Too many calls are open."));
            return;
        }
        OpenCall call = null;
        ApiError error;
        try {
            String model = plan.read(request, body.bytes());
            ModelRoute route = settings.models().route(model);
            switch (plan.ask(client, terms(route, request), route)) {
                case AskedCall.Refused refused -> error = refused.error();
                case AskedCall.Opened opened -> {
                    call = opened.call();
                    call.countsUntilAnswered();
                    if (route != null) {
                        plan.run(opened, upstream, route, body, request, answer, client.key());
                        return;
                    }
                    call.release("no model server serves it");
                    error = unserved();
                }
            }
        } catch (Fault fault) {
            logOurs(fault);
            error = ApiErrors.of(fault);
        } catch (RuntimeException e) {
            LOG.error("a request failed", e);
            error = ApiError.internal();
        } finally {
            if (call == null) {
                calls.open().leave();
            } else {
                if (!call.isEnded()) {
                    call.release("the gateway failed");
                }
                call.answered();
            }
        }
        send(plan.endpoint(), answer, error);
    }

    private CallTerms terms(@Nullable ModelRoute route, ClientRequest request) {
        String tags = settings.takesTags() ? ClientTags.of(request.headers()) : "";
        return route == null
                ? new CallTerms(tags, settings.rules().maximumField(), 0, true)
                : new CallTerms(tags, route.maximumField(), route.quietMs(), true);
    }

    private static ApiError unserved() {
        return ApiError.of(
                503,
                "server_error",
                "model_unserved",
                "No model server serves this model.",
                ApiError.FINAL);
    }

    private static void logOurs(Fault fault) {
        if (fault.code() == ErrorCode.INTERNAL) {
            LOG.error("a request failed: {}", fault.logText(), fault);
        }
    }

    /// Lists the services that a key may use.
    ///
    /// @param only the one to show, empty for all
    void models(String only, ClientRequest request, ClientAnswer answer)
            throws ClientGoneException {
        BearerKey bearer = BearerKey.of(request.headers());
        if (bearer.error() != null) {
            send(answer, bearer.error());
            return;
        }
        switch (offers.of(bearer.key(), request.address())) {
            case KeyOffer.None none -> send(answer, ApiErrors.of(none.reason(), only));
            case KeyOffer.Services offered -> {
                if (only.isEmpty()) {
                    answer.send(
                            200, GatewayHeaders.json(List.of()), ModelList.all(offered.services()));
                    return;
                }
                for (Service service : offered.services()) {
                    if (service.name().equals(only)) {
                        answer.send(200, GatewayHeaders.json(List.of()), ModelList.one(service));
                        return;
                    }
                }
                send(answer, ApiErrors.of(RefusalReason.UNKNOWN_SERVICE, only));
            }
        }
    }

    /// Refuses what is not served.
    void unknown(Endpoint like, String what, ClientAnswer answer) throws ClientGoneException {
        send(
                like,
                answer,
                ApiError.wrong(404, "unknown_url", "Unknown request URL: " + what + "."));
    }

    private static void send(ClientAnswer answer, ApiError error) throws ClientGoneException {
        send(Endpoint.CHAT, answer, error);
    }

    static void send(Endpoint endpoint, ClientAnswer answer, ApiError error)
            throws ClientGoneException {
        answer.send(error.status(), GatewayHeaders.json(error), error.json(endpoint));
    }
}
