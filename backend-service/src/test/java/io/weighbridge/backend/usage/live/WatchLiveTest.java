package io.weighbridge.backend.usage.live;

import static io.weighbridge.backend.usage.UsageKit.admit;
import static io.weighbridge.backend.usage.UsageKit.assertError;
import static io.weighbridge.backend.usage.UsageKit.count;
import static io.weighbridge.backend.usage.UsageKit.tokens;
import static io.weighbridge.backend.usage.UsageKit.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.weighbridge.backend.keys.ApiKeys;
import io.weighbridge.backend.keys.KeySettings;
import io.weighbridge.backend.ledger.Hold;
import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.backend.usage.MovingTime;
import io.weighbridge.backend.usage.UsageKit;
import io.weighbridge.model.IdKind;
import io.weighbridge.proto.v1.Admitted;
import io.weighbridge.proto.v1.AuthorizeBatchReply;
import io.weighbridge.proto.v1.AuthorizeBatchRequest;
import io.weighbridge.proto.v1.LiveKey;
import io.weighbridge.proto.v1.LiveTotals;
import io.weighbridge.proto.v1.Outcome;
import io.weighbridge.proto.v1.RefusalReason;
import io.weighbridge.proto.v1.SettleBatchRequest;
import io.weighbridge.proto.v1.SettleRequest;
import io.weighbridge.proto.v1.Unit;
import io.weighbridge.proto.v1.WatchLiveRequest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

final class WatchLiveTest {
    @TempDir Path directory;
    private final MovingTime time = new MovingTime();

    private static SettleRequest settle(String holdId) {
        return SettleRequest.newBuilder()
                .setHoldId(holdId)
                .setOutcome(Outcome.OUTCOME_OK)
                .addUnits(count(Unit.UNIT_INPUT_TOKENS, 10))
                .addUnits(count(Unit.UNIT_OUTPUT_TOKENS, 5))
                .build();
    }

    private static void assertEqualsLedger(TestBackend test, LiveTotals totals, Account... of) {
        long open = 0;
        long held = 0;
        for (Account account : of) {
            List<Hold> holds = test.backend().ledger().holds(account.id());
            open += holds.size();
            held += holds.stream().mapToLong(Hold::heldNanos).sum();
        }
        assertEquals(open, totals.getOpenHolds());
        assertEquals(held, totals.getHeldNanos());
    }

