package io.weighbridge.backend.proxies.call;

import io.weighbridge.backend.gate.admit.AuthorizeCall;
import io.weighbridge.backend.gate.keys.KeyOffers;
import io.weighbridge.backend.gate.meter.MeterOpening;
import io.weighbridge.backend.gate.meter.Metering;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.backend.proxies.wire.Endpoint;
import io.weighbridge.backend.proxies.wire.ModelRequest;
import io.weighbridge.backend.proxies.wire.RequestReader;
import io.weighbridge.backend.proxies.wire.RequestRules;
import io.weighbridge.backend.services.Service;
import io.weighbridge.backend.services.ServiceSettings;
import io.weighbridge.backend.services.Services;
import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/// How a proxy that sees requests asks for them at the gate: what it holds, for how long, and what
/// the model server is told. Safe for sharing.
public final class CallAsking {
    /// The header that names a call's usage record.
    public static final String REQUEST_ID = "x-weighbridge-request-id";

    /// So long a body is read, and written anew, in a small part of a millisecond.
    public static final int SHORT_BYTES = 8 << 10;

    private static final long TTL_SLACK_MS = 60_000;

    private final Metering metering;
    private final KeyOffers offers;
    private final Services services;
    private final OpenCalls calls;
    private final TimeSource time;
    private final RequestRules rules;
    private final long plainOutputTokens;
    private final CallTerms usual;
    private final Semaphore reading = new Semaphore(Runtime.getRuntime().availableProcessors());

    /// @param calls where what is opened counts
    /// @param plainOutputTokens held for an answer that is not streamed, where neither request nor
    ///     service say how long it may become
    /// @param quietMs how long nothing may come of a call: only a proxy that vanished lets a hold
    ///     expire
    CallAsking(
            Metering metering,
            KeyOffers offers,
            Services services,
            OpenCalls calls,
            TimeSource time,
            RequestRules rules,
            long plainOutputTokens,
            long quietMs) {
        this.metering = metering;
        this.offers = offers;
        this.services = services;
        this.calls = calls;
        this.time = time;
        this.rules = rules;
        this.plainOutputTokens = plainOutputTokens;
        this.usual = new CallTerms("", null, rules.maximumField(), quietMs, false);
    }

    /// Why nothing is read of what a client sends: its key may not be used. The gate counts that
    /// it tried.
    ///
    /// @return null when it may
    /// @throws Fault as [Metering#open]
    public @Nullable ApiError refusal(Client client) {
        return offers.admits(client.key(), client.address())
                ? null
                : refused(open(client, "", Units.NONE, 0, "", usual, false), "");
    }

    /// Reads a request. A short one waits for nobody.
    ///
    /// @throws Fault INVALID_FIELD
    public ModelRequest read(Endpoint endpoint, byte[] body) {
        return body.length <= SHORT_BYTES
                ? RequestReader.read(endpoint, body, rules)
                : reading(() -> RequestReader.read(endpoint, body, rules));
    }

    /// Reads something from a request's tree. A tree is far larger than its text, so there are
    /// never more of them than cores to read them.
    public <T> T reading(Supplier<T> how) {
        reading.acquireUninterruptibly();
        try {
            return how.get();
        } finally {
            reading.release();
        }
    }

    /// Asks for a call, in a place that was taken for it.
    ///
    /// @param asked its tree is dropped when it is opened
    /// @throws Fault as [Metering#open]
    public AskedCall ask(ModelRequest asked, Client client) {
        return ask(asked, client, usual);
    }

    /// The same on other terms.
    ///
    /// @throws Fault as [Metering#open]
    public AskedCall ask(ModelRequest asked, Client client, CallTerms terms) {
        MeterOpening opening = open(asked, client, terms);
        if (!(opening instanceof MeterOpening.Opened opened)) {
            return new AskedCall.Refused(refused(opening, asked.model()));
        }
        OpenCall call = call(opened, asked.isSliced(), terms);
        byte[] body;
        try {
            long most = tokensToTell(asked, opened);
            body =
                    terms.leavesModelOut()
                            ? asked.bodyWithoutModel(terms.maximumField(), most)
                            : asked.body(terms.maximumField(), most);
        } catch (RuntimeException e) {
            call.release("the request could not be written");
            throw e;
        }
        asked.forget();
        return answer(call, opened, body);
    }

    /// Asks for a call of known units, such as one of a tool, in a place that was taken for it.
    ///
    /// @return opened with an empty body
    /// @throws Fault as [Metering#open]
    public AskedCall ask(
            Client client, String service, Units units, String subject, CallTerms terms) {
        return ask(client, service, units, subject, terms, false);
    }

