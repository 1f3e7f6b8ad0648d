package io.weighbridge.backend.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.GateCalls;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.proto.v1.AuthorizeReply;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/// Rotations, time, restarts and a revocation in any order: at every instant each secret that ever
/// was does what a list of them says.
final class RotationTimelineTest {
    private static final int STEPS = 60;

    // A secret and until when it works: what the rules say, written down once more.
    private record Secret(String text, long untilMs) {}

    private final HandTime time = HandTime.now();
    private final List<Secret> newestFirst = new ArrayList<>();
    private boolean revoked;

    @Property(tries = 12, shrinking = ShrinkingMode.OFF)
    void everySecretWorksExactlyAsLongAsItShould(@ForAll long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        Path directory = Files.createTempDirectory("rotation");
        newestFirst.clear();
        revoked = false;
        TestBackend test = TestBackend.start(directory, time);
        try {
            test.chat();
            Account account = test.account("Acme", 1_000_000 * Calls.TOKEN);
            ApiKeys.Made made = test.key(account);
            long id = made.key().id();
            newestFirst.add(new Secret(made.secret(), Long.MAX_VALUE));
            int revokeAt = random.nextInt(2 * STEPS);
            for (int step = 0; step < STEPS; step++) {
                switch (random.nextInt(step == 0 ? 1 : 12)) {
                    case 0, 1, 2 -> rotate(test, id, random);
                    case 3 -> {
                        test.close();
                        test = TestBackend.start(directory, time);
                    }
                    default -> time.pass(random.nextLong(1, 400));
                }
                if (step == revokeAt) {
                    test.backend().keys().revoke(id, "lost");
                    revoked = true;
                }
                check(test);
            }
        } finally {
            test.close();
            delete(directory);
        }
    }

    private void rotate(TestBackend test, long id, SplittableRandom random) {
        if (revoked) {
            return;
        }
        long now = time.wallMs();
        long overlapMs = random.nextInt(3) == 0 ? 0 : random.nextLong(1, 1_000);
        ApiKeys keys = test.backend().keys();
        String secret = keys.rotate(id, keys.require(id).version(), overlapMs, 0).secret();
        newestFirst.replaceAll(
                old ->
                        old.untilMs == Long.MAX_VALUE
                                ? new Secret(old.text, now + overlapMs)
                                : new Secret(old.text, Math.min(old.untilMs, now)));
        newestFirst.addFirst(new Secret(secret, Long.MAX_VALUE));
    }

    private void check(TestBackend test) {
        for (int i = 0; i < newestFirst.size(); i++) {
            Secret secret = newestFirst.get(i);
            String expected =
                    i > ApiKey.OLD_MAX
                            ? "UNKNOWN_KEY"
                            : time.wallMs() >= secret.untilMs
                                    ? "ROTATED_KEY"
                                    : revoked ? "REVOKED_KEY" : "ok";
            AuthorizeReply reply = GateCalls.authorize(test, secret.text, "chat", 1, 1);
            String actual =
                    reply.hasAdmitted()
                            ? "ok"
                            : reply.getRefused().getReason().name().substring(15);
            assertEquals(expected, actual, "the secret of " + i + " rotations ago");
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
