package io.weighbridge.backend.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.ManagedChannel;
import io.weighbridge.backend.keys.KeySettings;
import io.weighbridge.backend.ledger.AdjustmentReason;
import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.ledger.accounts.Accounts;
import io.weighbridge.backend.ledger.fact.GrantKind;
import io.weighbridge.backend.limits.ServiceLimits;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.time.SystemTime;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.LedgerSums;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.proto.v1.AuthorizeReply;
import io.weighbridge.proto.v1.GateGrpc;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// Many threads at one account of a running service: every answer is one that doing the same one
/// after the other could give.
final class AdmissionHistoriesTest {
    private static final int HISTORIES = 150;
    private static final int THREADS = 4;
    private static final int STEPS = 5;
    private static final int CALLS_MAX = 3;
    private static final long CREDIT = 100;

    @TempDir Path directory;
    private TestBackend test;
    private List<ManagedChannel> connections;

    @BeforeEach
    void start() {
        test = TestBackend.start(directory, new SystemTime(), THREADS);
        test.chat();
        connections = IntStream.range(0, THREADS).mapToObj(i -> test.connect()).toList();
    }

    @AfterEach
    void stop() {
        connections.forEach(ManagedChannel::shutdownNow);
        test.close();
    }

    private static History.State state(long balance) {
        return new History.State(BigInteger.valueOf(balance), BigInteger.ZERO, 0);
    }

    @Test
    void shouldAnswerAsIfOneAfterTheOther() {
        SplittableRandom random = new SplittableRandom();
        for (int i = 0; i < HISTORIES; i++) {
            long seed = random.nextLong();
            Account account = test.account("account " + i, CREDIT * Calls.TOKEN);
            ServiceLimits limits =
                    new ServiceLimits(
                            0, ServiceLimits.UNLIMITED, ServiceLimits.UNLIMITED, CALLS_MAX, false);
            String key =
                    test.backend()
                            .keys()
                            .create(
                                    account.id(),
                                    new KeySettings(
                                            "k", 0, true, Set.of(), 0, null, List.of(limits)))
                            .secret();
            List<List<History.Event>> threads =
                    Calls.atOnce(
                            THREADS,
                            caller -> new Caller(caller, account, key, seed + caller).run());
            History history = new History(threads);
            assertTrue(history.hasAnOrder(state(CREDIT)), history::toString);
        }
        LedgerSums.check(test, directory);
    }

    private record OpenCall(String hold, long nanos) {}

    /// One thread, and what it did.
    private final class Caller {
        private final GateGrpc.GateBlockingStub gate;
        private final Account account;
        private final String key;
        private final SplittableRandom random;
        private final Deque<OpenCall> open = new ArrayDeque<>();
        private final List<History.Event> events = new ArrayList<>();

        Caller(int number, Account account, String key, long seed) {
            this.gate = GateGrpc.newBlockingStub(connections.get(number));
            this.account = account;
            this.key = key;
            this.random = new SplittableRandom(seed);
        }

        List<History.Event> run() {
            for (int i = 0; i < STEPS; i++) {
                int what = random.nextInt(10);
                if (what < 4) {
                    authorize(random.nextLong(10, 60));
                } else if (what < 7 && !open.isEmpty()) {
                    settle(open.remove(), random.nextLong(1, 50));
                } else if (what == 7 && !open.isEmpty()) {
                    release(open.remove());
                } else if (what == 8) {
                    change(random.nextBoolean() ? random.nextLong(1, 30) : -random.nextLong(1, 60));
                } else {
                    read();
                }
            }
            return events;
        }

        private void record(String what, Supplier<String> call, History.Rule rule) {
            long askedAt = System.nanoTime();
            String answer = call.get();
            events.add(new History.Event(what, askedAt, System.nanoTime(), answer, rule));
        }

