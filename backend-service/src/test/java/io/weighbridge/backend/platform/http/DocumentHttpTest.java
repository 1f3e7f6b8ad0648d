package io.weighbridge.backend.platform.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.ErrorCode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;

/// Fetching from a real server that behaves in every way a server may.
final class DocumentHttpTest {
    private static final byte[] MAP =
            "{\"m\": {}}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    private static final String WHAT = "a price map";
    private static final long BYTES_MAX = 16 << 20;
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(300);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger requests = new AtomicInteger();
    private final CountDownLatch over = new CountDownLatch(1);
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext(
                "/",
                exchange -> {
                    requests.incrementAndGet();
                    exchange.getResponseHeaders().add("Location", "/loop");
                    exchange.sendResponseHeaders(
                            exchange.getRequestURI().getPath().equals("/loop") ? 302 : 404, -1);
                    exchange.close();
                });
        server.createContext(
                "/map",
                exchange -> {
                    requests.incrementAndGet();
                    exchange.sendResponseHeaders(200, MAP.length);
                    exchange.getResponseBody().write(MAP);
                    exchange.close();
                });
        server.start();
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private String at(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private void redirect(String path, String to) {
        server.createContext(
                path,
                exchange -> {
                    exchange.getResponseHeaders().add("Location", to);
                    exchange.sendResponseHeaders(302, -1);
                    exchange.close();
                });
    }

    private static String refused(ErrorCode code, DocumentHttp http, String url) {
        Fault fault = assertThrows(Fault.class, () -> http.fetch(url), url);
        assertEquals(code, fault.code(), fault.text());
        assertTrue(fault.text().startsWith("url: "), fault.text());
        return fault.text();
    }

    @Test
    void shouldFetchWhatIsThere() {
        assertArrayEquals(MAP, DocumentHttp.fromAnywhere(WHAT, BYTES_MAX).fetch(at("/map")));
        redirect("/one", "/two");
        redirect("/two", at("/map"));
        assertArrayEquals(MAP, DocumentHttp.fromAnywhere(WHAT, BYTES_MAX).fetch(at("/one")));
    }

    @Test
    void shouldSayWhatWentWrongThere() {
        DocumentHttp http = DocumentHttp.fromAnywhere(WHAT, BYTES_MAX);
        assertTrue(refused(ErrorCode.SOURCE_UNREACHABLE, http, at("/none")).contains("404"));
        assertTrue(refused(ErrorCode.INVALID_FIELD, http, at("/loop")).contains("3 redirects"));
        int before = requests.get();
        assertEquals(5, before);
        server.stop(0);
        refused(ErrorCode.SOURCE_UNREACHABLE, http, at("/map"));
    }

    @Test
    void shouldNotReachIntoOurNetworks() {
        DocumentHttp http = DocumentHttp.within(WHAT, BYTES_MAX, false, LIMIT);
        int port = server.getAddress().getPort();
        // Plain HTTP is refused before anything else is looked at.
        refused(ErrorCode.INVALID_FIELD, http, at("/map"));
        for (String host :
                new String[] {
                    "127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "127.1", "2130706433",
                    "0x7f000001", "0.0.0.0", "10.0.0.1", "169.254.169.254", "192.168.1.1",
                            "[fd00::1]"
                }) {
            String url = "https://" + host + ":" + port + "/map";
            Fault fault = assertThrows(Fault.class, () -> http.fetch(url), url);
            // A name that the system does not take for an address is not found, which is as well.
            assertTrue(
                    fault.text().contains("an address of the internet")
                            || fault.code() == ErrorCode.SOURCE_UNREACHABLE,
                    fault.text());
        }
        assertTrue(
                refused(ErrorCode.INVALID_FIELD, http, "https://localhost:" + port + "/map")
                        .contains("an address of the internet"));
        assertEquals(0, requests.get());
    }

    @Test
    void shouldNotFollowARedirectToWhereItMayNot() {
        redirect("/file", "file:///etc/passwd");
        redirect("/plain", "http://weighbridge.example/map");
        redirect("/user", "https://user:secret@127.0.0.1/");
        DocumentHttp http = DocumentHttp.fromAnywhere(WHAT, BYTES_MAX);
        refused(ErrorCode.SOURCE_UNREACHABLE, http, at("/file"));
        assertTrue(refused(ErrorCode.INVALID_FIELD, http, at("/plain")).contains("https"));
        String user = refused(ErrorCode.INVALID_FIELD, http, at("/user"));
        assertTrue(!user.contains("secret"), user);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "file:///etc/passwd",
                "ftp://host/x",
                "http://host.example/map",
                "https://",
                "https://a b/",
                "https://user:pw@host.example/",
                "jar:https://h/x!/y"
            })
    void shouldRefuseWhatIsNoUrlOfAMap(String url) {
        refused(ErrorCode.INVALID_FIELD, DocumentHttp.fromAnywhere(WHAT, BYTES_MAX), url);
    }

