package io.weighbridge.backend.export;

import io.weighbridge.model.IdKind;
import io.weighbridge.model.Nanos;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;

/// One line of CSV by RFC 4180 with LF at its end, the same in every locale.
final class CsvLine {
    private static final DateTimeFormatter INSTANT =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

    // What a spreadsheet takes for the begin of a formula, and the mark that keeps it from that.
    private static final String GUARDED = "=+-@\t\r\n＝＋－＠'";
    private static final char GUARD = '\'';

    private final StringBuilder line = new StringBuilder(512);

    /// The line of the columns' names.
    static String header(String... columns) {
        return String.join(",", columns) + '\n';
    }

    /// A text that people or programs elsewhere chose: with `'` before it where a spreadsheet could
    /// take it for a formula, and where it begins with `'`, so that one can be taken away again.
    CsvLine text(String text) {
        boolean guarded = !text.isEmpty() && GUARDED.indexOf(text.charAt(0)) >= 0;
        return cell(guarded ? GUARD + text : text);
    }

    /// A text of ours: an id, a hash, a word of a closed list.
    CsvLine word(String word) {
        return cell(word);
    }

    CsvLine word(@Nullable Enum<?> constant) {
        return cell(constant == null ? "" : constant.name().toLowerCase(Locale.ROOT));
    }

    /// An id; an empty cell for 0.
    CsvLine id(IdKind kind, long id) {
        return cell(id == 0 ? "" : kind.format(id));
    }

    CsvLine number(long number) {
        return cell(Long.toString(number));
    }

    CsvLine none() {
        return cell("");
    }

    /// Two cells: whole nanos, and the exact decimal in units of the currency.
    CsvLine money(long nanos) {
        return number(nanos).cell(Nanos.toDecimal(nanos));
    }

    /// Two cells: milliseconds since 1970, and ISO 8601 in UTC.
    CsvLine instant(long atMs) {
        return number(atMs).cell(INSTANT.format(Instant.ofEpochMilli(atMs)));
    }

    private CsvLine cell(String text) {
        line.append(quoted(text)).append(',');
        return this;
    }

    /// A field as RFC 4180 wants it: in quotation marks where it needs them.
    static String quoted(String field) {
        boolean plain =
                field.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? field : '"' + field.replace("\"", "\"\"") + '"';
    }

    /// The line with its end.
    String end() {
        line.setCharAt(line.length() - 1, '\n');
        return line.toString();
    }
}
