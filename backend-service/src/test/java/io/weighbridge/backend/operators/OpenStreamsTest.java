package io.weighbridge.backend.operators;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.weighbridge.backend.platform.grpc.BearerToken;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.backend.testkit.MeterClient;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.backend.usage.live.LiveFeed;
import io.weighbridge.proto.v1.CreateOperatorReply;
import io.weighbridge.proto.v1.EndSessionRequest;
import io.weighbridge.proto.v1.ImportPriceMapRequest;
import io.weighbridge.proto.v1.ListSessionsRequest;
import io.weighbridge.proto.v1.LiveUpdate;
import io.weighbridge.proto.v1.LogoutRequest;
import io.weighbridge.proto.v1.PriceImport;
import io.weighbridge.proto.v1.PriceImportOptions;
import io.weighbridge.proto.v1.PriceImportsGrpc;
import io.weighbridge.proto.v1.ResetPasswordRequest;
import io.weighbridge.proto.v1.Role;
import io.weighbridge.proto.v1.Session;
import io.weighbridge.proto.v1.UsageGrpc;
import io.weighbridge.proto.v1.WatchLiveRequest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A stream ends when its caller loses the right to it, though nobody sends anything.
final class OpenStreamsTest {
    private static final int TIME_S = 20;

    @TempDir Path directory;
    private final HandTime time = HandTime.now();
    private TestBackend test;
    private ManagedChannel channel;
    private OperatorClient client;
    private CreateOperatorReply anna;

    @BeforeEach
    void start() {
        test = TestBackend.start(directory, time);
        channel = test.connectBare();
        client = new OperatorClient(channel);
        anna = client.createOwn(admin(), "anna", Role.ROLE_FINANCE);
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        test.close();
    }

    private String admin() {
        return test.tokens().operator(io.weighbridge.backend.platform.access.Role.ADMIN);
    }

    private Session login() {
        return client.login("anna", anna.getPassword());
    }

    private Channel as(String token) {
        return ClientInterceptors.intercept(channel, BearerToken.attaching(token));
    }

    /// A stream of answers of which only the first and the end matter.
    private static final class Answers<A> implements StreamObserver<A> {
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CompletableFuture<String> end = new CompletableFuture<>();

        @Override
        public void onNext(A answer) {
            begun.countDown();
        }

        @Override
        public void onError(Throwable thrown) {
            end.complete(Calls.code((StatusRuntimeException) thrown));
        }

        @Override
        public void onCompleted() {
            end.complete("ok");
        }

        Answers<A> begun() throws InterruptedException {
            assertTrue(begun.await(TIME_S, TimeUnit.SECONDS));
            return this;
        }

        String end() throws InterruptedException {
            try {
                return end.get(TIME_S, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                return fail("the stream goes on", e);
            }
        }
    }

    private Answers<LiveUpdate> watch(Session session) throws InterruptedException {
        Answers<LiveUpdate> answers = new Answers<>();
        UsageGrpc.newStub(as(session.getAccessToken()))
                .watchLive(WatchLiveRequest.getDefaultInstance(), answers);
        return answers.begun();
    }

    @Test
    void aWatchersEndsWithItsOperator() throws InterruptedException {
        Answers<LiveUpdate> watching = watch(login());
        client.update(admin(), anna.getOperator(), Role.ROLE_FINANCE, true);
        assertEquals("UNAUTHENTICATED", watching.end());
    }

    @Test
    void aWatchersEndsWhenAnAdministratorEndsItsSession() throws InterruptedException {
        Answers<LiveUpdate> watching = watch(login());
        String session =
                client.as(admin())
                        .listSessions(
                                ListSessionsRequest.newBuilder()
                                        .setOperator(anna.getOperator().getId())
                                        .build())
                        .getSessionsList()
                        .getLast()
                        .getId();
        var _ =
                client.as(admin())
                        .endSession(EndSessionRequest.newBuilder().setSession(session).build());
        assertEquals("UNAUTHENTICATED", watching.end());
    }