    // Sends zeros until nobody listens any more.
    private void endless(String path, int status) {
        server.createContext(
                path,
                exchange -> {
                    exchange.sendResponseHeaders(status, 0);
                    try (OutputStream out = exchange.getResponseBody()) {
                        byte[] piece = new byte[1 << 16];
                        while (over.getCount() > 0) {
                            out.write(piece);
                        }
                    } catch (IOException gone) {
                        requests.incrementAndGet();
                    }
                });
    }

    @Test
    void shouldStopReadingWhatIsTooMuch() throws IOException {
        endless("/endless", 200);
        endless("/error", 500);
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bomb)) {
            for (int i = 0; i < 64; i++) {
                zip.write(new byte[1 << 20]);
            }
        }
        server.createContext(
                "/bomb",
                exchange -> {
                    exchange.getResponseHeaders().add("Content-Encoding", "gzip");
                    exchange.sendResponseHeaders(200, bomb.size());
                    exchange.getResponseBody().write(bomb.toByteArray());
                    exchange.close();
                });
        DocumentHttp http = DocumentHttp.fromAnywhere(WHAT, BYTES_MAX);
        for (String path : new String[] {"/endless", "/bomb"}) {
            Fault fault = assertThrows(Fault.class, () -> http.fetch(at(path)));
            assertTrue(fault.text().contains("16777216 bytes"), fault.text());
        }
        assertTrue(refused(ErrorCode.SOURCE_UNREACHABLE, http, at("/error")).contains("500"));
    }

    @Test
    void shouldNotWaitForEver() {
        server.createContext(
                "/slow",
                exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    exchange.getResponseBody().write('{');
                    exchange.getResponseBody().flush();
                    try {
                        over.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    exchange.close();
                });
        refused(
                ErrorCode.SOURCE_UNREACHABLE,
                DocumentHttp.within(WHAT, BYTES_MAX, true, SHORT),
                at("/slow"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "10.255.255.255",
                "100.64.0.1",
                "100.127.255.255",
                "127.0.0.1",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.8",
                "192.0.2.1",
                "192.168.0.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.7",
                "203.0.113.9",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:10.0.0.1",
                "64:ff9b::10.0.0.1",
                "fc00::1",
                "fdff::1",
                "fe80::1",
                "fec0::1",
                "ff02::1",
                "2001::1",
                "2001:db8::1",
                "2002:a00:1::1",
                "3fff::1",
                "4000::1"
            })
    void shouldKnowOurOwnAddresses(String address) {
        assertTrue(!PublicAddresses.contain(InetAddress.ofLiteral(address)), address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.0.1.1",
                "192.167.0.1",
                "192.169.0.1",
                "198.17.0.1",
                "198.20.0.1",
                "223.255.255.255",
                "::ffff:8.8.8.8",
                "2606:4700::1111",
                "2001:200::1",
                "2003::1",
                "3ffe::1"
            })
    void shouldKnowTheInternet(String address) {
        assertTrue(PublicAddresses.contain(InetAddress.ofLiteral(address)), address);
    }
}
