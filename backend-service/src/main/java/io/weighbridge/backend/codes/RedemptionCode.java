package io.weighbridge.backend.codes;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;

/// A code as it is told once: 17 characters drawn evenly from 30 (83 bits), which are not mistaken
/// for each other, and a check character. Any one wrong character, and any two exchanged ones, are
/// told apart from a code without looking it up. Its text is a secret.
final class RedemptionCode {
    static final String ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static final String PREFIX = "WB";
    private static final int LENGTH = 18;
    private static final int GROUP = 5;
    private static final int HINT = 3;
    // A prime above the alphabet's size: the weights and their differences have inverses.
    private static final int MODULUS = 31;
    private static final int TEXT_LENGTH_MAX = 100;

    private final String characters;

    private RedemptionCode(String characters) {
        this.characters = characters;
    }

    /// Draws a new one.
    static RedemptionCode draw(SecureRandom random) {
        while (true) {
            StringBuilder drawn = new StringBuilder(LENGTH);
            for (int i = 1; i < LENGTH; i++) {
                drawn.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
            }
            for (int i = 0; i < ALPHABET.length(); i++) {
                String all = drawn.toString() + ALPHABET.charAt(i);
                if (isRight(all)) {
                    return new RedemptionCode(all);
                }
            }
            // One of 31 has no check character.
        }
    }

    /// Reads one as people type it: capitals or not, with any spaces and hyphens, with the prefix
    /// or without. Empty when it cannot be a code.
    static Optional<RedemptionCode> parse(String text) {
        if (text.length() > TEXT_LENGTH_MAX) {
            return Optional.empty();
        }
        String plain = text.replaceAll("[\\p{Pd}\\p{Z}\\s]", "").toUpperCase(Locale.ROOT);
        String all =
                plain.length() == LENGTH + PREFIX.length() && plain.startsWith(PREFIX)
                        ? plain.substring(PREFIX.length())
                        : plain;
        return all.length() == LENGTH && isRight(all)
                ? Optional.of(new RedemptionCode(all))
                : Optional.empty();
    }

    private static boolean isRight(String characters) {
        int sum = 0;
        for (int i = 0; i < characters.length(); i++) {
            int digit = ALPHABET.indexOf(characters.charAt(i));
            if (digit < 0) {
                return false;
            }
            sum += (i + 1) * digit;
        }
        return sum % MODULUS == 0;
    }

    /// For whom it is for: `WB`, three groups of five and one of three.
    String text() {
        StringBuilder out = new StringBuilder(PREFIX);
        for (int i = 0; i < LENGTH; i += GROUP) {
            out.append('-').append(characters, i, Math.min(LENGTH, i + GROUP));
        }
        return out.toString();
    }

    /// Enough to tell codes apart, useless to guess one.
    String hint() {
        return PREFIX + "-…-" + characters.substring(LENGTH - HINT);
    }

    /// What is kept of it. Without a key: nobody guesses 83 bits.
    byte[] digest() {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(characters.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// Without the secret.
    @Override
    public String toString() {
        return hint();
    }
}