    @Test
    void aWatchersEndsWithItsSession() throws InterruptedException {
        Session one = login();
        Session two = login();
        Session three = login();
        Answers<LiveUpdate> leaving = watch(one);
        Answers<LiveUpdate> staying = watch(two);
        // A refreshed session is the same one.
        Session refreshed = client.refresh(two.getRefreshToken());
        client.as(one).logout(LogoutRequest.getDefaultInstance());
        assertEquals("UNAUTHENTICATED", leaving.end());
        assertTrue(!staying.end.isDone());
        client.as(admin())
                .resetPassword(
                        ResetPasswordRequest.newBuilder()
                                .setOperator(anna.getOperator().getId())
                                .setVersion(client.whoAmI(refreshed).getVersion())
                                .build());
        assertEquals("UNAUTHENTICATED", staying.end());
        assertEquals("UNAUTHENTICATED", Calls.outcome(() -> client.whoAmI(three)));
    }

    @Test
    void aWatchersEndsWithTheSessionsTime() throws InterruptedException {
        Answers<LiveUpdate> watching = watch(login());
        time.pass(Sessions.SESSION_MS);
        assertEquals("UNAUTHENTICATED", watching.end());
    }

    @Test
    void aWatcherThatWasEndedMakesRoom() throws InterruptedException {
        Session session = login();
        List<Answers<LiveUpdate>> all = new ArrayList<>();
        for (int i = 0; i < LiveFeed.WATCHERS_MAX; i++) {
            all.add(watch(session));
        }
        assertEquals("BUSY", another());
        client.update(admin(), anna.getOperator(), Role.ROLE_FINANCE, true);
        for (Answers<LiveUpdate> each : all) {
            assertEquals("UNAUTHENTICATED", each.end());
        }
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIME_S);
        while (another().equals("BUSY")) {
            assertTrue(System.nanoTime() < until, "they are still sent to");
        }
    }

    private String another() {
        return Calls.outcome(
                () ->
                        UsageGrpc.newBlockingStub(as(admin()))
                                .watchLive(WatchLiveRequest.getDefaultInstance())
                                .next());
    }

    @Test
    void aHalfSentMapIsDroppedWithItsOperator() throws InterruptedException {
        Answers<PriceImport> answers = new Answers<>();
        StreamObserver<ImportPriceMapRequest> pieces =
                PriceImportsGrpc.newStub(as(login().getAccessToken())).importPriceMap(answers);
        pieces.onNext(
                ImportPriceMapRequest.newBuilder()
                        .setOptions(PriceImportOptions.getDefaultInstance())
                        .build());
        client.update(admin(), anna.getOperator(), Role.ROLE_VIEWER, false);
        assertEquals("UNAUTHENTICATED", answers.end());
    }

    @Test
    void aMeterEndsWithTheSecretThatItWasOpenedWith() {
        test.chat();
        String key = test.key(test.account("Acme", Calls.TOKEN * 1_000)).secret();
        String leaked = test.tokens().proxy("envoy");
        MeterClient old = MeterClient.open(as(leaked));
        old.open("1", Calls.chat(key, 1, 1).build(), 0);
        assertTrue(old.next().hasAdmitted());
        long id = test.backend().proxies().inUse("envoy").orElseThrow().id();
        String fresh = test.backend().proxies().rotate(id, time.wallMs() + 60_000).secret();
        MeterClient present = MeterClient.open(as(fresh));
        time.pass(60_000);
        assertEquals("UNAUTHENTICATED", Calls.code(old.failure()));
        present.open("2", Calls.chat(key, 1, 1).build(), 0);
        assertTrue(present.next().hasAdmitted());
        // Both holds are the proxy's: the call that the old secret began is settled by the other.
        assertEquals(2, test.backend().ledger().holds(0).size());
    }
}