    /// The same for a call of pictures or sound, which is held for as a whole.
    ///
    /// @param estimate how much of each unit that it may be counted in, at most
    /// @return opened with an empty body
    /// @throws Fault as [Metering#open]
    public AskedCall askMeasured(
            Client client, String model, Units estimate, String subject, CallTerms terms) {
        return ask(client, model, estimate, subject, terms, true);
    }

    private AskedCall ask(
            Client client,
            String service,
            Units units,
            String subject,
            CallTerms terms,
            boolean isMeasured) {
        MeterOpening opening = open(client, service, units, 0, subject, terms, isMeasured);
        return opening instanceof MeterOpening.Opened opened
                ? answer(call(opened, false, terms), opened, new byte[0])
                : new AskedCall.Refused(refused(opening, service));
    }

    /// Whether there is a service of this name.
    public boolean knows(String service) {
        return services.directory().byName(service) != null;
    }

    /// Whether a unit of a service has a price now for a client's account.
    public boolean prices(Client client, String service, Unit unit) {
        return metering.prices(client.key(), service, unit);
    }

    private OpenCall call(MeterOpening.Opened opened, boolean isSliced, CallTerms terms) {
        return new OpenCall(
                opened.admitted().hold().call().id(),
                opened.call(),
                isSliced,
                terms.takesCost(),
                time,
                calls);
    }

    private AskedCall answer(OpenCall call, MeterOpening.Opened opened, byte[] body) {
        calls.add(call);
        List<HeaderLine> headers = new ArrayList<>(LimitHeaders.of(opened.admitted().limits()));
        headers.add(new HeaderLine(REQUEST_ID, call.id().toString()));
        return new AskedCall.Opened(call, headers, opened.admitted().hold().covered(), body);
    }

    private MeterOpening open(ModelRequest asked, Client client, CallTerms terms) {
        Units estimate = asked.size().atMost();
        long least = 0;
        if (asked.endpoint().hasOutput() && !asked.isSliced()) {
            long each = asked.maximumTokens();
            if (!asked.isLimited()) {
                least = asked.answers();
                each = plainTokens(terms.serviceOf(asked.model()));
            }
            long output = asked.outputTokens(each);
            estimate = estimate.with(Unit.OUTPUT_TOKENS, output);
            Unit dearer = asked.dearer();
            if (dearer != null) {
                estimate = estimate.with(dearer, output);
            }
        }
        return open(client, asked.model(), estimate, least, asked.subject(), terms, false);
    }

    // An answer that does not flow cannot be ended while it comes, so it is held for at once, and
    // the model server is told how long it may become.
    private long plainTokens(String model) {
        Service service = services.directory().byName(model);
        long ofService = service == null ? 0 : service.settings().defaultOutputTokens();
        return ofService > 0 ? ofService : plainOutputTokens;
    }

    private MeterOpening open(
            Client client,
            String model,
            Units estimate,
            long least,
            String subject,
            CallTerms terms,
            boolean isMeasured) {
        long ttlMs = Math.min(terms.quietMs() + TTL_SLACK_MS, ServiceSettings.HOLD_TTL_MS_MAX);
        AuthorizeCall call =
                new AuthorizeCall(
                        terms.requestId(),
                        client.key(),
                        terms.serviceOf(model),
                        estimate,
                        least,
                        subject,
                        terms.tags(),
                        false,
                        ServiceTier.STANDARD,
                        client.proxy(),
                        ttlMs,
                        client.address(),
                        isMeasured);
        // What is stated is held for at once; the rest a slice at a time, as the service says.
        long slice = estimate.has(Unit.OUTPUT_TOKENS) ? Unit.COUNT_MAX : 0;
        return metering.open(call, slice, ttlMs);
    }

    private static ApiError refused(MeterOpening opening, String model) {
        if (opening instanceof MeterOpening.Refused refused) {
            return ApiErrors.of(refused.refused(), model);
        }
        throw Fault.internal("a call without a model was admitted", null);
    }

    private static long tokensToTell(ModelRequest asked, MeterOpening.Opened opened) {
        boolean isOpenEnded =
                asked.endpoint().hasOutput() && !asked.isLimited() && !asked.isSliced();
        long ceiling = opened.admitted().ceilingOutputTokens();
        return isOpenEnded && ceiling >= 0 ? ceiling / asked.answers() : ModelRequest.ABSENT;
    }
}
