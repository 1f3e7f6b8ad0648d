package io.weighbridge.backend.platform.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.time.SystemTime;
import io.weighbridge.backend.testkit.Certificates;
import io.weighbridge.model.ErrorCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;

final class ServerTlsTest {
    private static final Duration MONTH = Duration.ofDays(30);

    @TempDir Path folder;

    private static ServerTls open(Path certificate, Path key) {
        return ServerTls.open(new TlsFiles(certificate, key, Optional.empty()), new SystemTime());
    }

    private static String problem(Path certificate, Path key) {
        Fault fault = assertThrows(Fault.class, () -> open(certificate, key));
        assertEquals(ErrorCode.INVALID_FIELD, fault.code());
        return fault.text();
    }

    @Test
    void whatCannotBeUsedIsRefusedWithTheFileAndTheReason() throws IOException {
        Certificates authority = new Certificates(folder, "authority");
        Certificates.Pair good = authority.make("good", MONTH);
        Certificates.Pair other = authority.make("other", MONTH);
        Certificates.Pair old = authority.make("old", Duration.ofDays(-1));
        Path none = folder.resolve("none.pem");
        assertEquals(
                "tls.certificate: "
                        + none
                        + " cannot be read: there is no such file (expected: a PEM file that can be"
                        + " read)",
                problem(none, good.key()));
        assertEquals(
                "tls.key: "
                        + other.key()
                        + " (expected: the key of the first certificate in "
                        + good.certificate()
                        + ")",
                problem(good.certificate(), other.key()));
        assertEquals(
                "tls.certificate: "
                        + good.key()
                        + " holds no certificate (expected: PEM with BEGIN CERTIFICATE)",
                problem(good.key(), good.key()));
        assertEquals(
                "tls.key: "
                        + good.certificate()
                        + " holds no private key (expected: PEM with BEGIN PRIVATE KEY)",
                problem(good.certificate(), good.certificate()));
        assertTrue(
                problem(old.certificate(), old.key())
                        .startsWith("tls.certificate: " + old.certificate() + " expired at "));
        Path damaged =
                Files.writeString(
                        folder.resolve("damaged.pem"),
                        Files.readString(good.certificate()).substring(0, 200));
        assertTrue(problem(damaged, good.key()).startsWith("tls.certificate: " + damaged));
        Path folderItself = folder;
        assertTrue(
                problem(folderItself, good.key())
                        .startsWith("tls.certificate: " + folder + " cannot be read"));
    }

    @Test
    void aBadNewCertificateLeavesTheOldOneInUse() throws IOException {
        Certificates authority = new Certificates(folder, "authority");
        Certificates.Pair pair = authority.make("server", MONTH);
        ServerTls tls = open(pair.certificate(), pair.key());
        TlsStatus first = tls.status();
        assertEquals("", first.problem());
        tls.reload();
        assertEquals(first, tls.status());

        String good = Files.readString(pair.certificate());
        Files.writeString(pair.certificate(), "nothing");
        tls.reload();
        tls.reload();
        TlsStatus bad = tls.status();
        assertEquals(1, bad.failures());
        assertTrue(bad.problem().contains("holds no certificate"), bad.problem());
        assertEquals(first.expiresAtMs(), bad.expiresAtMs());

        Files.writeString(pair.certificate(), good);
        tls.reload();
        assertEquals("", tls.status().problem());

        // The certificate alone was replaced; its key comes a moment later.
        Certificates.Pair next = authority.make("next", Duration.ofDays(60));
        Files.move(next.certificate(), pair.certificate(), StandardCopyOption.REPLACE_EXISTING);
        tls.reload();
        assertEquals(2, tls.status().failures());
        Files.move(next.key(), pair.key(), StandardCopyOption.REPLACE_EXISTING);
        tls.reload();
        assertEquals("", tls.status().problem());
        Files.delete(pair.key());
        tls.reload();
        assertTrue(tls.status().problem().contains("no such file"), tls.status()::problem);
        assertFalse(tls.status().expiresAtMs() < first.expiresAtMs());
    }
}
