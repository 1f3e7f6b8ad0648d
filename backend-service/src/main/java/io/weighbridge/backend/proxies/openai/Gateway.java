package io.weighbridge.backend.proxies.openai;

import io.weighbridge.backend.gate.AuthorizeCall;
import io.weighbridge.backend.gate.KeyOffer;
import io.weighbridge.backend.gate.KeyOffers;
import io.weighbridge.backend.gate.MeterOpening;
import io.weighbridge.backend.gate.Metering;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.backend.proxies.call.ApiError;
import io.weighbridge.backend.proxies.call.ApiErrors;
import io.weighbridge.backend.proxies.call.BearerKey;
import io.weighbridge.backend.proxies.call.ClientTags;
import io.weighbridge.backend.proxies.call.HeaderLine;
import io.weighbridge.backend.proxies.call.LimitHeaders;
import io.weighbridge.backend.proxies.call.OpenCall;
import io.weighbridge.backend.proxies.call.OpenCalls;
import io.weighbridge.backend.proxies.models.ModelRoute;
import io.weighbridge.backend.proxies.wire.Endpoint;
import io.weighbridge.backend.proxies.wire.ModelRequest;
import io.weighbridge.backend.proxies.wire.RequestReader;
import io.weighbridge.backend.services.Service;
import io.weighbridge.backend.services.ServiceSettings;
import io.weighbridge.backend.services.Services;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.RefusalReason;
import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;

/// Serves OpenAI's API: asks the gate, and lets a [ModelCall] make the call. Safe for sharing.
final class Gateway {
    /// What holds and records name as their proxy. No credential can have this name.
    static final String PROXY = "own:gateway";

    /// The header that names a call's usage record.
    static final String REQUEST_ID = "x-weighbridge-request-id";

    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
    private static final long TTL_SLACK_MS = 60_000;

    private final GatewaySettings settings;
    private final Metering metering;
    private final KeyOffers offers;
    private final Services services;
    private final Upstream upstream;
    private final OpenCalls calls;
    private final TimeSource time;
    private final MemoryBudget bodies;
    private final MemoryBudget answers;
    private final Semaphore reading = new Semaphore(Runtime.getRuntime().availableProcessors());

    Gateway(
            GatewaySettings settings,
            Metering metering,
            KeyOffers offers,
            Services services,
            Upstream upstream,
            OpenCalls calls,
            TimeSource time) {
        this.settings = settings;
        this.metering = metering;
        this.offers = offers;
        this.services = services;
        this.upstream = upstream;
        this.calls = calls;
        this.time = time;
        GatewaySettings.Limits limits = settings.limits();
        this.bodies = new MemoryBudget(limits.bodiesBytesMax(), limits.bodyBytesMax());
        this.answers = new MemoryBudget(limits.answersBytesMax(), limits.answerBytesMax());
    }

    /// Serves one request of a model. A place is taken only once the request is there, so whoever
    /// sends slowly takes none.
    void call(Endpoint endpoint, ClientRequest request, ClientAnswer answer)
            throws ClientGoneException {
        BearerKey bearer = BearerKey.of(request.headers());
        ApiError error = bearer.error() == null ? refusal(bearer.key(), request) : bearer.error();
        if (error != null) {
            send(answer, error);
            return;
        }
        try (HeldBody body = new HeldBody(bodies, bearer.key())) {
            error = calls.isClosed() ? stopping() : request.read(body);
            if (error != null) {
                send(answer, error);
                return;
            }
            serve(endpoint, bearer.key(), body, request, answer);
        }
    }

    private static ApiError stopping() {
        return ApiError.unavailable(503, "gateway_stopping", "The gateway is stopping.");
    }

    private static ApiError unserved() {
        return ApiError.of(
                503,
                "server_error",
                "model_unserved",
                "No model server serves this model.",
                ApiError.FINAL);
    }

    // Nothing is read of what a key sends that may not be used; the gate counts that it tried.
    private @Nullable ApiError refusal(String key, ClientRequest request) {
        if (offers.admits(key, request.address())) {
            return null;
        }
        try {
            return refused(ask(key, "", Units.NONE, 0, "", "", null, request), "");
        } catch (Fault fault) {
            logOurs(fault);
            return ApiErrors.of(fault);
        }
    }

    private void serve(
            Endpoint endpoint,
            String key,
            HeldBody body,
            ClientRequest request,
            ClientAnswer answer)
            throws ClientGoneException {
        if (!calls.enter()) {
            send(
                    answer,
                    calls.isClosed()
                            ? stopping()
                            : ApiError.unavailable(
                                    503, "gateway_busy", "Too many calls are open."));
            return;
        }
        OpenCall call = null;
        ApiError error;
        try {
            ModelRequest read = read(endpoint, body);
            ModelRoute route = settings.models().route(read.model());
            ModelRequest asked =
                    route != null && route.hidesThinking() ? read.hidingThoughts() : read;
            MeterOpening opening = ask(asked, key, route, request);
            if (opening instanceof MeterOpening.Opened opened) {
                call = opened(asked, opened);
                if (route != null) {
                    run(call, route, asked, opened, body, request, answer, key);
                    return;
                }
                call.release("no model server serves it");
                error = unserved();
            } else {
                error = refused(opening, asked.model());
            }
        } catch (Fault fault) {
            logOurs(fault);
            error = ApiErrors.of(fault);
        } catch (RuntimeException e) {
            LOG.error("a request failed", e);
            error = ApiError.internal();
        } finally {
            if (call == null) {
                calls.leave();
            } else if (!call.isEnded()) {
                call.release("the gateway failed");
            }
        }
        send(answer, error);
    }

