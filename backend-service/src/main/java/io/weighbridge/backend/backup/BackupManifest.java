package io.weighbridge.backend.backup;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.ErrorCode;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// What a backup holds. Written as lines of text, the last one the SHA-256 of all before it.
///
/// @param madeAt when it was begun
/// @param lastSequence the last fact that is in it: the point in time that it holds
/// @param lastAt instant of that fact
/// @param withSecrets whether the secrets are in it
/// @param files all but the manifest
record BackupManifest(
        Instant madeAt, long lastSequence, Instant lastAt, boolean withSecrets, List<Entry> files) {
    static final String FILE_NAME = "MANIFEST";

    private static final String FORMAT = "weighbridge-backup 1";
    private static final int SHA_CHARACTERS = 64;

    /// A file of the backup.
    ///
    /// @param name its path, with '/' between
    /// @param sha256 in hexadecimal
    record Entry(String name, long bytes, String sha256) {
        private String line() {
            return "file " + sha256 + ' ' + bytes + ' ' + name + '\n';
        }
    }

    String toText() {
        StringBuilder text =
                new StringBuilder(FORMAT)
                        .append("\nmade_at ")
                        .append(madeAt)
                        .append("\nlast_sequence ")
                        .append(lastSequence)
                        .append("\nlast_at ")
                        .append(lastAt)
                        .append("\nsecrets ")
                        .append(withSecrets ? "included" : "omitted")
                        .append('\n');
        files.forEach(file -> text.append(file.line()));
        String sha256 = sha256(text.toString());
        return text.append("sha256 ").append(sha256).append('\n').toString();
    }

    private static String sha256(String text) {
        return HexFormat.of().formatHex(digest().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// The SHA-256 at its end: that of the whole backup, for it covers those of all files.
    String sha256() {
        String text = toText();
        return text.substring(text.length() - SHA_CHARACTERS - 1, text.length() - 1);
    }

    /// Reads what [#toText] wrote.
    ///
    /// @throws Fault INVALID_FIELD when it is anything else
    static BackupManifest parse(String text) {
        try {
            List<String> lines = text.lines().toList();
            List<Entry> files = new ArrayList<>();
            for (String line : lines.subList(5, lines.size() - 1)) {
                String[] parts = line.split(" ", 4);
                files.add(new Entry(parts[3], Long.parseLong(parts[2]), parts[1]));
            }
            BackupManifest manifest =
                    new BackupManifest(
                            Instant.parse(value(lines.get(1))),
                            Long.parseLong(value(lines.get(2))),
                            Instant.parse(value(lines.get(3))),
                            value(lines.get(4)).equals("included"),
                            List.copyOf(files));
            // Written again it is the same to the last byte, with the sum that it states.
            if (manifest.toText().equals(text)) {
                return manifest;
            }
        } catch (RuntimeException e) {
            throw damaged();
        }
        throw damaged();
    }

    private static String value(String line) {
        return line.substring(line.indexOf(' ') + 1);
    }

    private static Fault damaged() {
        return Fault.of(
                ErrorCode.INVALID_FIELD,
                FILE_NAME + ": it was changed or cut short (expected: as the backup wrote it)");
    }
}
