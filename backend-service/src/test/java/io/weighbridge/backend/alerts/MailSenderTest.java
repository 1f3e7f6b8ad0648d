package io.weighbridge.backend.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.notices.NoticeKind;
import io.weighbridge.backend.platform.time.SystemTime;
import io.weighbridge.backend.platform.tls.ServerTls;
import io.weighbridge.backend.platform.tls.TlsFiles;
import io.weighbridge.backend.testkit.Certificates;

import jakarta.mail.internet.MimeUtility;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/// Mails as a server gets them.
final class MailSenderTest {
    private static final byte[] NO_SECRET = {};
    private static final String LOGIN = "weighbridge:canary-password";

    @TempDir Path directory;
    private SSLContext tls;
    private SSLSocketFactory trusting;

    @BeforeEach
    void certificates() throws IOException, GeneralSecurityException {
        Certificates authority = new Certificates(directory, "ca");
        Certificates.Pair pair = authority.make("mail", Duration.ofDays(1));
        tls =
                ServerTls.open(
                                new TlsFiles(pair.certificate(), pair.key(), Optional.empty()),
                                new SystemTime())
                        .context();
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (InputStream in = Files.newInputStream(authority.ca())) {
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        SSLContext client = SSLContext.getInstance("TLS");
        client.init(null, trust.getTrustManagers(), null);
        trusting = client.getSocketFactory();
    }

    private static Alert alert(NoticeKind kind, String detail) {
        return new Alert(
                77, 10, 5, 1, kind, 6, detail, 1_700_000_000_000L, Alert.State.WAITING, 0, 0, "");
    }

    private static Contact contact(String address) {
        return new Contact(10, 1, Channel.MAIL, address, Contact.ALL_KINDS, "", 1, 1);
    }

    private static MailSender sender(
            SmtpServer server,
            AlertSettings.Security security,
            String password,
            String accountName,
            SSLSocketFactory sockets) {
        AlertSettings.MailSettings settings =
                new AlertSettings.MailSettings(
                        "127.0.0.1",
                        server.port(),
                        security,
                        password.isEmpty() ? "" : "weighbridge",
                        password,
                        "billing@weighbridge.example");
        assertFalse(settings.toString().contains("canary"), settings::toString);
        return new MailSender(settings, new AlertText("Wäge & Co", id -> accountName), sockets);
    }

    @Test
    void aMailSaysWhatHappenedInUtf8OverTlsWithTheLogin() throws IOException {
        try (SmtpServer server = SmtpServer.start(tls, true, LOGIN)) {
            MailSender sender =
                    sender(
                            server,
                            AlertSettings.Security.STARTTLS,
                            "canary-password",
                            "Büro ☃",
                            trusting);
            Alert alert = alert(NoticeKind.KEY_LEAKED, "https://example.org/x");
            assertEquals("", sender.send(contact("anna@acme.example"), alert, NO_SECRET));
            assertEquals("", sender.send(contact("anna@acme.example"), alert, NO_SECRET));
            SmtpServer.Mail mail = server.mails().getFirst();
            assertTrue(mail.isTls());
            assertTrue(mail.from().contains("<billing@weighbridge.example>"), mail.from());
            assertEquals(1, mail.to().size());
            assertTrue(mail.to().getFirst().contains("<anna@acme.example>"));
            assertEquals(
                    "Wäge & Co: API key leaked: Büro ☃",
                    MimeUtility.decodeText(mail.header("Subject")));
            assertEquals("Tue, 14 Nov 2023 22:13:20 GMT", mail.header("Date"));
            assertEquals("auto-generated", mail.header("Auto-Submitted"));
            // The same when it is sent again, and nothing about this machine.
            assertEquals("<alert_77@weighbridge.example>", mail.header("Message-ID"));
            assertEquals(mail.lines(), server.mails().get(1).lines());
            String text = text(mail);
            assertTrue(text.contains("Its finder says: https://example.org/x\n"), text);
            assertTrue(text.contains("Account: Büro ☃\n"), text);
            assertTrue(text.endsWith("Alert: 77"), text);
            assertFalse(
                    server.commands().subList(0, server.commands().indexOf("STARTTLS")).stream()
                            .anyMatch(line -> line.startsWith("AUTH")),
                    "no password in clear");
        }
    }

    private static String text(SmtpServer.Mail mail) throws IOException {
        String body = String.join("\r\n", mail.body());
        String encoding = mail.header("Content-Transfer-Encoding");
        assertEquals("text/plain; charset=UTF-8", mail.header("Content-Type"));
        byte[] decoded =
                switch (encoding) {
                    case "base64" -> Base64.getMimeDecoder().decode(body);
                    case "8bit" -> body.getBytes(StandardCharsets.ISO_8859_1);
                    default -> {
                        try (InputStream in =
                                MimeUtility.decode(
                                        new java.io.ByteArrayInputStream(
                                                body.getBytes(StandardCharsets.ISO_8859_1)),
                                        encoding)) {
                            yield in.readAllBytes();
                        } catch (jakarta.mail.MessagingException e) {
                            throw new IOException(e);
                        }
                    }
                };
        return new String(decoded, StandardCharsets.UTF_8).replace("\r\n", "\n");
    }

    @Test
    void withoutStarttlsNothingIsSaid() throws IOException {
        try (SmtpServer server = SmtpServer.start(tls, false, LOGIN)) {
            MailSender sender =
                    sender(
                            server,
                            AlertSettings.Security.STARTTLS,
                            "canary-password",
                            "Acme",
                            trusting);
            String problem =
                    sender.send(
                            contact("anna@acme.example"),
                            alert(NoticeKind.KEY_LEAKED, ""),
                            NO_SECRET);
            assertTrue(problem.contains("STARTTLS is required"), problem);
            nothingWasSaid(server);
        }
    }

    /// A certificate that nobody vouches for.
    @Test
    void aStrangersCertificateIsNotTrusted() throws IOException {
        try (SmtpServer server = SmtpServer.start(tls, true, LOGIN)) {
            MailSender sender =
                    sender(
                            server,
                            AlertSettings.Security.STARTTLS,
                            "canary-password",
                            "Acme",
                            (SSLSocketFactory) SSLSocketFactory.getDefault());
            String problem =
                    sender.send(
                            contact("anna@acme.example"),
                            alert(NoticeKind.KEY_LEAKED, ""),
                            NO_SECRET);
            assertTrue(problem.startsWith("the mail server: "), problem);
            nothingWasSaid(server);
        }
    }

    private static void nothingWasSaid(SmtpServer server) {
        assertEquals(0, server.mails().size());
        for (String line : server.commands()) {
            assertFalse(line.startsWith("AUTH") || line.startsWith("MAIL"), line);
        }
    }

    @Test
    void whatTheServerRefusesIsToldWithoutThePassword() throws IOException {
        try (SmtpServer server = SmtpServer.start(tls, true, LOGIN)) {
            MailSender wrong =
                    sender(server, AlertSettings.Security.STARTTLS, "canary", "Acme", trusting);
            Alert alert = alert(NoticeKind.KEY_REVOKED, "");
            String problem = wrong.send(contact("anna@acme.example"), alert, NO_SECRET);
            assertTrue(problem.contains("535 5.7.8 bad credentials"), problem);
            assertFalse(problem.contains("canary"), problem);
            MailSender right =
                    sender(
                            server,
                            AlertSettings.Security.STARTTLS,
                            "canary-password",
                            "Acme",
                            trusting);
            String unknown = right.send(contact("nobody@acme.example"), alert, NO_SECRET);
            assertTrue(unknown.contains("550 5.1.1 no such user"), unknown);
            assertFalse(unknown.contains("\n"), unknown);
            assertEquals(0, server.mails().size());
        }
    }

    /// Neither a name nor what others said adds a header, a recipient, or a line of ours.
    @Test
    void lineBreaksInTextsOfOthersChangeNothing() throws IOException {
        try (SmtpServer server = SmtpServer.start(tls, false, "")) {
            MailSender sender =
                    sender(
                            server,
                            AlertSettings.Security.NONE,
                            "",
                            "Acme\r\nBcc: eve@evil.example\r\n\r\nhello\u2028x\u0085y",
                            trusting);
            Alert alert = alert(NoticeKind.KEY_LEAKED, "x\r\n.\r\nMAIL FROM:<e@e>\nKey: key_1");
            assertEquals("", sender.send(contact("anna@acme.example"), alert, NO_SECRET));
            SmtpServer.Mail mail = server.mails().getFirst();
            assertEquals(1, server.mails().size());
            assertEquals(1, mail.to().size());
            assertEquals("", mail.header("Bcc"));
            assertEquals(
                    "Wäge & Co: API key leaked: Acme Bcc: eve@evil.example hello x y",
                    MimeUtility.decodeText(mail.header("Subject")));
            String text = text(mail);
            assertEquals(
                    1, text.lines().filter(line -> line.startsWith("Key: ")).count(), () -> text);
            assertTrue(text.contains("Its finder says: x . MAIL FROM:<e@e> Key: key_1\n"), text);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "anna",
                "anna@",
                "@acme.example",
                "a@acme.example, b@acme.example",
                "group:a@acme.example,b@acme.example;",
                "group:a@acme.example;",
                "Anna <anna@acme.example>",
                "<anna@acme.example>",
                "\"a\r\nb\"@acme.example",
                "a b@acme.example",
                "@relay.example:a@acme.example",
                "änna@acme.example",
                "anna@acme.example\r\nRCPT TO:<eve@evil.example>",
                ""
            })
    void suchAnAddressIsRefused(String text) {
        assertFalse(MailSender.isAddress(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"anna@acme.example", "a.b+c@x.acme.example", "root@localhost"})
    void suchAnAddressIsTaken(String text) {
        assertTrue(MailSender.isAddress(text));
    }
}
