package io.weighbridge.backend.proxies.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

import io.weighbridge.backend.gate.keys.KeyOffers;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.backend.proxies.call.ApiError;
import io.weighbridge.backend.proxies.call.ApiErrors;
import io.weighbridge.backend.proxies.call.AskedCall;
import io.weighbridge.backend.proxies.call.BearerKey;
import io.weighbridge.backend.proxies.call.Cancel;
import io.weighbridge.backend.proxies.call.Client;
import io.weighbridge.backend.proxies.call.HeaderLine;
import io.weighbridge.backend.proxies.call.MemoryBudget;
import io.weighbridge.backend.proxies.call.RunTags;
import io.weighbridge.backend.proxies.call.Runs;
import io.weighbridge.backend.proxies.call.ServedCalls;
import io.weighbridge.backend.proxies.models.ServerSettings;
import io.weighbridge.backend.proxies.models.ToolServer;
import io.weighbridge.backend.proxies.openai.ClientAnswer;
import io.weighbridge.backend.proxies.openai.ClientGoneException;
import io.weighbridge.backend.proxies.openai.ClientRequest;
import io.weighbridge.backend.proxies.openai.GatewaySettings;
import io.weighbridge.backend.proxies.openai.HeldAnswers;
import io.weighbridge.backend.proxies.openai.HeldBody;
import io.weighbridge.backend.proxies.openai.MorePaths;
import io.weighbridge.backend.proxies.openai.OpenAiGateway;
import io.weighbridge.backend.proxies.subjects.Subjects;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.RefusalReason;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Serves tool servers, each below `/mcp/NAME`: asks the gate, and lets a [ToolExchange] pass the
/// message on. Safe for sharing.
public final class ToolGateway implements MorePaths {
    private static final Logger LOG = LoggerFactory.getLogger(ToolGateway.class);
    private static final JsonNode NO_ID = MissingNode.getInstance();
    // What is free takes no place of a call: streams that wait for messages, and all the rest, each
    // have a quarter as many; a key has an eighth of those, and of the rest at least so many.
    private static final int FREE_PART = 4;
    private static final int REST_EACH = 4;

    private final GatewaySettings settings;
    private final ServedCalls calls;
    private final KeyOffers offers;
    private final Subjects subjects;
    private final Runs runs;
    private final ToolSessions sessions = new ToolSessions();
    private final TimeSource time;
    private final MemoryBudget streams;
    private final MemoryBudget rest;
    private final Set<Cancel> free = ConcurrentHashMap.newKeySet();
    private volatile boolean isStopped;
    private final Map<String, Target> targets = new HashMap<>();

    private record Target(String name, ToolServer server, ToolUpstreamHttp http) {
        String service() {
            return ToolServer.SERVICE + name;
        }
    }

    /// What is known of a request before its body.
    ///
    /// @param session the server's, empty for none
    private record Asking(Target target, Client client, String session, ClientRequest request) {}

    public ToolGateway(
            GatewaySettings settings,
            ServedCalls calls,
            KeyOffers offers,
            Subjects subjects,
            Runs runs,
            TimeSource time) {
        this.settings = settings;
        this.calls = calls;
        this.offers = offers;
        this.subjects = subjects;
        this.runs = runs;
        int callsMax = settings.limits().callsMax();
        this.time = time;
        this.streams = new MemoryBudget(Math.max(1, callsMax / FREE_PART), 1);
        this.rest = new MemoryBudget(Math.max(REST_EACH, callsMax / FREE_PART), REST_EACH);
        settings.models()
                .toolServers()
                .forEach(
                        (name, server) ->
                                targets.put(
                                        name,
                                        new Target(
                                                name,
                                                server,
                                                new ToolUpstreamHttp(
                                                        server.server(), callsMax, time))));
    }

