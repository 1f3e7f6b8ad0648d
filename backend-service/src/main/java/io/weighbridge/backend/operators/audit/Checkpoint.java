package io.weighbridge.backend.operators.audit;

import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the log was at an instant, signed: its last entry's hash, which covers every entry up to
/// it.
///
/// @param sequence of the last entry
/// @param atMs when it was signed
/// @param hash in hexadecimal
/// @param publicKey of the installation, in hexadecimal
/// @param signature by that key, in hexadecimal
public record Checkpoint(
        long sequence, long atMs, String hash, String publicKey, String signature) {
    /// The longest text of one, in characters.
    public static final int TEXT_MAX = 1_000;

    private static final String HEAD = "weighbridge audit checkpoint 1\n";
    private static final Pattern TEXT =
            Pattern.compile(
                    HEAD
                            + "sequence ([0-9]{1,18})\nat_ms ([0-9]{1,18})\nhash ([0-9a-f]{64})\n"
                            + "public_key ([0-9a-f]{64})\nsignature ([0-9a-f]{128})\n?");

    /// Reads what [#toText] wrote.
    ///
    /// @throws Fault INVALID_FIELD
    public static Checkpoint parse(String text) {
        Check.text("checkpoint", text.replace("\n", "").replace("\r", ""), 1, TEXT_MAX);
        Matcher matcher = TEXT.matcher(text.replace("\r", ""));
        if (!matcher.matches()) {
            throw Fault.invalid("checkpoint", "not one", "the text of a checkpoint, unchanged");
        }
        return new Checkpoint(
                Long.parseLong(matcher.group(1)),
                Long.parseLong(matcher.group(2)),
                matcher.group(3),
                matcher.group(4),
                matcher.group(5));
    }

    /// As it is kept elsewhere.
    public String toText() {
        return signedText() + "public_key " + publicKey + "\nsignature " + signature + '\n';
    }

    /// What the signature is of.
    byte[] signed() {
        return signedText().getBytes(StandardCharsets.US_ASCII);
    }

    private String signedText() {
        return HEAD + "sequence " + sequence + "\nat_ms " + atMs + "\nhash " + hash + '\n';
    }
}
