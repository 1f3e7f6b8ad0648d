package io.weighbridge.benchmarks;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// What one would build from parts: a hash map of digests, two Bucket4j buckets and an atomic
/// balance a key. It does less than the gate: no scopes, no prices, nothing durable, no request
/// ids, and it does not take all or none.
final class Composed {
    private static final class Digest {
        private final byte[] bytes;

        Digest(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Digest that && MessageDigest.isEqual(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }
    }

    record Key(Bucket requests, Bucket tokens, AtomicLong balanceNanos) {}

    private final Map<Digest, Key> keys = new ConcurrentHashMap<>();
    private final MessageDigest sha256;

    Composed(InProcessGate gate) {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        for (int i = 0; i < gate.keys(); i++) {
            keys.put(
                    digest(gate.secret(i)),
                    new Key(
                            bucket(1_000_000_000L),
                            bucket(10_000_000_000L),
                            new AtomicLong(Long.MAX_VALUE)));
        }
    }

    private static Bucket bucket(long perMinute) {
        return Bucket.builder()
                .addLimit(
                        Bandwidth.builder()
                                .capacity(perMinute)
                                .refillGreedy(perMinute, Duration.ofMinutes(1))
                                .build())
                .build();
    }

    private Digest digest(String key) {
        return new Digest(sha256.digest(key.getBytes(StandardCharsets.US_ASCII)));
    }

    /// @return the key, null when the call is refused
    @Nullable Key authorize(String apiKey, long tokens, long nanos) {
        Key key = keys.get(digest(apiKey));
        if (key == null || !key.requests.tryConsume(1) || !key.tokens.tryConsume(tokens)) {
            return null;
        }
        return key.balanceNanos.addAndGet(-nanos) >= 0 ? key : null;
    }

    /// Gives back what a call of a key took.
    void giveBack(Key key, long tokens, long nanos) {
        key.tokens.addTokens(tokens);
        key.balanceNanos.addAndGet(nanos);
    }
}
