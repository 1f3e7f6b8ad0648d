package io.weighbridge.model.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.model.login.LoopbackRedirect.Result;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

final class LoopbackRedirectTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private LoopbackRedirect redirect;
    private URI uri;
    private CompletableFuture<Result> result;

    @BeforeEach
    void open() throws IOException {
        redirect = LoopbackRedirect.open();
        uri = URI.create(redirect.uri());
        result = CompletableFuture.supplyAsync(() -> await("the-state", LONG));
    }

    @AfterEach
    void close() {
        redirect.close();
    }

    private Result await(String state, Duration atMost) {
        try {
            return redirect.await(state, atMost);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    // As a browser would, but for the headers that a browser would not let a test set.
    private String send(String requestLine, String host) throws IOException {
        try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), uri.getPort())) {
            socket.setSoTimeout((int) LONG.toMillis());
            String request = requestLine + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String get(String pathAndQuery) throws IOException {
        return send("GET " + pathAndQuery, uri.getAuthority());
    }

    private Result result() throws InterruptedException, ExecutionException {
        try {
            return result.get(20, TimeUnit.SECONDS);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new AssertionError("it still waits", e);
        }
    }

    @Test
    void theRedirectBringsItsCodeAndThePersonAPage() throws Exception {
        assertTrue(redirect.uri().matches("http://127\\.0\\.0\\.1:[0-9]+/login"), redirect.uri());
        String page = get("/login?state=the-state&code=a%2Bb");
        assertTrue(page.startsWith("HTTP/1.1 200 "), page);
        assertTrue(page.contains("You can close this window."), page);
        assertEquals(new Result.Code("a+b"), result());
    }

    @Test
    void whatIsNotTheLoginsRedirectChangesNothing() throws Exception {
        for (String foreign :
                List.of(
                        "/login",
                        "/login?code=stolen",
                        "/login?state=another&code=stolen",
                        "/login?state=&code=stolen",
                        "/login?state=the-state",
                        "/login?state=%zz&code=stolen",
                        "/login/x?state=the-state&code=stolen",
                        "/?state=the-state&code=stolen",
                        "/login?state=the-state&code=" + "x".repeat(8_192))) {
            String answer = get(foreign);
            assertTrue(answer.startsWith("HTTP/1.1 40"), foreign + " -> " + answer);
        }
        String query = "/login?state=the-state&code=stolen";
        // A page elsewhere whose name leads to this machine, and one that posts a form.
        assertTrue(
                send("GET " + query, "evil.example:" + uri.getPort()).startsWith("HTTP/1.1 404 "));
        assertTrue(send("POST " + query, uri.getAuthority()).startsWith("HTTP/1.1 404 "));
        get("/login?state=the-state&code=right");
        assertEquals(new Result.Code("right"), result());
    }

    @Test
    void onlyTheFirstCounts() throws Exception {
        get("/login?state=the-state&code=first");
        assertEquals(new Result.Code("first"), result());
        String second = get("/login?state=the-state&code=second");
        assertTrue(second.startsWith("HTTP/1.1 404 "), second);
        redirect.close();
        assertThrows(ConnectException.class, () -> get("/login?state=the-state&code=third"));
    }

    @Test
    void aRefusalIsToldAsSuch() throws Exception {
        String page = get("/login?error=access_denied&state=the-state");
        assertTrue(page.contains("Not logged in."), page);
        assertEquals(new Result.Refused("access_denied"), result());
    }

    @Test
    void anErrorThatIsNoNameIsNotPassedOn() throws Exception {
        get("/login?error=%1B%5B2Jyou+are+in&state=the-state");
        assertEquals(new Result.Refused("unknown"), result());
    }

    @Test
    void itEndsWhenNothingComes() throws Exception {
        try (LoopbackRedirect other = LoopbackRedirect.open()) {
            assertEquals(new Result.TimedOut(), other.await("the-state", Duration.ofMillis(1)));
        }
    }

    @Test
    void aConnectionThatSaysNothingHoldsNobodyUp() throws Exception {
        try (Socket silent = new Socket(InetAddress.ofLiteral("127.0.0.1"), uri.getPort())) {
            silent.getOutputStream().write("GET /lo".getBytes(StandardCharsets.US_ASCII));
            get("/login?state=the-state&code=right");
            assertEquals(new Result.Code("right"), result());
        }
    }
}
