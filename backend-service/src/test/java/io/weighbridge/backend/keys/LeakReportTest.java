package io.weighbridge.backend.keys;

import static io.weighbridge.backend.testkit.Faults.assertFault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import io.grpc.ManagedChannel;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.GateCalls;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.IdKind;
import io.weighbridge.proto.v1.AccountsGrpc;
import io.weighbridge.proto.v1.ApiKey;
import io.weighbridge.proto.v1.AuthorizeReply;
import io.weighbridge.proto.v1.GetKeyRequest;
import io.weighbridge.proto.v1.KeysGrpc;
import io.weighbridge.proto.v1.ListNoticesReply;
import io.weighbridge.proto.v1.ListNoticesRequest;
import io.weighbridge.proto.v1.Notice;
import io.weighbridge.proto.v1.NoticeKind;
import io.weighbridge.proto.v1.PageRequest;
import io.weighbridge.proto.v1.ReportLeakReply;
import io.weighbridge.proto.v1.ReportLeakRequest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

final class LeakReportTest {
    private static final long HOUR_MS = 3_600_000;

    @TempDir Path directory;
    private final HandTime time = HandTime.now();
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private TestBackend test;
    private ManagedChannel bare;
    private long accountId;

    @BeforeEach
    void start() {
        open();
        test.chat();
        accountId = test.account("Acme", 1_000 * Calls.TOKEN).id();
        logged.start();
        root().addAppender(logged);
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    private void open() {
        test = TestBackend.start(directory, time);
        bare = test.connectBare();
    }

    @AfterEach
    void stop() {
        root().detachAppender(logged);
        bare.shutdownNow();
        test.close();
    }

    private ApiKeys.Made key() {
        return test.backend().keys().create(accountId, KeySettings.unlimited("test"));
    }

    private ApiKeys.Made rotate(ApiKeys.Made made, long overlapMs) {
        return test.backend().keys().rotate(made.key().id(), made.key().version(), overlapMs, 0);
    }

    private ReportLeakReply report(String secret, String foundAt) {
        return KeysGrpc.newBlockingStub(bare)
                .reportLeak(
                        ReportLeakRequest.newBuilder()
                                .setSecret(secret)
                                .setFoundAt(foundAt)
                                .build());
    }

    private String authorize(String secret) {
        AuthorizeReply reply = GateCalls.authorize(test, secret, "chat", 1, 1);
        return reply.hasAdmitted()
                ? "ok"
                : reply.getRefused().getReason().name().substring("REFUSAL_REASON_".length());
    }

    private ListNoticesReply notices(long account, int size, String token) {
        return AccountsGrpc.newBlockingStub(test.channel())
                .listNotices(
                        ListNoticesRequest.newBuilder()
                                .setAccount(IdKind.ACCOUNT.format(account))
                                .setPage(PageRequest.newBuilder().setSize(size).setToken(token))
                                .build());
    }

    private List<Notice> notices() {
        return notices(accountId, 0, "").getNoticesList();
    }

    private ApiKey get(long id) {
        return KeysGrpc.newBlockingStub(test.channel())
                .getKey(GetKeyRequest.newBuilder().setKey(IdKind.KEY.format(id)).build());
    }

    @Test
    void aPublishedKeyRevokesItselfAndItsOwnerIsTold() {
        ApiKeys.Made made = key();
        ApiKeys.Made other = key();
        ReportLeakReply reply = report(made.secret(), "https://example.org/x");
        assertEquals(ReportLeakReply.getDefaultInstance(), reply);
        Notice expected =
                Notice.newBuilder()
                        .setAtMs(time.wallMs())
                        .setKind(NoticeKind.NOTICE_KIND_KEY_LEAKED)
                        .setKey(IdKind.KEY.format(made.key().id()))
                        .setReported("https://example.org/x")
                        .build();
        for (int i = 0; i < 2; i++) {
            assertEquals("REVOKED_KEY", authorize(made.secret()));
            assertEquals("ok", authorize(other.secret()));
            assertEquals("reported as leaked", get(made.key().id()).getRevokedReason());
            assertEquals(List.of(expected), notices());
            bare.shutdownNow();
            test.close();
            open();
        }
    }

    @Test
    void eitherSecretThatWorksEndsTheKeyAndAnEndedOneDoesNot() {
        ApiKeys.Made made = key();
        ApiKeys.Made rotated = rotate(made, HOUR_MS);
        report(made.secret(), "");
        assertEquals("REVOKED_KEY", authorize(made.secret()));
        assertEquals("REVOKED_KEY", authorize(rotated.secret()));
        ApiKeys.Made second = key();
        ApiKeys.Made secondRotated = rotate(second, HOUR_MS);
        report(secondRotated.secret(), "");
        assertEquals("REVOKED_KEY", authorize(second.secret()));
        ApiKeys.Made third = key();
        ApiKeys.Made thirdRotated = rotate(third, HOUR_MS);
        time.pass(HOUR_MS);
        report(third.secret(), "");
        assertEquals("ok", authorize(thirdRotated.secret()));
        assertEquals(2, notices().size());
    }

    @Test
    void theSameReportAgainChangesNothing() {
        ApiKeys.Made made = key();
        List<Object> replies = GateCalls.atOnce(10, () -> report(made.secret(), "somewhere"));
        replies.forEach(reply -> assertEquals(ReportLeakReply.getDefaultInstance(), reply));
        ApiKey after = get(made.key().id());
        report(made.secret(), "elsewhere");
        assertEquals(after, get(made.key().id()));
        assertEquals(2, after.getVersion());
        assertEquals(1, notices().size());
    }

    @Test
    void theAnswerIsTheSameForWhatIsNoKey() {
        ApiKeys.Made made = key();
        String wrongChecksum = made.secret().substring(0, made.secret().length() - 1) + "!";
        String ofNobody = KeySecret.generate("wb", "live", new java.security.SecureRandom());
        String ofAProxy = test.tokens().proxy("other");
        for (String secret : List.of("x", wrongChecksum, ofNobody, ofAProxy, "ключ", "\n")) {
            assertEquals(ReportLeakReply.getDefaultInstance(), report(secret, "x"), secret);
        }
        assertEquals("ok", authorize(made.secret()));
        assertEquals(List.of(), notices());
    }

    @Test
    void inputIsBounded() {
        ApiKeys.Made made = key();
        assertFault(ErrorCode.INVALID_FIELD, "secret", () -> report("", "x"));
        String text =
                assertFault(ErrorCode.INVALID_FIELD, "secret", () -> report("s".repeat(201), "x"));
        assertFalse(text.contains("sss"), text);
        assertFault(
                ErrorCode.INVALID_FIELD, "found_at", () -> report(made.secret(), "x".repeat(501)));
        assertFault(ErrorCode.INVALID_FIELD, "found_at", () -> report(made.secret(), "a\nb"));
        assertEquals("ok", authorize(made.secret()));
        report("  " + made.secret() + "\n", "x".repeat(500));
        assertEquals("REVOKED_KEY", authorize(made.secret()));
    }

    @Test
    void oneAddressReportsOnlySoMuch() {
        for (int i = 0; i < LeakReports.AT_ONCE; i++) {
            report("nothing", "");
        }
        ApiKeys.Made made = key();
        assertFault(ErrorCode.TOO_MANY_ATTEMPTS, "reports", () -> report(made.secret(), ""));
        assertEquals("ok", authorize(made.secret()));
        time.pass(LeakReports.REFILL_MS - 1);
        assertFault(ErrorCode.TOO_MANY_ATTEMPTS, "reports", () -> report(made.secret(), ""));
        time.pass(1);
        report(made.secret(), "");
        assertEquals("REVOKED_KEY", authorize(made.secret()));
    }

    @Test
    void secretsAreNeitherStoredNorLogged() throws IOException {
        List<String> secrets = new ArrayList<>();
        ApiKeys.Made made = key();
        ApiKeys.Made other = key();
        secrets.add(made.secret());
        secrets.add(other.secret());
        String tail = made.secret().substring(made.secret().length() - 33);
        report(
                made.secret(),
                "https://example.org/?a=" + made.secret() + "&b=" + other.secret() + "#" + tail);
        assertEquals("https://example.org/?a=…&b=…#…", notices().getFirst().getReported());
        report(rotate(other, 0).secret().replace('a', 'b'), made.secret());
        bare.shutdownNow();
        test.close();
        boolean sawTheStore = false;
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                for (String secret : secrets) {
                    assertFalse(content.contains(secret.substring(secret.length() - 33)));
                }
                sawTheStore |= content.contains("example.org");
            }
        }
        assertTrue(sawTheStore);
        List<String> lines = logged.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
        assertTrue(
                lines.stream().anyMatch(line -> line.contains("was reported as leaked")),
                lines::toString);
        for (String secret : secrets) {
            assertFalse(lines.toString().contains(secret.substring(secret.length() - 33)));
        }
        open();
    }

    @Test
    void noticesAreListedNewestFirstPageByPageToEachOwner() {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ApiKeys.Made made = key();
            report(made.secret(), "");
            expected.addFirst(IdKind.KEY.format(made.key().id()));
        }
        long other = test.account("Other", 0).id();
        report(test.backend().keys().create(other, KeySettings.unlimited("")).secret(), "");
        List<String> seen = new ArrayList<>();
        String token = "";
        do {
            ListNoticesReply page = notices(accountId, 2, token);
            page.getNoticesList().forEach(notice -> seen.add(notice.getKey()));
            token = page.getNextPageToken();
        } while (!token.isEmpty());
        assertEquals(expected, seen);
        assertEquals(1, notices(other, 0, "").getNoticesCount());
        assertFault(ErrorCode.ACCOUNT_UNKNOWN, "account", () -> notices(1, 0, ""));
    }
}
