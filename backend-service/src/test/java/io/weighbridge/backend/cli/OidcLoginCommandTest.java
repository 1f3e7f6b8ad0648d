package io.weighbridge.backend.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.Config;
import io.weighbridge.backend.platform.access.Role;
import io.weighbridge.backend.platform.time.SystemTime;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.backend.testkit.oidc.TestProvider;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// `login --oidc`, with a browser that follows every redirect.
final class OidcLoginCommandTest {
    private static final String ANNA = "anna@example.org";

    @TempDir Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private TestProvider provider;
    private TestBackend test;

    @BeforeEach
    void start() throws IOException {
        provider = TestProvider.start();
        provider.person(ANNA);
        Config config = Config.of(folder.resolve("data")).withPort(0);
        test = TestBackend.start(provider.trustedBy(config), new SystemTime());
        var _ = test.backend().operators().create(ANNA, "", Role.VIEWER);
    }

    @AfterEach
    void stop() {
        test.close();
        provider.close();
    }

    private String address() {
        return "--address=127.0.0.1:" + test.backend().port();
    }

    private CompletableFuture<Integer> login() {
        return CompletableFuture.supplyAsync(
                () ->
                        Commands.commandLine()
                                .setOut(new PrintWriter(out))
                                .setErr(new PrintWriter(err))
                                .execute(
                                        "login",
                                        "--oidc",
                                        "--no-browser",
                                        "--token-file=" + tokens(),
                                        address()));
    }

    private Path tokens() {
        return folder.resolve("anna.token");
    }

    private String shown() {
        Calls.await("a URL is shown", () -> out.toString().contains("code_challenge"));
        return out.toString()
                .lines()
                .filter(line -> line.startsWith(provider.issuer()))
                .findFirst()
                .orElseThrow();
    }

    private static String visit(String url) throws IOException, InterruptedException {
        try (HttpClient browser =
                HttpClient.newBuilder().followRedirects(HttpClient.Redirect.ALWAYS).build()) {
            return browser.send(
                            HttpRequest.newBuilder(URI.create(url)).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    @Test
    void aLoginInTheBrowserServesLaterCalls() throws Exception {
        CompletableFuture<Integer> login = login();
        assertEquals("Logged in. You can close this window.\n", visit(shown()));
        assertEquals(0, login.get(20, TimeUnit.SECONDS), err::toString);
        assertTrue(out.toString().contains("Logged in as " + ANNA + " (viewer) until "));
        Console plans =
                Console.run("call", "Plans/ListPlans", "--token-file=" + tokens(), address());
        assertEquals(0, plans.status(), plans.err());
    }

    @Test
    void whoIsNoOperatorIsToldSo() throws Exception {
        provider.person("nobody@example.org");
        CompletableFuture<Integer> login = login();
        visit(shown());
        assertEquals(1, login.get(20, TimeUnit.SECONDS));
        assertTrue(err.toString().endsWith(" [LOGIN_FAILED]\n"), err::toString);
        assertTrue(Files.notExists(tokens()));
    }

    @Test
    void whoSaysNoAtTheProviderIsNotKeptWaiting() throws Exception {
        CompletableFuture<Integer> login = login();
        Map<String, String> asked = TestProvider.form(URI.create(shown()).getRawQuery());
        visit(asked.get("redirect_uri") + "?error=access_denied&state=" + asked.get("state"));
        assertEquals(1, login.get(20, TimeUnit.SECONDS));
        assertTrue(err.toString().contains("access_denied"), err::toString);
        assertTrue(err.toString().endsWith(" [LOGIN_FAILED]\n"), err::toString);
    }

    @Test
    void oneOfBothWaysIsChosen() {
        for (String[] wrong :
                new String[][] {
                    {"login", "--token-file=" + tokens(), address()},
                    {"login", "--oidc", "--operator=a", "--token-file=" + tokens(), address()}
                }) {
            Console result = Console.run(wrong);
            assertEquals(2, result.status(), result.err());
            assertTrue(result.err().contains("--operator or --oidc"), result.err());
        }
    }
}