    // A tree is far larger than its text, so there are never more of them than cores to read them.
    private ModelRequest read(Endpoint endpoint, HeldBody body) {
        reading.acquireUninterruptibly();
        try {
            return RequestReader.read(endpoint, body.bytes(), settings.rules());
        } finally {
            reading.release();
        }
    }

    private static void logOurs(Fault fault) {
        if (fault.code() == ErrorCode.INTERNAL) {
            LOG.error("a request failed: {}", fault.logText(), fault);
        }
    }

    private MeterOpening ask(
            ModelRequest asked, String key, @Nullable ModelRoute route, ClientRequest request) {
        Units estimate = asked.size().atMost();
        long least = 0;
        if (asked.endpoint().hasOutput() && !asked.isSliced()) {
            long each = asked.maximumTokens();
            if (!asked.isLimited()) {
                least = asked.answers();
                each = plainTokens(asked.model());
            }
            long output = asked.outputTokens(each);
            estimate = estimate.with(Unit.OUTPUT_TOKENS, output);
            Unit dearer = asked.dearer();
            if (dearer != null) {
                estimate = estimate.with(dearer, output);
            }
        }
        String tags = settings.takesTags() ? ClientTags.of(request.headers()) : "";
        return ask(key, asked.model(), estimate, least, asked.subject(), tags, route, request);
    }

    // An answer that does not flow cannot be ended while it comes, so it is held for at once, and
    // the model
    // server is told how long it may become.
    private long plainTokens(String model) {
        Service service = services.directory().byName(model);
        long ofService = service == null ? 0 : service.settings().defaultOutputTokens();
        return ofService > 0 ? ofService : settings.limits().plainOutputTokens();
    }

    private MeterOpening ask(
            String key,
            String model,
            Units estimate,
            long least,
            String subject,
            String tags,
            @Nullable ModelRoute route,
            ClientRequest request) {
        long ttlMs = ttlMs(route);
        AuthorizeCall call =
                new AuthorizeCall(
                        null,
                        key,
                        model,
                        estimate,
                        least,
                        subject,
                        tags,
                        false,
                        ServiceTier.STANDARD,
                        PROXY,
                        ttlMs,
                        request.address());
        // What is stated is held for at once; the rest a slice at a time, as the service says.
        long slice = estimate.has(Unit.OUTPUT_TOKENS) ? Unit.COUNT_MAX : 0;
        return metering.open(call, slice, ttlMs);
    }

    // As long as nothing may come, and some more: only a gateway that vanished lets a hold expire.
    private static long ttlMs(@Nullable ModelRoute route) {
        long quietMs = route == null ? 0 : route.quietMs();
        return Math.min(quietMs + TTL_SLACK_MS, ServiceSettings.HOLD_TTL_MS_MAX);
    }

    private static ApiError refused(MeterOpening opening, String model) {
        if (opening instanceof MeterOpening.Refused refused) {
            return ApiErrors.of(refused.refused(), model);
        }
        throw Fault.internal("a call without a model was admitted", null);
    }

    private OpenCall opened(ModelRequest asked, MeterOpening.Opened opened) {
        OpenCall call =
                new OpenCall(
                        opened.admitted().hold().call().id(),
                        opened.call(),
                        asked.isSliced(),
                        time,
                        calls);
        calls.add(call);
        return call;
    }

    private void run(
            OpenCall call,
            ModelRoute route,
            ModelRequest asked,
            MeterOpening.Opened opened,
            HeldBody body,
            ClientRequest request,
            ClientAnswer answer,
            String key) {
        List<HeaderLine> headers = new ArrayList<>(LimitHeaders.of(opened.admitted().limits()));
        headers.add(new HeaderLine(REQUEST_ID, call.id().toString()));
        body.replace(asked.bodyWithoutModel(route.maximumField(), tokensToTell(asked, opened)));
        asked.forget();
        new ModelCall(
                        asked,
                        call,
                        answer,
                        headers,
                        new HeldAnswers(answers, key, settings.limits().answerBytesMax()),
                        settings.rules().lingerMs(),
                        settings.receipts())
                .run(upstream, route, HeaderRules.toUpstream(request.headers(), key), body);
    }

    private static long tokensToTell(ModelRequest asked, MeterOpening.Opened opened) {
        boolean isOpenEnded =
                asked.endpoint().hasOutput() && !asked.isLimited() && !asked.isSliced();
        long ceiling = opened.admitted().ceilingOutputTokens();
        return isOpenEnded && ceiling >= 0 ? ceiling / asked.answers() : ModelRequest.ABSENT;
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
    void unknown(String what, ClientAnswer answer) throws ClientGoneException {
        send(answer, ApiError.wrong(404, "unknown_url", "Unknown request URL: " + what + "."));
    }

    static void send(ClientAnswer answer, ApiError error) throws ClientGoneException {
        answer.send(error.status(), GatewayHeaders.json(error), error.json());
    }
}
