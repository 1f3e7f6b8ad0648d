package io.weighbridge.backend.proxies.openai;

import io.weighbridge.backend.gate.KeyOffer;
import io.weighbridge.backend.gate.KeyOffers;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.proxies.call.ApiError;
import io.weighbridge.backend.proxies.call.ApiErrors;
import io.weighbridge.backend.proxies.call.AskedCall;
import io.weighbridge.backend.proxies.call.BearerKey;
import io.weighbridge.backend.proxies.call.CallTerms;
import io.weighbridge.backend.proxies.call.Client;
import io.weighbridge.backend.proxies.call.HeaderRules;
import io.weighbridge.backend.proxies.call.OpenCall;
import io.weighbridge.backend.proxies.call.RunTags;
import io.weighbridge.backend.proxies.call.Runs;
import io.weighbridge.backend.proxies.call.ServedCalls;
import io.weighbridge.backend.proxies.models.ModelRoute;
import io.weighbridge.backend.proxies.subjects.Subjects;
import io.weighbridge.backend.proxies.wire.Endpoint;
import io.weighbridge.backend.proxies.wire.ModelRequest;
import io.weighbridge.backend.services.Service;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.RefusalReason;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;

/// Serves OpenAI's API: asks the gate, and lets a [ModelCall] make the call. Safe for sharing.
final class Gateway {
    /// What holds and records name as their proxy. No credential can have this name.
    static final String PROXY = "own:gateway";

    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

    private final GatewaySettings settings;
    private final KeyOffers offers;
    private final Upstream upstream;
    private final ServedCalls calls;
    private final Subjects subjects;
    private final Runs runs;

    Gateway(
            GatewaySettings settings,
            ServedCalls calls,
            KeyOffers offers,
            Upstream upstream,
            Subjects subjects,
            Runs runs) {
        this.settings = settings;
        this.calls = calls;
        this.offers = offers;
        this.upstream = upstream;
        this.subjects = subjects;
        this.runs = runs;
    }

    /// Serves one request of a model. A place is taken only once the request is there, so whoever
    /// sends slowly takes none.
    void call(Endpoint endpoint, ClientRequest request, ClientAnswer answer)
            throws ClientGoneException {
        BearerKey bearer = BearerKey.of(endpoint, request.headers());
        Client client = new Client(bearer.key(), request.address(), PROXY);
        ApiError error = bearer.error() == null ? refusal(client) : bearer.error();
        if (error != null) {
            send(endpoint, answer, error);
            return;
        }
        try (HeldBody body = new HeldBody(calls.bodies(), bearer.key())) {
            error = calls.open().isClosed() ? stopping() : request.read(body);
            if (error != null) {
                send(endpoint, answer, error);
                return;
            }
            serve(endpoint, client, body, request, answer);
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
            Endpoint endpoint,
            Client client,
            HeldBody body,
            ClientRequest request,
            ClientAnswer answer)
            throws ClientGoneException {
        if (!calls.open().enter()) {
            send(
                    endpoint,
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
            ModelRequest written = calls.asking().read(endpoint, body.bytes());
            ModelRequest read =
                    written.by(
                            subjects.of(request.headers(), request.address(), written.subject()));
            ModelRoute route = settings.models().route(read.model());
            ModelRequest asked =
                    route != null && route.hidesThinking() ? read.hidingThoughts() : read;
            switch (ask(asked, route, client, request)) {
                case AskedCall.Refused refused -> error = refused.error();
                case AskedCall.Opened opened -> {
                    call = opened.call();
                    call.countsUntilAnswered();
                    if (route != null) {
                        run(asked, opened, route, body, request, answer, client.key());
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
        send(endpoint, answer, error);
    }

    private AskedCall ask(
            ModelRequest asked, @Nullable ModelRoute route, Client client, ClientRequest request) {
        return settings.models().isNoModel(asked.model())
                ? new AskedCall.Refused(noSuch(asked.model()))
                : calls.asking().ask(asked, client, terms(route, client, request));
    }

    private CallTerms terms(@Nullable ModelRoute route, Client client, ClientRequest request) {
        RunTags run = runs.of(client, request.headers(), settings.takesTags());
        return route == null
                ? run.terms(settings.rules().maximumField(), 0)
                : run.terms(route.maximumField(), route.quietMs());
    }

    private static ApiError noSuch(String model) {
        return ApiErrors.of(RefusalReason.UNKNOWN_SERVICE, model);
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

    private void run(
            ModelRequest asked,
            AskedCall.Opened opened,
            ModelRoute route,
            HeldBody body,
            ClientRequest request,
            ClientAnswer answer,
            String key) {
        body.replace(opened.body());
        new ModelCall(
                        asked,
                        opened.call(),
                        answer,
                        opened.headers(),
                        new HeldAnswers(calls.answers(), key, settings.limits().answerBytesMax()),
                        settings.rules().lingerMs(),
                        settings.receipts())
                .run(
                        upstream,
                        route,
                        HeaderRules.toUpstream(request.headers(), key, subjects.headers()),
                        body);
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
            case KeyOffer.Services all -> {
                List<Service> offered =
                        all.services().stream()
                                .filter(each -> !settings.models().isNoModel(each.name()))
                                .toList();
                if (only.isEmpty()) {
                    answer.send(200, GatewayHeaders.json(List.of()), ModelList.all(offered));
                    return;
                }
                for (Service service : offered) {
                    if (service.name().equals(only)) {
                        answer.send(200, GatewayHeaders.json(List.of()), ModelList.one(service));
                        return;
                    }
                }
                send(answer, noSuch(only));
            }
        }
    }

    /// Refuses what is not served.
    void unknown(String what, ClientAnswer answer) throws ClientGoneException {
        send(answer, ApiError.wrong(404, "unknown_url", "Unknown request URL: " + what + "."));
    }

    private static void send(ClientAnswer answer, ApiError error) throws ClientGoneException {
        send(Endpoint.CHAT, answer, error);
    }

    static void send(Endpoint endpoint, ClientAnswer answer, ApiError error)
            throws ClientGoneException {
        answer.send(error.status(), GatewayHeaders.json(error), error.json(endpoint));
    }
}
