package io.weighbridge.backend.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.platform.time.SystemTime;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.model.IdKind;
import io.weighbridge.proto.v1.AuthorizeReply;
import io.weighbridge.proto.v1.GateGrpc;
import io.weighbridge.proto.v1.GetKeyRequest;
import io.weighbridge.proto.v1.KeysGrpc;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/// Calls while their key is rotated, and while so many keys and secrets come that the table grows.
final class RotationRaceTest {
    private static final int ROTATIONS = 150;
    private static final int CALLERS = 4;

    @TempDir Path directory;

    /// The secret that works, and the one before, while it works too.
    private record Pair(String now, String before) {}

    @Test
    void noCallWithASecretThatWorksIsRefused() throws Exception {
        try (TestBackend test = TestBackend.start(directory, new SystemTime(), 2)) {
            test.chat();
            Account account = test.account("Acme", 1_000_000_000L * 100);
            ApiKeys.Made made = test.key(account);
            AtomicReference<Pair> secrets =
                    new AtomicReference<>(new Pair(made.secret(), made.secret()));
            Map<String, String> refused = new ConcurrentHashMap<>();
            AtomicLong settled = new AtomicLong();
            AtomicBoolean going = new AtomicBoolean(true);
            List<Future<?>> callers = new ArrayList<>();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < CALLERS; i++) {
                    callers.add(
                            threads.submit(
                                    () -> {
                                        while (going.get()) {
                                            call(test, secrets, refused, settled);
                                        }
                                    }));
                }
                try {
                    for (int i = 0; i < ROTATIONS; i++) {
                        rotate(test, made.key().id(), secrets, i);
                        // Others too, so that the table is made anew meanwhile.
                        for (int j = 0; j < 5; j++) {
                            test.key(account);
                        }
                        long seen = settled.get();
                        Calls.await("a call after each rotation", () -> settled.get() > seen);
                    }
                } finally {
                    going.set(false);
                }
                for (Future<?> caller : callers) {
                    caller.get();
                }
                assertTrue(settled.get() >= ROTATIONS);
            }
            assertEquals(Map.of(), refused);
            ApiKey key = test.backend().keys().require(made.key().id());
            assertEquals(ROTATIONS + 1, key.version());
            long spent = 1_000_000_000L * 100 - test.balance(account).balanceNanos();
            assertEquals(settled.get() * 2 * Calls.TOKEN, spent);
            long ofKey =
                    KeysGrpc.newBlockingStub(test.channel())
                            .getKey(
                                    GetKeyRequest.newBuilder()
                                            .setKey(IdKind.KEY.format(key.id()))
                                            .build())
                            .getSpentNanos();
            assertEquals(spent, ofKey);
        }
    }

    private static void rotate(
            TestBackend test, long id, AtomicReference<Pair> secrets, int round) {
        ApiKeys keys = test.backend().keys();
        String before = secrets.get().now;
        // No secret is used that this rotation could end.
        secrets.set(new Pair(before, before));
        String fresh = keys.rotate(id, keys.require(id).version(), 3_600_000 + round, 0).secret();
        secrets.set(new Pair(fresh, before));
    }

    private static void call(
            TestBackend test,
            AtomicReference<Pair> secrets,
            Map<String, String> refused,
            AtomicLong settled) {
        Pair pair = secrets.get();
        GateGrpc.GateBlockingStub gate = test.gate();
        for (String secret : List.of(pair.now, pair.before)) {
            AuthorizeReply reply = gate.authorize(Calls.chat(secret, 1, 1).build());
            if (reply.hasAdmitted()) {
                gate.settle(Calls.settle(reply.getAdmitted().getHoldId(), 1, 1).build());
                settled.incrementAndGet();
            } else if (worksStill(secret, secrets.get())) {
                refused.put(secret, reply.getRefused().getReason().name());
            }
        }
    }

    // A secret leaves the pair before a rotation can end it, and never comes back: one that is in
    // it
    // after it was refused worked all the while.
    private static boolean worksStill(String secret, Pair now) {
        return secret.equals(now.now) || secret.equals(now.before);
    }
}
