package io.weighbridge.backend.demo.screen;

import io.weighbridge.backend.demo.trace.RowSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Draws the live view as lines of text that fit a terminal's width. What there is no room for is
/// left out: first the account, then the total, the rate of tokens, and the refusals are cut.
public final class Table {
    private static final int NAME = 18;
    private static final int ACCOUNT = 19;
    private static final int REFUSED_LEAST = 12;
    private static final int BAR_MAX = 40;

    private final int width;
    private final int height;
    private final boolean colours;

    /// @param width columns to fill at most
    /// @param height lines to fill at most
    /// @param colours whether to use them
    public Table(int width, int height, boolean colours) {
        this.width = width;
        this.height = height;
        this.colours = colours;
    }

    private record Columns(boolean account, boolean tokens, boolean total) {
        int width() {
            // Name, requests, spend and open always; a space before each.
            int width = NAME + 8 + 12 + 6;
            width += account ? 1 + ACCOUNT : 0;
            width += tokens ? 12 : 0;
            return width + (total ? 12 : 0);
        }
    }

    /// The whole view.
    public List<String> lines(Snapshot now, String source) {
        List<String> lines = new ArrayList<>(header(now, source));
        Columns columns = columns();
        lines.add("");
        lines.add(style("1", fit(head(columns))));
        // The sum, its refusals, the cursor, and the line that says how many keys are not shown.
        int room = Math.max(1, height - lines.size() - 4);
        List<Snapshot.KeyLine> keys = now.keys();
        boolean all = keys.size() <= room + 1;
        for (Snapshot.KeyLine key : all ? keys : keys.subList(0, room)) {
            lines.add(row(columns, key, false));
        }
        if (!all) {
            lines.add(style("2", fit("and " + (keys.size() - room) + " more keys")));
        }
        Snapshot.KeyLine sum = now.sum();
        lines.add(row(columns, sum, true));
        String reasons = Texts.refusals(sum.refusals());
        lines.add(reasons.isEmpty() ? "" : style("31", fit("refused: " + reasons)));
        return lines;
    }

    private List<String> header(Snapshot now, String source) {
        String rows =
                now.total() == RowSource.ENDLESS
                        ? Texts.count(now.done()) + " rows"
                        : Texts.count(now.done())
                                + " of "
                                + Texts.count(now.total())
                                + " rows, "
                                + Texts.percent(now.done(), now.total());
        String where =
                "elapsed "
                        + Texts.duration(now.elapsedNanos())
                        + "   trace "
                        + Texts.clock(now.traceMicros())
                        + "   "
                        + rows;
        String lag = "lag " + Texts.seconds(now.lagNanos());
        String rate = Texts.count(now.callsPerSecond()) + " calls/s   ";
        List<String> lines = new ArrayList<>();
        lines.add(style("1", fit("Weighbridge demo   " + source)));
        boolean late = now.lagNanos() > 1_000_000_000L;
        if (where.length() + 3 + rate.length() + lag.length() <= width) {
            lines.add(where + "   " + rate + (late ? style("33", lag) : lag));
        } else {
            lines.add(fit(where));
            lines.add(fit(rate + lag));
        }
        if (now.total() != RowSource.ENDLESS) {
            int bar = Math.min(BAR_MAX, width - 2);
            int full = now.total() == 0 ? bar : (int) (now.done() * bar / now.total());
            lines.add("[" + style("32", "#".repeat(full)) + ".".repeat(bar - full) + "]");
        }
        return lines;
    }

    private Columns columns() {
        for (Columns columns :
                List.of(
                        new Columns(true, true, true),
                        new Columns(false, true, true),
                        new Columns(false, true, false))) {
            if (columns.width() + 1 + REFUSED_LEAST <= width) {
                return columns;
            }
        }
        return new Columns(false, false, false);
    }

    private static String head(Columns columns) {
        StringBuilder line = new StringBuilder(left("key", NAME));
        line.append(columns.account ? ' ' + left("account", ACCOUNT) : "");
        line.append(right("req/min", 8));
        line.append(columns.tokens ? right("tok/min", 12) : "");
        line.append(right("spend/min", 12));
        line.append(columns.total ? right("spent", 12) : "");
        line.append(right("holds", 6));
        return line.append("  refused").toString();
    }

    private String row(Columns columns, Snapshot.KeyLine key, boolean sum) {
        StringBuilder line = new StringBuilder(left(key.name(), NAME));
        line.append(columns.account ? ' ' + left(key.account(), ACCOUNT) : "");
        line.append(right(Texts.count(key.requestsPerMinute()), 8));
        line.append(columns.tokens ? right(Texts.count(key.tokensPerMinute()), 12) : "");
        line.append(right(Texts.money(key.spendPerMinuteNanos()), 12));
        line.append(columns.total ? right(Texts.money(key.spentNanos()), 12) : "");
        line.append(right(Texts.count(key.open()), 6));
        long refusals = key.refusals().values().stream().mapToLong(Long::longValue).sum();
        String refused = sum ? Texts.count(refusals) : Texts.refusals(key.refusals());
        if (line.length() + 2 >= width) {
            return style(sum ? "1" : "", fit(line.toString()));
        }
        String cut = cut(refused, width - line.length() - 2);
        String numbers = style(sum ? "1" : "", line.toString());
        return cut.isEmpty() ? numbers : numbers + "  " + style("31", cut);
    }

    private String fit(String text) {
        return cut(text, width);
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, Math.max(0, most - 2)) + "..";
    }

    private static String left(String text, int columns) {
        return String.format(Locale.ROOT, "%-" + columns + "s", cut(text, columns));
    }

    private static String right(String text, int columns) {
        return String.format(Locale.ROOT, "%" + columns + "s", text);
    }

    private String style(String code, String text) {
        return colours && !code.isEmpty() && !text.isEmpty()
                ? "\u001b[" + code + "m" + text + "\u001b[0m"
                : text;
    }
}
