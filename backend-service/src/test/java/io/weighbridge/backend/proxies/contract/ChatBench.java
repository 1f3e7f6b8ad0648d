package io.weighbridge.backend.proxies.contract;

import io.weighbridge.backend.keys.ApiKeys;
import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.HttpCaller;
import io.weighbridge.backend.testkit.LedgerSums;
import io.weighbridge.backend.testkit.SettledCalls;
import io.weighbridge.backend.testkit.SettledCalls.Settled;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.backend.testkit.model.ModelServer;
import io.weighbridge.model.Outcome;

import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;

/// A real service and a proxy that meters chats, in front of a model server; an account with
/// credit, its key, and the service "chat" at [Calls#TOKEN] a token.
public abstract class ChatBench implements AutoCloseable {
    /// Tokens that there is credit for where a test says nothing else.
    public static final long CREDIT = 1_000_000;

    public final ModelServer model;
    public final Account account;
    public final String key;
    public final long keyId;

    /// Another one after a new start.
    public TestBackend test;

    /// The service's store.
    protected final Path directory;

    private final String proxy;
    private final HttpCaller http = new HttpCaller();

    /// Takes a model server and a service that have been started.
    ///
    /// @param proxy that calls are settled under
    protected ChatBench(
            Path directory, ModelServer model, TestBackend test, long creditTokens, String proxy) {
        this.directory = directory;
        this.model = model;
        this.test = test;
        this.proxy = proxy;
        test.chat();
        this.account = test.account("Acme", creditTokens * Calls.TOKEN);
        ApiKeys.Made made = test.key(account);
        this.key = made.secret();
        this.keyId = made.key().id();
    }

    /// Where the proxy listens.
    protected abstract int port();

    /// A stream without what the proxy adds to its usage.
    protected String withoutAdditions(String stream) {
        return stream;
    }

    /// A request without a key.
    public final HttpRequest.Builder to(String path) {
        return HttpCaller.to(port(), path);
    }

    /// A request with the key.
    public final HttpRequest.Builder post(String path, String body) {
        return HttpCaller.post(to(path), key, body);
    }

    /// A chat's request.
    public final HttpRequest.Builder chatting(String fields) {
        return post("/v1/chat/completions", Chats.body(fields));
    }

    /// A chat.
    public final HttpResponse<String> chat(String fields) {
        return send(chatting(fields));
    }

    /// Waits for the whole answer.
    public final HttpResponse<String> send(HttpRequest.Builder request) {
        return http.send(request);
    }

    /// Waits for the head of the answer.
    public final HttpResponse<InputStream> open(HttpRequest.Builder request) {
        return http.open(request);
    }

    /// What a call of so many tokens is settled as.
    public final Settled expected(Outcome outcome, long input, long output) {
        return SettledCalls.of(outcome, input, output, proxy);
    }

    /// All calls that were settled once none is open, in order.
    public final List<Settled> settled() {
        awaitNoHolds();
        return SettledCalls.in(test, directory);
    }

    /// Waits until no call is open, and fails when something is still held.
    public final void awaitNoHolds() {
        test.awaitNoHolds(account);
    }

    /// Tokens that are left, settled.
    public final long balanceTokens() {
        return test.balance(account).balanceNanos() / Calls.TOKEN;
    }

    /// The same once no call is open.
    public final long balanceAfterAll() {
        awaitNoHolds();
        return balanceTokens();
    }

    /// Stops what carries the calls.
    protected void closeProxy() {}

    @Override
    public final void close() {
        http.close();
        closeProxy();
        try (model;
                TestBackend last = test) {
            LedgerSums.check(last, directory);
        }
    }
}
