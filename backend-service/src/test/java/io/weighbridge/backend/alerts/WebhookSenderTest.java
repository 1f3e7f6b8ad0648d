package io.weighbridge.backend.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.weighbridge.backend.testkit.Calls;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;

/// Where webhooks go, and how they are signed.
final class WebhookSenderTest {
    @TempDir Path directory;

    /// The example that Standard Webhooks' own libraries are tested with.
    @Test
    void theSignatureIsThatOfTheStandardsExample() {
        assertEquals(
                "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                MessageSignature.of(
                        Base64.getDecoder().decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
                        "msg_p5jXN8AQM9LWM0D4loKWxJek",
                        1_614_265_330,
                        "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://hooks.example.com/x",
                "ftp://hooks.example.com/x",
                "https://user@hooks.example.com/x",
                "https://:password@hooks.example.com/x",
                "https://hooks.example.com/x#part",
                "https://",
                "hooks.example.com/x",
                "https://hooks.example.com:70000/"
            })
    void suchAUrlIsRefused(String url) {
        assertEquals("", WebhookSenderHttp.url(url, false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://hooks.example.com?token=canary",
                "https:\\\\hooks.example.com\\canary",
                " https://hooks.example.com/canary",
                "https://hooks.example.com/canary?x=canary"
            })
    void ofAUrlOnlyWhereItLeadsIsShown(String text) {
        String url = WebhookSenderHttp.url(text, false);
        Contact contact = new Contact(1, 1, Channel.WEBHOOK, url, 1, "sealed-canary", 1, 1);
        assertEquals("https://hooks.example.com/…", contact.shownTarget());
        assertFalse(contact.toString().contains("canary"));
    }

    /// However this machine is written, and by a name that leads to it.
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "2130706433"})
    void anAddressOfOurOwnIsNotSpokenTo(String host) throws IOException {
        try (HookReceiver receiver = HookReceiver.start();
                AlertBench bench = new AlertBench(directory, false)) {
            bench.hook(1, receiver.url("/x").replace("127.0.0.1", host));
            bench.notices(1, 1);
            bench.round();
            Calls.await("it is tried", () -> bench.newest().tries() == 1);
            assertEquals("its address is not one of the internet", bench.newest().problem());
            assertEquals(0, receiver.hooks().size());
        }
    }
}
