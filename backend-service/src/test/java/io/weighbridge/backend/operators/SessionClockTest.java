package io.weighbridge.backend.operators;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.grpc.ManagedChannel;
import io.weighbridge.backend.platform.access.Role;
import io.weighbridge.backend.platform.grpc.BearerToken;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.proto.v1.OperatorsGrpc;
import io.weighbridge.proto.v1.WhoAmIRequest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/// Sessions while the wall clock is set: docs/faults.md.
final class SessionClockTest {
    private static final long HOUR_MS = 3_600_000;

    @TempDir Path directory;
    private final HandTime time = HandTime.now();

    @Test
    void shouldEndByTheWallClock() {
        try (TestBackend test = TestBackend.start(directory, time)) {
            String token = test.tokens().operator(Role.ADMIN);
            ManagedChannel bare = test.connectBare();
            try {
                for (long jump : new long[] {HOUR_MS, -HOUR_MS, -HOUR_MS}) {
                    assertEquals("ok", whoAmI(bare, token));
                    time.setWallBy(jump);
                    if (jump > 0) {
                        assertEquals("SESSION_EXPIRED", whoAmI(bare, token));
                        time.setWallBy(-jump);
                    }
                }
            } finally {
                bare.shutdownNow();
            }
        }
    }

    private static String whoAmI(ManagedChannel channel, String token) {
        OperatorsGrpc.OperatorsBlockingStub operators =
                OperatorsGrpc.newBlockingStub(channel)
                        .withInterceptors(BearerToken.attaching(token));
        return Calls.outcome(() -> operators.whoAmI(WhoAmIRequest.getDefaultInstance()));
    }
}
