package io.weighbridge.backend.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.ManagedChannel;
import io.weighbridge.backend.ledger.AdjustmentReason;
import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.ledger.fact.GrantKind;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.time.SystemTime;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.LedgerSums;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.model.RequestId;
import io.weighbridge.proto.v1.AuthorizeReply;
import io.weighbridge.proto.v1.GateGrpc;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;

/// Credit that is taken, given, refunded and spent by many at once.
final class CreditRaceTest {
    @TempDir Path directory;
    private TestBackend test;
    private List<ManagedChannel> connections;

    @BeforeEach
    void start() {
        test = TestBackend.start(directory, new SystemTime(), 4);
        test.chat();
        connections = IntStream.range(0, 8).mapToObj(i -> test.connect()).toList();
    }

    @AfterEach
    void stop() {
        connections.forEach(ManagedChannel::shutdownNow);
        test.close();
    }

    private GateGrpc.GateBlockingStub gate(int caller) {
        return GateGrpc.newBlockingStub(connections.get(caller % connections.size()));
    }

    private void grant(Account account, long nanos) {
        test.backend()
                .credit()
                .grant(account.id(), UUID.randomUUID(), GrantKind.PURCHASED, nanos, 0, "");
    }

    private boolean adjust(Account account, long nanos) {
        try {
            test.backend()
                    .credit()
                    .adjust(
                            account.id(),
                            UUID.randomUUID(),
                            nanos,
                            0,
                            AdjustmentReason.GOODWILL,
                            "test");
            return true;
        } catch (Fault refused) {
            return false;
        }
    }

    @Test
    void shouldNotHoldCreditThatIsBeingTaken() {
        Account account = test.account("Acme", 0);
        String key = test.key(account).secret();
        for (int round = 0; round < 120; round++) {
            grant(account, 10 * Calls.TOKEN);
            List<String> winners =
                    Calls.atOnce(
                                    9,
                                    caller -> {
                                        if (caller == 4) {
                                            return adjust(account, -10 * Calls.TOKEN) ? "-" : "";
                                        }
                                        AuthorizeReply reply =
                                                gate(caller)
                                                        .authorize(Calls.chat(key, 4, 6).build());
                                        return reply.getAdmitted().getHoldId();
                                    })
                            .stream()
                            .filter(winner -> !winner.isEmpty())
                            .toList();
            assertEquals(1, winners.size(), "the same credit was given out twice");
            assertTrue(test.balance(account).availableNanos().orElseThrow() >= 0);
            if (!winners.getFirst().equals("-")) {
                gate(0).settle(Calls.settle(winners.getFirst(), 4, 6).build());
            }
            assertEquals(0, test.balance(account).balanceNanos());
        }
        LedgerSums.check(test, directory);
    }

    @Test
    void shouldBalanceAfterRandomOperationsFromManyThreads() {
        List<Account> accounts =
                IntStream.range(0, 3)
                        .mapToObj(i -> test.account("a" + i, 500 * Calls.TOKEN))
                        .toList();
        List<String> keys = accounts.stream().map(a -> test.key(a).secret()).toList();
        Calls.atOnce(
                24,
                caller -> {
                    Random random = new Random(caller);
                    for (int i = 0; i < 40; i++) {
                        int at = random.nextInt(accounts.size());
                        operation(caller, random, accounts.get(at), keys.get(at));
                    }
                    return caller;
                });
        LedgerSums.check(test, directory);
        for (Account account : accounts) {
            assertTrue(
                    test.balance(account).availableNanos().orElseThrow() >= 0, "never overspent");
        }
    }

    private void operation(int caller, Random random, Account account, String key) {
        switch (random.nextInt(6)) {
            case 0 -> grant(account, random.nextLong(1, 50 * Calls.TOKEN));
            case 1 -> adjust(account, -random.nextLong(1, 80 * Calls.TOKEN));
            case 2 -> adjust(account, random.nextLong(1, 20 * Calls.TOKEN));
            default -> call(caller, random, key);
        }
    }

    private void call(int caller, Random random, String key) {
        AuthorizeReply reply = gate(caller).authorize(Calls.chat(key, 5, 20).build());
        if (!reply.hasAdmitted()) {
            return;
        }
        String hold = reply.getAdmitted().getHoldId();
        switch (random.nextInt(4)) {
            case 0 -> gate(caller).release(Calls.release(hold));
            case 1 -> {
                gate(caller).settle(Calls.settle(hold, 5, random.nextInt(20)).build());
                try {
                    test.backend()
                            .credit()
                            .refund(
                                    java.util.Objects.requireNonNull(
                                            RequestId.parse(reply.getAdmitted().getRequestId())),
                                    UUID.randomUUID(),
                                    random.nextLong(1, 10 * Calls.TOKEN),
                                    AdjustmentReason.GOODWILL,
                                    "test");
                } catch (Fault aboveTheCharge) {
                    assertEquals("REFUND_ABOVE_CHARGE", aboveTheCharge.code().name());
                }
            }
            default -> gate(caller).settle(Calls.settle(hold, 5, random.nextInt(20)).build());
        }
    }
}