    @Test
    void shouldSendASnapshotThenChangesAndFallBackToZero() {
        Account account;
        String secret;
        try (TestBackend test = TestBackend.start(directory, time)) {
            test.publish(test.service("chat"), 1_000_000_000L, 2_000_000_000L);
            account = test.account("Acme", 1_000_000_000L);
            Account other = test.account("Other", 1_000_000_000L);
            ApiKeys.Made key = test.key(account);
            secret = key.secret();
            String othersSecret = test.key(other).secret();
            Admitted first = admit(test, tokens(secret, "chat", 10, 10));
            Admitted others = admit(test, tokens(othersSecret, "chat", 10, 10));
            LiveReader all = LiveReader.watch(test.channel(), true, "");
            LiveReader mine =
                    LiveReader.watch(test.channel(), true, IdKind.ACCOUNT.format(account.id()));
            UsageKit.await("both holds are seen", () -> all.totals().getOpenHolds() == 2);
            UsageKit.await("a filtered snapshot comes", () -> mine.keys().size() == 1);
            assertEqualsLedger(test, all.totals(), account, other);
            var _ = test.gate().settle(settle(first.getHoldId()));
            var _ = test.gate().settle(settle(others.getHoldId()));
            assertTrue(
                    test.gate()
                            .authorize(tokens(secret, "chat", 1_000_000_000L, 1).build())
                            .hasRefused());
            assertTrue(test.gate().authorize(tokens("sk-x", "chat", 1, 1).build()).hasRefused());
            String id = IdKind.KEY.format(key.key().id());
            UsageKit.await(
                    "charge and refusal are seen",
                    () ->
                            mine.key(id).getSpendPerMinuteNanos() == 20_000
                                    && mine.key(id).getRefusedPerMinute() == 1);
            LiveKey row = mine.key(id);
            assertEquals(15, row.getTokensPerMinute());
            assertEquals(1, row.getRequestsPerMinute());
            assertEquals("test", row.getName());
            assertEquals(IdKind.ACCOUNT.format(account.id()), row.getAccount());
            assertEquals(RefusalReason.REFUSAL_REASON_INSUFFICIENT_CREDIT, row.getLastRefusal());
            UsageKit.await("totals are whole", () -> all.totals().getRefusedPerMinute() == 2);
            assertEquals(40_000, all.totals().getSpendPerMinuteNanos());
            assertEquals(2, all.totals().getRefusalsCount());
            time.move(Duration.ofSeconds(65));
            UsageKit.await(
                    "rates fall to zero",
                    () ->
                            mine.key(id).getSpendPerMinuteNanos() == 0
                                    && all.totals().getRequestsPerMinute() == 0
                                    && all.totals().getRefusedPerMinute() == 0);
            assertEquals(0, all.sum(LiveKey::getTokensPerMinute));
            var _ = admit(test, tokens(secret, "chat", 10, 10));
            UsageKit.await("a new hold is seen", () -> all.totals().getOpenHolds() == 1);
        }
        try (TestBackend test = TestBackend.start(directory, time)) {
            LiveReader again = LiveReader.watch(test.channel(), true, "");
            UsageKit.await("a snapshot comes", () -> again.messages() > 0);
            assertEquals(1, again.totals().getOpenHolds());
            assertEqualsLedger(test, again.totals(), account);
        }
    }

