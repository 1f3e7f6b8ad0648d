package io.weighbridge.backend.operators;

import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.ErrorCode;

import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Passwords' Argon2id hashes, in the usual text form with salt and parameters. A hash is dear by
/// design, so only a few are computed at the same time and only a few wait: logins cannot eat the
/// machine. Safe for sharing.
final class Passwords {
    static final int LENGTH_MIN = 12;
    static final int LENGTH_MAX = 200;

    private static final int LANES = 1;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final int WAITING_MAX = 32;
    private static final int WAIT_S = 10;
    private static final int GENERATED_LENGTH = 24;
    // Without what looks alike.
    private static final String GENERATED_FROM =
            "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    private final SecureRandom random = new SecureRandom();
    private final Semaphore hashing =
            new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() / 2), true);
    private final int memoryKib;
    private final int iterations;
    private final String nobodys;

    Passwords() {
        this(PasswordCost.RECOMMENDED);
    }

    Passwords(PasswordCost cost) {
        this.memoryKib = cost.memoryKib();
        this.iterations = cost.iterations();
        this.nobodys = form(memoryKib, iterations, LANES, bytes(), bytes());
    }

    private byte[] bytes() {
        byte[] bytes = new byte[HASH_BYTES];
        random.nextBytes(bytes);
        return bytes;
    }

    /// Checks what a new password must be.
    ///
    /// @return it
    /// @throws Fault INVALID_FIELD; its text holds nothing of the password
    static String checked(String field, String password) {
        return Check.text(field, password, LENGTH_MIN, LENGTH_MAX);
    }

    /// A new one, about 139 random bits.
    String generate() {
        StringBuilder password = new StringBuilder(GENERATED_LENGTH);
        for (int i = 0; i < GENERATED_LENGTH; i++) {
            password.append(GENERATED_FROM.charAt(random.nextInt(GENERATED_FROM.length())));
        }
        return password.toString();
    }

    /// What is kept of a password.
    ///
    /// @throws Fault BUSY
    String hash(String password) {
        byte[] salt = Arrays.copyOf(bytes(), SALT_BYTES);
        return form(
                memoryKib,
                iterations,
                LANES,
                salt,
                argon2(password, memoryKib, iterations, LANES, salt, HASH_BYTES));
    }

    /// Whether a hash was made at the cost of today.
    boolean isCurrent(String hash) {
        return hash.startsWith(start(memoryKib, iterations, LANES));
    }

    /// A hash that no password has: checking one against it costs what a real check costs.
    String nobodys() {
        return nobodys;
    }

    /// Whether a hash is that of a password.
    ///
    /// @throws Fault BUSY
    boolean matches(String password, String hash) {
        // "", argon2id, v=19, m=..,t=..,p=.., salt, hash
        String[] parts = hash.split("\\$", -1);
        String[] costs = parts[3].split(",", -1);
        byte[] expected = Base64.getDecoder().decode(parts[5]);
        byte[] actual =
                argon2(
                        password,
                        number(costs[0]),
                        number(costs[1]),
                        number(costs[2]),
                        Base64.getDecoder().decode(parts[4]),
                        expected.length);
        return MessageDigest.isEqual(expected, actual);
    }

    private static int number(String cost) {
        return Integer.parseInt(cost.substring(2));
    }

    private static String start(int memoryKib, int iterations, int lanes) {
        return "$argon2id$v=19$m=" + memoryKib + ",t=" + iterations + ",p=" + lanes + '$';
    }

    private static String form(int memoryKib, int iterations, int lanes, byte[] salt, byte[] hash) {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return start(memoryKib, iterations, lanes)
                + base64.encodeToString(salt)
                + '$'
                + base64.encodeToString(hash);
    }

    private byte[] argon2(
            String password, int memoryKib, int iterations, int lanes, byte[] salt, int length) {
        begin();
        // The same text typed on two machines may come in two forms.
        byte[] text =
                Normalizer.normalize(password, Normalizer.Form.NFKC)
                        .getBytes(StandardCharsets.UTF_8);
        try {
            Argon2BytesGenerator generator = new Argon2BytesGenerator();
            generator.init(
                    new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                            .withMemoryAsKB(memoryKib)
                            .withIterations(iterations)
                            .withParallelism(lanes)
                            .withSalt(salt)
                            .build());
            byte[] hash = new byte[length];
            generator.generateBytes(text, hash);
            return hash;
        } finally {
            Arrays.fill(text, (byte) 0);
            hashing.release();
        }
    }

    private void begin() {
        try {
            if (hashing.getQueueLength() < WAITING_MAX
                    && hashing.tryAcquire(WAIT_S, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw Fault.of(ErrorCode.BUSY, "too many logins at the same time; try again");
    }
}
