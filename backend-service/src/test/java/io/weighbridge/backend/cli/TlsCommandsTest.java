package io.weighbridge.backend.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.ConfigReader;
import io.weighbridge.backend.platform.access.Role;
import io.weighbridge.backend.platform.time.SystemTime;
import io.weighbridge.backend.testkit.Certificates;
import io.weighbridge.backend.testkit.TestBackend;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Commands that talk to a service with TLS.
final class TlsCommandsTest {
    private static final Duration MONTH = Duration.ofDays(30);

    @TempDir Path folder;

    @Test
    void commandsTalkOverTls() throws IOException {
        Certificates authority = new Certificates(folder, "authority");
        Certificates.Pair server = authority.make("server", MONTH);
        Certificates.Pair own = authority.make("test", MONTH);
        List<String> flags =
                List.of(
                        "data_directory=" + folder.resolve("data"),
                        "listen.port=0",
                        "http.enabled=false",
                        "tls.certificate=" + server.certificate(),
                        "tls.key=" + server.key(),
                        "tls.client_ca=" + authority.ca());
        try (TestBackend test =
                TestBackend.start(
                        ConfigReader.read(null, Map.of(), flags).config(), new SystemTime())) {
            String address = "--address=127.0.0.1:" + test.backend().port();
            String ca = "--ca=" + authority.ca();
            String admin = "--token-file=" + token("admin", test.tokens().operator(Role.ADMIN));
            String proxy = "--token-file=" + token("proxy", test.tokens().proxy("test"));
            Console called = Console.run("call", "Operators/WhoAmI", address, ca, admin);
            assertEquals(0, called.status(), called.err());

            Console bare = Console.run("call", "Gate/Quote", address, ca, proxy);
            assertTrue(bare.err().contains("client certificate: absent"), bare.err());
            Console shown =
                    Console.run(
                            "call",
                            "Gate/Quote",
                            address,
                            ca,
                            proxy,
                            "--cert=" + own.certificate(),
                            "--key=" + own.key());
            assertTrue(shown.err().endsWith(" [INVALID_UNITS]\n"), shown.err());

            Console untrusted = Console.run("call", "Operators/WhoAmI", address, "--tls", admin);
            assertEquals(1, untrusted.status());
            assertTrue(
                    untrusted.err().startsWith("error: cannot reach 127.0.0.1:"), untrusted.err());
            assertTrue(untrusted.err().contains("--ca trusts)"), untrusted.err());
            Console clear = Console.run("call", "Operators/WhoAmI", address, admin);
            assertTrue(clear.err().contains("in the clear (expected: --tls"), clear.err());
        }
    }

    private Path token(String name, String token) throws IOException {
        return Files.writeString(folder.resolve(name + ".token"), token);
    }

    @Test
    void whatCannotBeUsedIsATypingError() throws IOException {
        Certificates authority = new Certificates(folder, "authority");
        Console half = Console.run("call", "Operators/WhoAmI", "--cert=" + authority.ca());
        assertEquals(2, half.status());
        assertTrue(half.err().contains("--cert and --key: only one"), half.err());
        Console none = Console.run("call", "Operators/WhoAmI", "--ca=" + folder.resolve("no.pem"));
        assertEquals(2, none.status());
        assertTrue(none.err().contains("--ca: " + folder.resolve("no.pem")), none.err());
    }
}
