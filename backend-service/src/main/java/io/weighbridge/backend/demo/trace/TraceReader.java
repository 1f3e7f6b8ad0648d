package io.weighbridge.backend.demo.trace;

import org.jspecify.annotations.Nullable;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/// Reads a trace: a header, then lines `TIMESTAMP,ContextTokens,GeneratedTokens` with timestamps
/// like `2023-11-16 18:17:03.9799600`, taken as UTC. Lines end in LF or CR LF; empty lines at the
/// end do not count. Rows may be out of order: they are played in the order of their instants, rows
/// of one instant in the order of the file.
public final class TraceReader {
    public static final String HEADER = "TIMESTAMP,ContextTokens,GeneratedTokens";

    /// The most tokens that a row may have of each kind.
    static final long TOKENS_MAX = 10_000_000;

    static final int ROWS_MAX = 10_000_000;

    private static final int LINE_MAX = 200;
    private static final int SHOWN_MAX = 60;

    private final Reader reader;
    private final String name;
    private int lineNumber;

    private TraceReader(Reader reader, String name) {
        this.reader = reader;
        this.name = name;
    }

    /// Reads a whole file before anything runs.
    ///
    /// @throws TraceException naming the file, the line and what is wrong with it
    public static RowSource read(Path file) throws TraceException {
        // Any byte is a character here, so that garbage is an error with a line number.
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            return new TraceReader(reader, file.toString()).rows();
        } catch (NoSuchFileException e) {
            throw new TraceException(file + ": there is no such file");
        } catch (IOException e) {
            throw new TraceException(file + ": cannot be read: " + e.getMessage());
        }
    }

    private RowSource rows() throws IOException, TraceException {
        String header = nextLine();
        if (header == null) {
            throw new TraceException(
                    name + ": is empty (expected: the header " + HEADER + ", then rows)");
        }
        String bare = header.startsWith("\u00ef\u00bb\u00bf") ? header.substring(3) : header;
        if (!bare.strip().toLowerCase(Locale.ROOT).equals(HEADER.toLowerCase(Locale.ROOT))) {
            throw wrong(header, "the header " + HEADER);
        }
        List<TraceRow> rows = new ArrayList<>();
        int emptyLine = 0;
        for (String line = nextLine(); line != null; line = nextLine()) {
            if (line.isBlank()) {
                emptyLine = emptyLine == 0 ? lineNumber : emptyLine;
                continue;
            }
            if (emptyLine != 0) {
                lineNumber = emptyLine;
                throw wrong("", "a row; empty lines only at the end");
            }
            if (rows.size() == ROWS_MAX) {
                throw wrong(line, "at most " + ROWS_MAX + " rows");
            }
            rows.add(row(line, rows.size() + 1));
        }
        if (rows.isEmpty()) {
            throw new TraceException(name + ": has a header but no rows (expected: at least one)");
        }
        String fingerprint = fingerprint(rows);
        rows.sort(Comparator.comparingLong(TraceRow::atMicros));
        long spanMicros = rows.getLast().atMicros() - rows.getFirst().atMicros();
        double tokens = rows.stream().mapToLong(TraceRow::inputTokens).average().orElse(0);
        return new RowSource(
                fingerprint, rows.size(), spanMicros / 60e6, tokens, List.copyOf(rows));
    }

    private TraceException wrong(String line, String expected) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < Math.min(line.length(), SHOWN_MAX); i++) {
            char c = line.charAt(i);
            shown.append(c < ' ' || c > '~' ? '?' : c);
        }
        if (line.length() > SHOWN_MAX) {
            shown.append("...");
        }
        return new TraceException(
                name + ": line " + lineNumber + ": \"" + shown + "\" (expected: " + expected + ")");
    }

    // A line without its end, or null at the end of the file. A line that is too long is cut: it is
    // wrong anyway, and memory stays bounded.
    private @Nullable String nextLine() throws IOException {
        StringBuilder line = new StringBuilder();
        int c = reader.read();
        if (c < 0) {
            return null;
        }
        lineNumber++;
        for (; c >= 0 && c != '\n'; c = reader.read()) {
            if (line.length() <= LINE_MAX) {
                line.append((char) c);
            }
        }
        int length = line.length();
        if (length > 0 && line.charAt(length - 1) == '\r') {
            line.setLength(length - 1);
        }
        return line.toString();
    }

    private TraceRow row(String line, long number) throws TraceException {
        String[] fields = line.split(",", -1);
        if (fields.length != 3) {
            throw wrong(line, "3 fields: " + HEADER);
        }
        return new TraceRow(
                number,
                instant(fields[0].strip(), line),
                tokens(fields[1].strip(), line),
                tokens(fields[2].strip(), line));
    }

    private long instant(String text, String line) throws TraceException {
        try {
            String iso = text.replaceFirst("(Z|\\+00:00)$", "").replaceFirst(" ", "T");
            LocalDateTime at = LocalDateTime.parse(iso, DateTimeFormatter.ISO_LOCAL_DATE_TIME);
            if (at.getYear() < 1970 || at.getYear() > 9999) {
                throw wrong(line, "a timestamp from 1970 on");
            }
            Instant instant = at.toInstant(ZoneOffset.UTC);
            return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000;
        } catch (DateTimeParseException e) {
            throw wrong(line, "a timestamp like 2023-11-16 18:17:03.9799600");
        }
    }

    private long tokens(String text, String line) throws TraceException {
        boolean digits =
                !text.isEmpty()
                        && text.length() <= 8
                        && text.chars().allMatch(c -> c >= '0' && c <= '9');
        long tokens = digits ? Long.parseLong(text) : -1;
        if (tokens < 0 || tokens > TOKENS_MAX) {
            throw wrong(line, "tokens from 0 to " + TOKENS_MAX);
        }
        return tokens;
    }

    private static String fingerprint(List<TraceRow> rows) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            ByteBuffer buffer = ByteBuffer.allocate(3 * Long.BYTES);
            for (TraceRow row : rows) {
                buffer.clear();
                buffer.putLong(row.atMicros())
                        .putLong(row.inputTokens())
                        .putLong(row.outputTokens());
                digest.update(buffer.array());
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