    @Test
    void shouldNotBeHeldUpByAReaderThatDoesNotReadAndGiveItTheNewestState() {
        int size = 1_200;
        try (TestBackend test = TestBackend.start(directory, time)) {
            test.publish(test.service("chat"), 1_000_000_000L, 2_000_000_000L);
            Account account = test.account("Acme", 1_000_000_000L);
            List<String> secrets = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                String name = "k".repeat(95) + i;
                secrets.add(
                        test.backend()
                                .keys()
                                .create(account.id(), KeySettings.unlimited(name))
                                .secret());
            }
            ManagedChannel slowChannel =
                    NettyChannelBuilder.forAddress("127.0.0.1", test.backend().port())
                            .intercept(test.credentials())
                            .usePlaintext()
                            .flowControlWindow(65_535)
                            .build();
            try {
                LiveReader slow = LiveReader.watch(slowChannel, false, "");
                LiveReader fast = LiveReader.watch(test.channel(), true, "");
                UsageKit.await("the fast one begins", () -> fast.messages() > 0);
                for (int round = 0; round < 8; round++) {
                    int before = fast.messages();
                    settleOnce(test, secrets.subList(0, size / 2));
                    settleOnce(test, secrets.subList(size / 2, size));
                    UsageKit.await("the fast one goes on", () -> fast.messages() > before);
                }
                UsageKit.await(
                        "the fast one has it all",
                        () -> fast.totals().getTokensPerMinute() == 144_000);
                UsageKit.await(
                        "row by row", () -> fast.sum(LiveKey::getTokensPerMinute) == 144_000);
                assertEqualsLedger(test, fast.totals(), account);
                assertEquals(0, slow.messages());
                slow.call().request(Integer.MAX_VALUE);
                UsageKit.await("the slow one is level", () -> slow.keys().equals(fast.keys()));
                assertEquals(size, slow.keys().size());
                // What lay on the way when it began to read, and one newest state.
                long state =
                        slow.keys().values().stream().mapToLong(LiveKey::getSerializedSize).sum();
                assertTrue(slow.bytes() < 2 * state + 200_000, "bytes: " + slow.bytes());
                assertTrue(slow.messages() < fast.messages(), "messages: " + slow.messages());
            } finally {
                slowChannel.shutdownNow();
            }
        }
    }

    // A call with each key.
    private static void settleOnce(TestBackend test, List<String> secrets) {
        AuthorizeBatchRequest.Builder calls = AuthorizeBatchRequest.newBuilder();
        secrets.forEach(secret -> calls.addCalls(tokens(secret, "chat", 10, 10)));
        AuthorizeBatchReply admitted = test.gate().authorizeBatch(calls.build());
        SettleBatchRequest.Builder settles = SettleBatchRequest.newBuilder();
        admitted.getItemsList()
                .forEach(item -> settles.addSettles(settle(item.getAdmitted().getHoldId())));
        test.gate()
                .settleBatch(settles.build())
                .getItemsList()
                .forEach(item -> assertTrue(item.hasSettled(), item::toString));
    }

    @Test
    void shouldLimitWatchersAndForgetThoseThatVanish() {
        try (TestBackend test = TestBackend.start(directory, time)) {
            List<LiveReader> readers = new ArrayList<>();
            ManagedChannel other =
                    NettyChannelBuilder.forAddress("127.0.0.1", test.backend().port())
                            .intercept(test.credentials())
                            .usePlaintext()
                            .build();
            for (int i = 0; i < LiveFeed.WATCHERS_MAX; i++) {
                readers.add(LiveReader.watch(i == 0 ? test.channel() : other, true, ""));
            }
            UsageKit.await(
                    "all are served", () -> readers.stream().allMatch(one -> one.messages() > 0));
            LiveReader tooMany = LiveReader.watch(test.channel(), true, "");
            UsageKit.await("one too many is refused", tooMany::isEnded);
            Throwable error = Objects.requireNonNull(tooMany.error());
            assertEquals(Status.Code.UNAVAILABLE, Status.fromThrowable(error).getCode());
            assertEquals("BUSY", UsageKit.reason(error));
            readers.getFirst().call().cancel("enough", null);
            awaitPlace(test);
            other.shutdownNow();
            for (int i = 0; i < 5; i++) {
                awaitPlace(test);
            }
        }
    }

    // Takes a free place among the watchers, and keeps it.
    private static void awaitPlace(TestBackend test) {
        UsageKit.await(
                "a place is free",
                () -> {
                    LiveReader reader = LiveReader.watch(test.channel(), true, "");
                    UsageKit.await("an answer", () -> reader.messages() > 0 || reader.isEnded());
                    return !reader.isEnded();
                });
    }

    @Test
    void shouldNameTheFieldThatIsWrongAndEndStreamsWhenTheServiceStops() {
        ManagedChannel channel;
        LiveReader reader;
        long begun;
        try (TestBackend test = TestBackend.start(directory, time)) {
            for (long interval : List.of(-1L, 99L, 10_001L)) {
                refused(test, "interval_ms", WatchLiveRequest.newBuilder().setIntervalMs(interval));
            }
            refused(test, "account", WatchLiveRequest.newBuilder().setAccount("Acme"));
            channel =
                    NettyChannelBuilder.forAddress("127.0.0.1", test.backend().port())
                            .intercept(test.credentials())
                            .usePlaintext()
                            .build();
            reader = LiveReader.watch(channel, true, "");
            UsageKit.await("it begins", () -> reader.messages() > 0);
            begun = System.nanoTime();
        }
        assertTrue(System.nanoTime() - begun < Duration.ofSeconds(8).toNanos());
        UsageKit.await("the stream ended", reader::isEnded);
        assertEquals(null, reader.error());
        channel.shutdownNow();
    }

    private static void refused(TestBackend test, String field, WatchLiveRequest.Builder request) {
        assertError(
                Status.Code.INVALID_ARGUMENT,
                "INVALID_FIELD",
                field + ": ",
                () -> usage(test).watchLive(request.build()).hasNext());
    }
}