    @Override
    public void serve(String method, String name, ClientRequest request, ClientAnswer answer)
            throws ClientGoneException {
        BearerKey bearer = BearerKey.of(request.headers());
        Client client = new Client(bearer.key(), request.address(), OpenAiGateway.PROXY);
        Target target = targets.get(name);
        ApiError error = bearer.error() == null ? refusal(client, name) : bearer.error();
        if (error == null && target == null) {
            error = ApiErrors.of(RefusalReason.UNKNOWN_SERVICE, ToolServer.SERVICE + name);
        }
        if (error != null || target == null) {
            RpcErrors.send(answer, error == null ? ApiError.internal() : error, NO_ID);
            return;
        }
        String session = session(target, client, request.headers());
        error = wrong(target, session, request.headers());
        if (error != null || session == null) {
            RpcErrors.send(answer, error == null ? unknownSession() : error, NO_ID);
            return;
        }
        Asking asking = new Asking(target, client, session, request);
        switch (method) {
            case "POST" -> post(asking, answer);
            case "GET" -> free(asking, streams, "GET", null, answer);
            case "DELETE" -> free(asking, rest, "DELETE", null, answer);
            default ->
                    RpcErrors.send(
                            answer,
                            ApiError.wrong(405, "method_not_allowed", "Use POST, GET or DELETE.")
                                    .with(List.of(new HeaderLine("allow", "POST, GET, DELETE"))),
                            NO_ID);
        }
    }

    private @Nullable ApiError refusal(Client client, String name) {
        try {
            ApiError ofKey = calls.asking().refusal(client);
            RefusalReason barred =
                    ofKey == null
                            ? offers.barred(
                                    client.key(), client.address(), ToolServer.SERVICE + name)
                            : null;
            return barred == null ? ofKey : ApiErrors.of(barred, ToolServer.SERVICE + name);
        } catch (Fault fault) {
            return told(fault);
        }
    }

    private static ApiError told(Fault fault) {
        if (fault.code() == ErrorCode.INTERNAL) {
            LOG.error("a request of tools failed: {}", fault.logText(), fault);
        }
        return ApiErrors.of(fault);
    }

    // Null for one that this key did not open here.
    private @Nullable String session(Target target, Client client, List<HeaderLine> headers) {
        List<String> named = ToolHeaders.all(headers, ToolHeaders.SESSION);
        return switch (named.size()) {
            case 0 -> "";
            case 1 -> sessions.opened(target.name(), client.key(), named.getFirst());
            default -> null;
        };
    }

    // A client of the protocol begins a new session then.
    private static ApiError unknownSession() {
        return ApiError.wrong(404, "unknown_session", "There is no such session; begin another.");
    }

    private @Nullable ApiError wrong(
            Target target, @Nullable String session, List<HeaderLine> headers) {
        // Of a web page that the operator does not know: it would act with what a browser has. That
        // is all: no page is let in by it, as no browser is told (CORS) that it may be.
        boolean isForeign =
                !target.server()
                        .origins()
                        .containsAll(ToolHeaders.all(headers, ToolHeaders.ORIGIN));
        if (isForeign) {
            return ApiError.wrong(403, "origin_not_allowed", "This origin may not call tools.");
        }
        List<String> lastEvents = ToolHeaders.all(headers, ToolHeaders.LAST_EVENT);
        boolean isOdd = lastEvents.size() > 1 || (!lastEvents.isEmpty() && "".equals(session));
        return isOdd
                ? ApiError.wrong(
                        400, "invalid_header", "Last-Event-ID goes with a session, and once.")
                : null;
    }

    // What costs nothing: messages of the server's own (GET), the end of a session (DELETE), and
    // such messages of the client's. Nobody takes places with it that calls wait for.
    private void free(
            Asking asking,
            MemoryBudget places,
            String method,
            @Nullable Posted posted,
            ClientAnswer answer)
            throws ClientGoneException {
        JsonNode id = posted == null ? NO_ID : posted.message().id();
        String key = asking.client().key();
        if (calls.open().isClosed() || !places.take(key, 1)) {
            RpcErrors.send(answer, busy(), id);
            return;
        }
        Bill bill = Bill.free(watch(asking));
        free.add(bill.cancel());
        if (isStopped) {
            bill.cancel().cancel();
        }
        try {
            exchange(asking, id, bill, answer).run(() -> sent(asking, method, posted, bill));
        } finally {
            free.remove(bill.cancel());
            places.give(key, 1);
        }
    }

    private KeyWatch watch(Asking asking) {
        return new KeyWatch(offers, asking.client(), asking.target().service(), time);
    }

    private List<HeaderLine> up(Asking asking, @Nullable Posted posted) {
        return ToolHeaders.up(
                asking.request().headers(),
                posted == null ? null : posted.message(),
                asking.client().key(),
                asking.session(),
                subjects.headers());
    }

    private ToolExchange exchange(Asking asking, JsonNode id, Bill bill, ClientAnswer answer) {
        String key = asking.client().key();
        return new ToolExchange(
                id,
                bill,
                answer,
                new HeldAnswers(calls.answers(), key, settings.limits().answerBytesMax()),
                settings.receipts(),
                session -> sessions.sealed(asking.target().name(), key, session));
    }

