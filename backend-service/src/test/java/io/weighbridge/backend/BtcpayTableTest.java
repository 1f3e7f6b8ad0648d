package io.weighbridge.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.payments.btcpay.BtcpaySettings;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.ErrorCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// No payment by Bitcoin without everything that makes it safe.
final class BtcpayTableTest {
    private static final String KEY = "btcpay.api_key=canary-key-0123456789";
    private static final String SECRET = "btcpay.webhook_secret=canary-secret-16";
    private static final String STORE = "btcpay.store_id=Store1";
    private static final String URL = "btcpay.url=https://btcpay.example.com";

    @TempDir Path folder;

    private static ConfigReader reader(String... flags) {
        List<String> all = new ArrayList<>(List.of(flags));
        all.add("data_directory=data");
        return ConfigReader.read(null, Map.of(), all);
    }

    private static BtcpaySettings settings(String... flags) {
        return reader(flags).config().btcpay().orElseThrow();
    }

    private static void wrong(String setting, String... flags) {
        List<String> problems = reader(flags).problems();
        assertFalse(problems.isEmpty());
        for (String problem : problems) {
            assertTrue(problem.contains(": " + setting + ": "), problem);
            assertFalse(problem.contains("canary"), problem);
        }
    }

    @Test
    void isOffUnlessSet() {
        assertTrue(reader().config().btcpay().isEmpty());
        assertEquals(List.of(), reader(KEY, SECRET).problems());
    }

    @Test
    void isWholeOrNotAtAll() {
        assertEquals(List.of(), reader(URL, STORE, KEY, SECRET).problems());
        wrong("btcpay.store_id", URL, KEY, SECRET);
        wrong("btcpay.api_key", URL, STORE, SECRET);
        wrong("btcpay.webhook_secret", URL, STORE, KEY);
    }

    @Test
    void aShortSecretRefusesToStart() throws IOException {
        wrong("btcpay.webhook_secret", URL, STORE, KEY, "btcpay.webhook_secret=canary-of-15ch.");
        wrong(
                "btcpay.webhook_secret",
                URL,
                STORE,
                KEY,
                "btcpay.webhook_secret=canary-secret-16 canary-of-15ch.");
        Path file = Files.writeString(folder.resolve("secret"), "canary-of-15ch.\n");
        String named = "btcpay.webhook_secret_file=" + file;
        Fault fault = assertThrows(Fault.class, () -> settings(URL, STORE, KEY, named));
        assertEquals(ErrorCode.INVALID_FIELD, fault.code());
        assertFalse(fault.text().contains("canary"), fault.text());
        Files.writeString(file, "");
        assertThrows(Fault.class, () -> settings(URL, STORE, KEY, named));
        Files.writeString(file, "canary-secret-16\n");
        assertEquals(
                List.of("canary-secret-16"), settings(URL, STORE, KEY, named).webhookSecrets());
    }

    @Test
    void oneSecretCanFollowAnother() {
        assertEquals(
                List.of("canary-secret-16", "canary-secret-15"),
                settings(URL, STORE, KEY, SECRET + " canary-secret-15").webhookSecrets());
    }

    @Test
    void theKeyIsNotSentInTheClear() {
        String plain = "btcpay.url=http://btcpay:49392";
        wrong("btcpay.url", plain, STORE, KEY, SECRET);
        assertEquals(
                List.of(), reader(plain, STORE, KEY, SECRET, "btcpay.plaintext=true").problems());
        for (String here : List.of("localhost", "127.0.0.1", "[::1]")) {
            assertEquals(
                    List.of(),
                    reader("btcpay.url=http://" + here + ":1", STORE, KEY, SECRET).problems());
        }
        for (String odd :
                List.of(
                        "ftp://a",
                        "btcpay",
                        "https://u:canary@a",
                        "https://a?x=1",
                        "https:a",
                        "https://a#b")) {
            wrong("btcpay.url", "btcpay.url=" + odd.replace("canary", "p"), STORE, KEY, SECRET);
        }
    }

    @Test
    void customersMaySeeItElsewhere() {
        assertEquals(
                URI.create("https://btcpay.example.com"),
                settings(URL, STORE, KEY, SECRET).publicUrl());
        assertEquals(
                URI.create("https://pay.example.com"),
                settings(URL, STORE, KEY, SECRET, "btcpay.public_url=https://pay.example.com")
                        .publicUrl());
    }
}
