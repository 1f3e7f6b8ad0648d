package io.weighbridge.console.text;

import java.util.List;
import java.util.stream.Collectors;

/// Lines of CSV by RFC 4180, as the service's own exports have them.
public final class CsvText {
    // What a spreadsheet takes for the begin of a formula, and the mark that keeps it from that.
    private static final String GUARDED = "=+-@\t\r\n＝＋－＠'";

    private CsvText() {}

    /// A line with its end.
    public static String line(List<String> cells) {
        return cells.stream().map(CsvText::quoted).collect(Collectors.joining(",", "", "\n"));
    }

    /// A text that people or programs elsewhere chose, so that no spreadsheet takes it for a
    /// formula.
    public static String guarded(String text) {
        boolean isGuarded = !text.isEmpty() && GUARDED.indexOf(text.charAt(0)) >= 0;
        return isGuarded ? '\'' + text : text;
    }

    private static String quoted(String cell) {
        boolean isPlain =
                cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return isPlain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }
}