    private void post(Asking asking, ClientAnswer answer) throws ClientGoneException {
        try (HeldBody body = new HeldBody(calls.bodies(), asking.client().key())) {
            ApiError error = calls.open().isClosed() ? busy() : asking.request().read(body);
            if (error != null) {
                RpcErrors.send(answer, error, NO_ID);
                return;
            }
            RpcMessage message;
            try {
                message = calls.asking().reading(() -> RpcMessage.read(body));
            } catch (Fault fault) {
                RpcErrors.send(answer, told(fault), NO_ID);
                return;
            }
            serve(asking, new Posted(message, body), answer);
        }
    }

    private record Posted(RpcMessage message, HeldBody body) {}

    private ApiError busy() {
        return calls.open().isClosed()
                ? ApiError.unavailable(503, "gateway_stopping", "The gateway is stopping.")
                : ApiError.unavailable(503, "gateway_busy", "Too many calls are open.");
    }

    private void serve(Asking asking, Posted posted, ClientAnswer answer)
            throws ClientGoneException {
        RpcMessage message = posted.message();
        String service = service(asking.target().service(), message);
        if (!message.callsTool() && !isPriced(asking, message, service)) {
            free(asking, rest, "POST", posted, answer);
            return;
        }
        if (!calls.open().enter()) {
            RpcErrors.send(answer, busy(), message.id());
            return;
        }
        Asked asked = null;
        try {
            asked = ask(asking, message, service);
        } catch (Fault fault) {
            asked = new Asked(null, told(fault));
        } finally {
            if (asked == null || asked.bill() == null) {
                calls.open().leave();
            }
        }
        Bill bill = asked.bill();
        if (bill == null) {
            RpcErrors.send(
                    answer,
                    asked.error() == null ? ApiError.internal() : asked.error(),
                    message.id());
            return;
        }
        try {
            exchange(asking, message.id(), bill, answer)
                    .run(() -> sent(asking, "POST", posted, bill));
        } finally {
            bill.answered();
        }
    }

    private boolean isPriced(Asking asking, RpcMessage message, String service) {
        return message.isRequest()
                && calls.asking().prices(asking.client(), service, Unit.REQUESTS);
    }

    private ToolUpstreamHttp.Answer sent(
            Asking asking, String method, @Nullable Posted posted, Bill bill)
            throws ToolUpstreamHttp.NoAnswerException {
        HeldBody body = posted == null ? null : posted.body();
        ToolUpstreamHttp.Answer answer =
                asking.target()
                        .http()
                        .send(
                                method,
                                up(asking, posted),
                                body == null ? null : body.bytes(),
                                bill.cancel());
        if (body != null) {
            body.close();
        }
        return answer;
    }

    private record Asked(@Nullable Bill bill, @Nullable ApiError error) {}

    private Asked ask(Asking asking, RpcMessage message, String service) {
        boolean isTool =
                message.callsTool()
                        && calls.asking().prices(asking.client(), service, Unit.TOOL_CALLS);
        Units units = Units.of(Unit.REQUESTS, 1);
        if (isTool) {
            units = units.with(Unit.TOOL_CALLS, 1);
        }
        List<HeaderLine> headers = asking.request().headers();
        String subject = subjects.of(headers, asking.client().address(), "");
        RunTags tags = runs.of(asking.client(), headers, settings.takesTags());
        ServerSettings server = asking.target().server().server();
        long quietMs =
                (long) server.connectTimeoutMs()
                        + server.idleTimeoutMs()
                        + server.firstByteTimeoutMs();
        return switch (calls.asking()
                .ask(asking.client(), service, units, subject, tags.terms("", quietMs))) {
            case AskedCall.Refused refused -> new Asked(null, refused.error());
            case AskedCall.Opened opened -> new Asked(Bill.of(opened, units, watch(asking)), null);
        };
    }

    // A tool's own service where the operator made one, else its server's.
    private String service(String ofServer, RpcMessage message) {
        String ofTool = ofServer + '/' + message.tool();
        return message.callsTool() && calls.asking().knows(ofTool) ? ofTool : ofServer;
    }

    @Override
    public void breakOff() {
        isStopped = true;
        free.forEach(Cancel::cancel);
        targets.values().forEach(target -> target.http().breakOff());
    }
}
