package io.weighbridge.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.platform.access.Role;
import io.weighbridge.backend.testkit.oidc.TestProvider;
import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.Browser;
import io.weighbridge.console.testkit.ConsoleWindow;
import io.weighbridge.console.testkit.Installation;
import io.weighbridge.console.testkit.LosingRelay;
import io.weighbridge.console.testkit.Robot;
import io.weighbridge.console.testkit.Waiting;
import io.weighbridge.proto.v1.ListSessionsRequest;

import javafx.scene.input.KeyCode;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/// Logging in through a provider: a real one, and an HTTP client that follows every redirect, the
/// last one to the console itself, in place of the browser.
final class BrowserLoginJourneyTest {
    private static final String ANNA = "anna@example.org";

    @SuppressWarnings("NullAway.Init")
    private static TestProvider provider;

    @SuppressWarnings("NullAway.Init")
    private static Installation installation;

    private final List<String> pages = new CopyOnWriteArrayList<>();
    private final List<String> opened = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void start() throws IOException {
        provider = TestProvider.start();
        provider.person(ANNA);
        installation = Installation.start(provider::trustedBy);
        var _ = installation.backend().operators().create(ANNA, "", Role.VIEWER);
    }

    @AfterEach
    void wellAgain() {
        provider.well();
    }

    @AfterAll
    static void stop() {
        installation.close();
        provider.close();
    }

    private void follow(String address) {
        opened.add(address);
        Thread.ofVirtual().start(() -> pages.add(visit(address)));
    }

    private static String visit(String address) {
        try (HttpClient browser =
                HttpClient.newBuilder().followRedirects(HttpClient.Redirect.ALWAYS).build()) {
            return browser.send(
                            HttpRequest.newBuilder(URI.create(address)).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            return "no page: " + e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    private static boolean isOpen(int port) {
        try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void login(Robot robot) {
        login(robot, installation.port());
    }

    private static void login(Robot robot, int port) {
        robot.type("#login-address", "127.0.0.1:" + port);
        robot.click("#login-trust");
        robot.press(KeyCode.END);
        robot.press(KeyCode.ENTER);
        robot.click("#login-browser");
    }

    @Test
    void shouldLetInWhomTheProviderKnows() {
        try (ConsoleWindow window = ConsoleWindow.open(Browser.of(this::follow))) {
            Robot robot = window.robot();
            login(robot);
            robot.waitForText("#me", ANNA::equals);
            Waiting.until(() -> "the page at the end", () -> !pages.isEmpty());
            assertTrue(pages.getFirst().startsWith("Logged in."), pages::toString);
            // The session is one of a viewer's.
            robot.click("#go-operators");
            robot.waitForText("#refused", text -> text.contains("viewer"));
        }
    }

    @Test
    void shouldSayThatTheProviderRefused() {
        provider.refuse("access_denied");
        try (ConsoleWindow window = ConsoleWindow.open(Browser.of(this::follow))) {
            Robot robot = window.robot();
            login(robot);
            robot.waitForText("#login-problem", text -> text.endsWith("access_denied"));
            Waiting.until(() -> "the page at the end", () -> !pages.isEmpty());
            assertTrue(pages.getFirst().startsWith("Not logged in."), pages::toString);
            robot.findNone("#login-browser-cancel");
            provider.well();
            robot.click("#login-browser");
            robot.waitForText("#me", ANNA::equals);
        }
    }

    @Test
    void shouldSayThatNobodyIsKnownByThatName() {
        provider.person("eve@example.org");
        try (ConsoleWindow window = ConsoleWindow.open(Browser.of(this::follow))) {
            Robot robot = window.robot();
            login(robot);
            robot.waitForText(
                    "#login-problem", text -> !text.isEmpty() && !text.startsWith("Your browser"));
            var _ = robot.find("#login-browser");
        } finally {
            provider.person(ANNA);
        }
    }

    @Test
    void shouldGoOnWhenTheBrowserWasClosed() {
        try (ConsoleWindow window = ConsoleWindow.open(Browser.of(opened::add))) {
            Robot robot = window.robot();
            login(robot);
            Waiting.until(() -> "the address", () -> !opened.isEmpty());
            robot.waitForText("#login-problem", text -> text.startsWith("Your browser"));
            robot.click("#login-browser-cancel");
            robot.waitForText("#login-problem", text -> text.startsWith("Cancelled"));
            // Nobody listens any more for the page that is opened too late.
            URI late = URI.create(opened.getFirst());
            Map<String, String> asked = TestProvider.form(late.getRawQuery());
            URI door = URI.create(asked.getOrDefault("redirect_uri", ""));
            Waiting.until(() -> "a shut door", () -> !isOpen(door.getPort()));
            assertTrue(visit(opened.getFirst()).startsWith("no page"));
            robot.type("#login-user", Installation.ADMIN);
            robot.type("#login-password", installation.password());
            robot.click("#login");
            robot.waitForText("#me", Installation.ADMIN::equals);
        }
    }

    @Test
    void shouldEndASessionThatBeganWhileOneCancelled() {
        try (LosingRelay relay = new LosingRelay(installation.port());
                BackendClient admin = installation.admin();
                ConsoleWindow window =
                        ConsoleWindow.open(
                                Browser.of(
                                        address -> {
                                            relay.hold();
                                            follow(address);
                                        }))) {
            Robot robot = window.robot();
            int before = sessions(admin);
            login(robot, relay.port());
            Waiting.until(() -> "a session", () -> sessions(admin) == before + 1);
            robot.click("#login-browser-cancel");
            robot.waitForText("#login-problem", text -> text.startsWith("Cancelled"));
            relay.letGo();
            Waiting.until(() -> "its end", () -> sessions(admin) == before);
        }
    }

    private static int sessions(BackendClient admin) {
        return admin.operators()
                .listSessions(ListSessionsRequest.getDefaultInstance())
                .getSessionsCount();
    }

    @Test
    void shouldGiveUpWhenNothingComes() {
        Browser shut = new Browser(opened::add, Duration.ofMillis(200));
        try (ConsoleWindow window = ConsoleWindow.open(shut)) {
            Robot robot = window.robot();
            login(robot);
            robot.waitForText("#login-problem", text -> text.startsWith("Nothing came"));
            assertEquals(1, opened.size());
            var _ = robot.find("#login-browser");
            robot.findNone("#login-browser-cancel");
        }
    }
}