        private void authorize(long tokens) {
            record(
                    "authorize " + tokens,
                    () -> {
                        AuthorizeReply reply =
                                gate.authorize(Calls.chat(key, 1, tokens - 1).build());
                        if (!reply.hasAdmitted()) {
                            return reply.getRefused().getReason().name();
                        }
                        open.add(new OpenCall(reply.getAdmitted().getHoldId(), tokens));
                        return "admitted";
                    },
                    state -> {
                        if (BigInteger.valueOf(tokens).compareTo(state.available()) > 0) {
                            return new History.Step("REFUSAL_REASON_INSUFFICIENT_CREDIT", state);
                        }
                        return state.openCalls() == CALLS_MAX
                                ? new History.Step("REFUSAL_REASON_CONCURRENT_CALLS", state)
                                : new History.Step("admitted", state.plus(0, tokens, 1));
                    });
        }

        private static String tokens(long nanos) {
            assertEquals(0, nanos % Calls.TOKEN);
            return "balance " + nanos / Calls.TOKEN;
        }

        private static History.Step changed(History.State next) {
            return new History.Step("balance " + next.balance(), next);
        }

        private void settle(OpenCall call, long used) {
            record(
                    "settle " + used + " of " + call.nanos(),
                    () ->
                            tokens(
                                    gate.settle(Calls.settle(call.hold(), 1, used - 1).build())
                                            .getBalanceNanos()),
                    state -> changed(state.plus(-used, -call.nanos(), -1)));
        }

        private void release(OpenCall call) {
            record(
                    "release " + call.nanos(),
                    () -> "" + gate.release(Calls.release(call.hold())).getReleased(),
                    state -> new History.Step("true", state.plus(0, -call.nanos(), -1)));
        }

        private void change(long tokens) {
            record(
                    "change by " + tokens,
                    () -> changeCredit(tokens),
                    state ->
                            BigInteger.valueOf(-tokens).compareTo(state.available()) > 0
                                            && tokens < 0
                                    ? new History.Step("INSUFFICIENT_CREDIT", state)
                                    : changed(state.plus(tokens, 0, 0)));
        }

        private String changeCredit(long tokens) {
            try {
                long nanos = tokens * Calls.TOKEN;
                return tokens(
                        tokens > 0
                                ? test.backend()
                                        .credit()
                                        .grant(
                                                account.id(),
                                                UUID.randomUUID(),
                                                GrantKind.PURCHASED,
                                                nanos,
                                                0,
                                                "")
                                        .balanceNanos()
                                : test.backend()
                                        .credit()
                                        .adjust(
                                                account.id(),
                                                UUID.randomUUID(),
                                                nanos,
                                                0,
                                                AdjustmentReason.TEST,
                                                "n")
                                        .balanceNanos());
            } catch (Fault fault) {
                return fault.code().name();
            }
        }

        private void read() {
            record(
                    "read",
                    () -> {
                        Accounts.Balance now = test.balance(account);
                        return tokens(now.balanceNanos())
                                + ", held "
                                + now.heldNanos().orElseThrow() / Calls.TOKEN;
                    },
                    state ->
                            new History.Step(
                                    "balance " + state.balance() + ", held " + state.held(),
                                    state));
        }
    }

    private static History.Event event(
            long askedAt, long answeredAt, String answer, History.Rule rule) {
        return new History.Event("test", askedAt, answeredAt, answer, rule);
    }

    // What the test rests on can tell a wrong history from a right one.
    @Test
    void shouldFindThatAnAnswerIsExplainedByNoOrder() {
        History.Rule take =
                state ->
                        state.balance().signum() > 0
                                ? new History.Step("taken", state.plus(-1, 0, 0))
                                : new History.Step("nothing", state);
        List<History.Event> first = List.of(event(0, 10, "taken", take));
        assertTrue(
                new History(List.of(first, List.of(event(5, 15, "nothing", take))))
                        .hasAnOrder(state(1)));
        assertTrue(
                new History(
                                List.of(
                                        List.of(event(0, 10, "nothing", take)),
                                        List.of(event(5, 15, "taken", take))))
                        .hasAnOrder(state(1)));
        assertFalse(
                new History(List.of(first, List.of(event(5, 15, "taken", take))))
                        .hasAnOrder(state(1)),
                "taken twice");
        assertFalse(
                new History(
                                List.of(
                                        List.of(event(0, 10, "nothing", take)),
                                        List.of(event(12, 15, "taken", take))))
                        .hasAnOrder(state(1)),
                "refused while it was there");
    }
}
