package io.weighbridge.backend.keys;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/// A new secret's text, before it is shown once and forgotten: an API key's, or a proxy
/// credential's.
public final class KeySecret {
    private static final Pattern PREFIX = Pattern.compile("[a-z][a-z0-9-]{0,19}");
    private static final Pattern ENVIRONMENT = Pattern.compile("[a-z][a-z0-9]{0,9}");

    // Any secret of this shape, wherever it begins in a text.
    private static final Pattern SECRET =
            Pattern.compile("[a-z][a-z0-9-]{0,19}_[a-z][a-z0-9]{0,9}_[0-9A-Za-z]{33}");

    private KeySecret() {}

    public static boolean isPrefix(String text) {
        return PREFIX.matcher(text).matches();
    }

    public static boolean isEnvironment(String text) {
        return ENVIRONMENT.matcher(text).matches();
    }

    /// Makes one: 27 characters drawn evenly from 62, then the CRC-32 of all before it in base 62.
    public static String generate(String prefix, String environment, SecureRandom random) {
        StringBuilder key = new StringBuilder(KeyReader.LENGTH_MAX);
        key.append(prefix).append('_').append(environment).append('_');
        for (int i = 0; i < KeyReader.RANDOM_LENGTH; i++) {
            key.append(KeyReader.BASE_62.charAt(random.nextInt(62)));
        }
        CRC32 crc = new CRC32();
        crc.update(key.toString().getBytes(StandardCharsets.US_ASCII));
        char[] checksum = new char[KeyReader.CHECKSUM_LENGTH];
        long rest = crc.getValue();
        for (int i = checksum.length - 1; i >= 0; i--) {
            checksum[i] = KeyReader.BASE_62.charAt((int) (rest % 62));
            rest /= 62;
        }
        return key.append(checksum).toString();
    }

    /// Whether a text has the shape of one, known or not.
    public static boolean isSecret(String text) {
        return SECRET.matcher(text).matches();
    }

    /// What is kept of it.
    public static KeyDigest digest(String key) {
        return KeyDigest.of(KeyReader.newSha256().digest(key.getBytes(StandardCharsets.US_ASCII)));
    }

    /// A text without one secret, and without whatever else looks like one.
    ///
    /// @param secret of the right shape
    static String withoutSecrets(String text, String secret) {
        int tail = secret.length() - KeyReader.RANDOM_LENGTH - KeyReader.CHECKSUM_LENGTH;
        return SECRET.matcher(text).replaceAll("…").replace(secret.substring(tail), "…");
    }

    /// The head and the last four characters: enough to tell keys apart, useless to guess one.
    public static String hint(String key) {
        int head = key.length() - KeyReader.RANDOM_LENGTH - KeyReader.CHECKSUM_LENGTH;
        return key.substring(0, head) + "…" + key.substring(key.length() - 4);
    }
}
