package io.weighbridge.console.client;

import com.google.errorprone.annotations.concurrent.GuardedBy;

import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.weighbridge.proto.v1.OperatorsGrpc;
import io.weighbridge.proto.v1.RefreshRequest;
import io.weighbridge.proto.v1.Session;

import org.jspecify.annotations.Nullable;

import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// The tokens of one session, renewed in time. Owns them; the lock is held while they are renewed,
/// because a refresh token that is sent twice ends the session.
final class Tokens {
    // Renewed this long before the end, so that a call under way is not cut off.
    private static final long AHEAD_MS = 60_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Channel channel;
    private final InstantSource clock;

    @GuardedBy("lock")
    private @Nullable Session session;

    Tokens(Channel channel, InstantSource clock) {
        this.channel = channel;
        this.clock = clock;
    }

    void set(Session newSession) {
        lock.lock();
        try {
            session = newSession;
        } finally {
            lock.unlock();
        }
    }

    /// Gives the session away, and has none from then on.
    Optional<Session> take() {
        lock.lock();
        try {
            Session taken = session;
            session = null;
            return Optional.ofNullable(taken);
        } finally {
            lock.unlock();
        }
    }

    /// A token that works, renewed if need be; empty without a session. Blocks.
    String access() {
        lock.lock();
        try {
            Session now = session;
            if (now == null) {
                return "";
            }
            if (now.getAccessExpiresAtMs() - clock.millis() < AHEAD_MS) {
                now = renew(now);
                session = now;
            }
            return now.getAccessToken();
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.UNAUTHENTICATED) {
                session = null;
            }
            throw e;
        } finally {
            lock.unlock();
        }
    }

    private Session renew(Session old) {
        return OperatorsGrpc.newBlockingStub(channel)
                .withDeadlineAfter(10, TimeUnit.SECONDS)
                .refresh(
                        RefreshRequest.newBuilder().setRefreshToken(old.getRefreshToken()).build());
    }
}
