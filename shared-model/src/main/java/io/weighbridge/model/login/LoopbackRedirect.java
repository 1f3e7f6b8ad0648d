package io.weighbridge.model.login;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/// Listens on this machine for the one redirect that ends a login in the browser (RFC 8252): on
/// 127.0.0.1 only, on a port that the system chooses. What does not carry the login's state is
/// answered with an error and changes nothing.
///
/// Made first, because the login is begun with [#uri]; then [#await]. For one thread.
public final class LoopbackRedirect implements AutoCloseable {
    /// The path of every redirect, whatever the port is.
    public static final String PATH = "/login";

    private static final String HOST = "127.0.0.1";
    private static final int BACKLOG = 16;
    private static final int QUERY_MAX = 8_192;
    // That the browser has the page before it is closed.
    private static final int CLOSE_S = 1;
    private static final Pattern ERROR = Pattern.compile("[a-z_]{1,60}");
    private static final String DONE = "Logged in. You can close this window.\n";
    private static final String REFUSED = "Not logged in. You can close this window.\n";
    private static final String FOREIGN = "This is not the page of a login that waits.\n";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CompletableFuture<Result> result = new CompletableFuture<>();

    /// What came of it.
    public sealed interface Result {
        /// The provider let the person in.
        ///
        /// @param code for the service, a secret
        record Code(String code) implements Result {
            /// Leaves the code out.
            @Override
            public String toString() {
                return "Code[]";
            }
        }

        /// The provider, or the person, said no.
        ///
        /// @param error as the provider names it, for example access_denied; "unknown" for what is
        ///     no such name
        record Refused(String error) implements Result {}

        /// Nothing came in time.
        record TimedOut() implements Result {}
    }

    private LoopbackRedirect(HttpServer server) {
        this.server = server;
    }

    /// Takes a free port. Nothing is answered before [#await].
    ///
    /// @throws IOException when there is none
    public static LoopbackRedirect open() throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.ofLiteral(HOST), 0);
        return new LoopbackRedirect(HttpServer.create(any, BACKLOG));
    }

    private String authority() {
        return HOST + ':' + server.getAddress().getPort();
    }

    /// Where it listens, for the login that is begun.
    public String uri() {
        return "http://" + authority() + PATH;
    }

    /// Waits for the redirect. Works once.
    ///
    /// @param state that it must carry
    /// @throws InterruptedException when the thread is told to stop
    public Result await(String state, Duration atMost) throws InterruptedException {
        byte[] expected = state.getBytes(StandardCharsets.UTF_8);
        server.createContext("/", exchange -> answer(exchange, expected));
        server.setExecutor(threads);
        server.start();
        try {
            return result.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return new Result.TimedOut();
        } catch (ExecutionException e) {
            throw new IllegalStateException("only results are put there", e);
        }
    }

    private void answer(HttpExchange exchange, byte[] state) throws IOException {
        try (exchange) {
            Result found = read(exchange, state);
            // The first one counts.
            if (found == null || !result.complete(found)) {
                send(exchange, 404, FOREIGN);
            } else {
                send(exchange, 200, found instanceof Result.Code ? DONE : REFUSED);
            }
        }
    }

    private @Nullable Result read(HttpExchange exchange, byte[] state) {
        String query = exchange.getRequestURI().getRawQuery();
        // Another name for this address means that a page led here: DNS rebinding.
        boolean here = authority().equals(exchange.getRequestHeaders().getFirst("Host"));
        if (!here
                || !exchange.getRequestMethod().equals("GET")
                || !PATH.equals(exchange.getRequestURI().getRawPath())
                || query == null
                || query.length() > QUERY_MAX) {
            return null;
        }
        Map<String, String> parameters = parameters(query);
        String came = parameters.getOrDefault("state", "");
        if (!MessageDigest.isEqual(state, came.getBytes(StandardCharsets.UTF_8))) {
            return null;
        }
        String code = parameters.getOrDefault("code", "");
        String error = parameters.getOrDefault("error", "");
        if (!error.isEmpty()) {
            return new Result.Refused(ERROR.matcher(error).matches() ? error : "unknown");
        }
        return code.isEmpty() ? null : new Result.Code(code);
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new HashMap<>();
        for (String each : query.split("&", -1)) {
            int equals = each.indexOf('=');
            if (equals > 0) {
                parameters.putIfAbsent(
                        each.substring(0, equals), decoded(each.substring(equals + 1)));
            }
        }
        return parameters;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
        exchange.getResponseHeaders().set("Connection", "close");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    /// Listens no more.
    @Override
    public void close() {
        server.stop(CLOSE_S);
        threads.shutdownNow();
    }
}
