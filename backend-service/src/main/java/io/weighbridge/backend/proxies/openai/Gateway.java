package io.weighbridge.backend.proxies.openai;

import io.weighbridge.backend.gate.admit.AuthorizeCall;
import io.weighbridge.backend.gate.keys.KeyOffer;
import io.weighbridge.backend.gate.keys.KeyOffers;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.proxies.call.ApiError;
import io.weighbridge.backend.proxies.call.ApiErrors;
import io.weighbridge.backend.proxies.call.AskedCall;
import io.weighbridge.backend.proxies.call.BearerKey;
import io.weighbridge.backend.proxies.call.CallTerms;
import io.weighbridge.backend.proxies.call.Client;
import io.weighbridge.backend.proxies.call.HeaderLine;
import io.weighbridge.backend.proxies.call.HeaderRules;
import io.weighbridge.backend.proxies.call.OpenCall;
import io.weighbridge.backend.proxies.call.RunTags;
import io.weighbridge.backend.proxies.call.Runs;
import io.weighbridge.backend.proxies.call.ServedCalls;
import io.weighbridge.backend.proxies.media.MediaEndpoint;
import io.weighbridge.backend.proxies.models.ModelRoute;
import io.weighbridge.backend.proxies.models.Provider;
import io.weighbridge.backend.proxies.subjects.Subjects;
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
    private final UpstreamChooser choosing;
    private final Subjects subjects;
    private final Runs runs;

    Gateway(
            GatewaySettings settings,
            ServedCalls calls,
            KeyOffers offers,
            UpstreamChooser choosing,
            Upstream upstream,
            Subjects subjects,
            Runs runs) {
        this.choosing = choosing;
        this.settings = settings;
        this.calls = calls;
        this.offers = offers;
        this.upstream = upstream;
        this.subjects = subjects;
        this.runs = runs;
    }

    /// Serves one request of a model.
    void call(Endpoint endpoint, ClientRequest request, ClientAnswer answer)
            throws ClientGoneException {
        BearerKey bearer = BearerKey.of(endpoint, request.headers());
        call(bearer, new ModelPlan(endpoint, calls, subjects), request, answer);
    }

    /// Serves one that makes, or hears, pictures or sound.
    void call(MediaEndpoint endpoint, ClientRequest request, ClientAnswer answer)
            throws ClientGoneException {
        BearerKey bearer = BearerKey.of(request.headers());
        call(bearer, new MediaPlan(endpoint, settings, calls, subjects), request, answer);
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
            UpstreamChoice choice = choice(plan, model, client, request);
            switch (ask(choice, plan, client, request)) {
                case AskedCall.Refused refused -> error = refused.error();
                case AskedCall.Opened opened -> {
                    call = opened.call();
                    call.countsUntilAnswered();
                    ApiError wrong =
                            make(choice, plan, model, opened, body, request, answer, client);
                    if (wrong == null) {
                        return;
                    }
                    error = wrong;
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

    private static @Nullable ModelRoute route(UpstreamChoice choice) {
        return switch (choice) {
            case UpstreamChoice.Operators operators -> operators.route();
            case UpstreamChoice.Own own -> own.route();
            case UpstreamChoice.Refused _ -> null;
        };
    }

    private UpstreamChoice choice(
            CallPlan plan, String model, Client client, ClientRequest request) {
        UpstreamChoice choice = choosing.of(model, request.headers(), client);
        return choice instanceof UpstreamChoice.Own && !plan.mayBeOwn()
                ? new UpstreamChoice.Refused(ApiErrors.of(RefusalReason.UNKNOWN_SERVICE, model))
                : choice;
    }

    private AskedCall ask(
            UpstreamChoice choice, CallPlan plan, Client client, ClientRequest request) {
        return switch (choice) {
            case UpstreamChoice.Refused refused -> new AskedCall.Refused(refused.error());
            case UpstreamChoice.Operators(ModelRoute route) ->
                    plan.ask(client, terms(tags(client, request), route), route);
            case UpstreamChoice.Own(Provider provider, ModelRoute route, _) ->
                    plan.ask(
                            client,
                            tags(client, request)
                                    .terms(
                                            route.maximumField(),
                                            route.quietMs(),
                                            provider.service(),
                                            provider.tellsCost()),
                            route);
        };
    }

    private RunTags tags(Client client, ClientRequest request) {
        return runs.of(client, request.headers(), settings.takesTags());
    }

    private CallTerms terms(RunTags run, @Nullable ModelRoute route) {
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

    // What is wrong, null when it was made.
    private @Nullable ApiError make(
            UpstreamChoice choice,
            CallPlan plan,
            String model,
            AskedCall.Opened opened,
            HeldBody body,
            ClientRequest request,
            ClientAnswer answer,
            Client client)
            throws ClientGoneException {
        ModelRoute route = route(choice);
        if (route == null) {
            opened.call().release("no model server serves it");
            return unserved();
        }
        OwnKey own = null;
        if (choice instanceof UpstreamChoice.Own chosen) {
            own = choosing.key(chosen);
            if (own == null) {
                opened.call().release("the account's own key was removed");
                return ApiErrors.of(RefusalReason.UNKNOWN_SERVICE, model);
            }
        }
        List<HeaderLine> up =
                HeaderRules.toUpstream(request.headers(), client.key(), subjects.headers());
        Answering answering =
                new Answering(
                        opened.call(),
                        answer,
                        opened.headers(),
                        new HeldAnswers(
                                calls.answers(), client.key(), settings.limits().answerBytesMax()),
                        settings.rules().lingerMs(),
                        settings.receipts());
        plan.run(opened, upstream, new SentWay(route, up, own), body, answering);
        return null;
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
