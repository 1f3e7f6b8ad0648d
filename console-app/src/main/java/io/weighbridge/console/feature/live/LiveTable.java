package io.weighbridge.console.feature.live;

import io.weighbridge.console.control.DataTable;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.LiveKey;

import javafx.scene.control.TableColumn;

import java.util.Comparator;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;

/// The table's columns.
final class LiveTable {
    private static final long MINUTE_MS = 60_000;

    // Of a column of words: less cannot be read.
    private static final int WORDS_MIN = 100;

    private static final int TREND_WIDTH_MIN = 52;
    private static final int TREND_WIDTH_MAX = 160;

    private final DataTable<LiveLine> table =
            new DataTable<>(Texts.of("live.table"), LiveLine::key);
    private final LiveTicks ticks = new LiveTicks();
    private final Formats formats;

    LiveTable(LiveModel model, Workbench bench) {
        this.formats = bench.formats();
        table.orderedElsewhere(model.shown(), model::orderBy);
        who();
        rates();
        limits();
        rest();
        table.sortBy(Texts.of("live.column.requests"), TableColumn.SortType.DESCENDING);
        // The tiles and the key's own page tell it: the other columns need the room.
        column(Texts.of("live.column.held")).setVisible(false);
        table.remember(bench.settings(), "live");
        SpareWidth.give(
                table.node(),
                column(Texts.of("live.column.trend")),
                TREND_WIDTH_MAX,
                column(Texts.of("live.column.refusal")));
        table.node().setId("live-table");
    }

    DataTable<LiveLine> table() {
        return table;
    }

    /// Draws what has changed.
    void tick() {
        ticks.tick();
    }

    private void who() {
        table.drawn(
                Texts.of("live.column.key"),
                140,
                Comparator.comparing(line -> line.row().told().getName()),
                LiveLine::key,
                _ -> new LiveCells.Name(ticks));
        last().setMinWidth(WORDS_MIN);
        table.drawn(
                Texts.of("live.column.account"),
                124,
                Comparator.comparing(LiveLine::accountName),
                LiveLine::accountName,
                _ -> new LiveCells.Words(ticks, LiveLine::accountName, false, false));
        last().setMinWidth(WORDS_MIN);
    }

    private void rates() {
        figure("requests", 72, LiveKey::getRequestsPerMinute, formats::brief, Long::toString);
        // Beside what it is of, and seen also where the drawer leaves little room.
        table.drawn(
                Texts.of("live.column.trend"),
                TREND_WIDTH_MIN,
                null,
                line -> line.row().services(),
                _ -> new LiveCells.Trend(ticks));
        last().setMinWidth(TREND_WIDTH_MIN);
        figure("tokens", 64, LiveKey::getTokensPerMinute, formats::brief, Long::toString);
        figure("spend", 76, LiveKey::getSpendPerMinuteNanos, formats::money, formats::exactMoney);
        figure("holds", 48, LiveKey::getOpenHolds, formats::brief, Long::toString);
        figure("held", 62, LiveKey::getHeldNanos, formats::money, formats::exactMoney);
    }

    private void figure(
            String name,
            int width,
            ToLongFunction<LiveKey> of,
            LongFunction<String> shown,
            LongFunction<String> copied) {
        table.drawn(
                Texts.of("live.column." + name),
                width,
                Comparator.comparingLong(line -> of.applyAsLong(line.row().told())),
                line -> copied.apply(of.applyAsLong(line.row().told())),
                _ ->
                        new LiveCells.Words(
                                ticks,
                                line -> shown.apply(of.applyAsLong(line.row().told())),
                                true,
                                name.equals("requests")
                                        || name.equals("tokens")
                                        || name.equals("spend")));
        atTheRight();
    }

    // Just wide enough for its figures: less would cut them.
    private void atTheRight() {
        last().getStyleClass().add("figure-cell");
        last().setMinWidth(last().getPrefWidth());
    }

    private TableColumn<LiveLine, ?> last() {
        return table.node().getColumns().getLast();
    }

    private TableColumn<LiveLine, ?> column(String title) {
        return table.node().getColumns().stream()
                .filter(column -> column.getText().equals(title))
                .findFirst()
                .orElseThrow();
    }

    private void limits() {
        limit("requests-limit", 70, LiveRow::requests, this::counts);
        limit("tokens-limit", 84, LiveRow::tokens, this::counts);
        limit("calls-limit", 68, LiveRow::calls, this::counts);
        limit("credit-limit", 110, LiveRow::credit, this::amounts);
    }

    private void limit(
            String name, int width, Function<LiveRow, Limit> of, Function<Limit, String> figures) {
        table.drawn(
                Texts.of("live.column." + name),
                width,
                Comparator.comparingInt(line -> of.apply(line.row()).perMille()),
                line -> {
                    Limit limit = of.apply(line.row());
                    return limit.exists() ? limit.used() + "/" + limit.limit() : "";
                },
                _ -> new LiveCells.Bar(ticks, of, figures));
        atTheRight();
    }

    private String counts(Limit limit) {
        return formats.brief(limit.used()) + '/' + formats.brief(limit.limit());
    }

    private String amounts(Limit limit) {
        return formats.money(limit.used()) + '/' + formats.money(limit.limit());
    }

    private void rest() {
        table.drawn(
                Texts.of("live.column.lasts"),
                56,
                Comparator.comparingLong(line -> line.row().minutesLeft(line.burnNanos())),
                this::lasts,
                _ -> new LiveCells.Words(ticks, this::lasts, true, false));
        atTheRight();
        table.drawn(
                Texts.of("live.column.refusal"),
                114,
                Comparator.comparingLong(line -> line.row().told().getLastRefusalAtMs()),
                line -> LiveCells.refusal(line.row().told(), formats),
                _ -> new LiveCells.Refusal(ticks, formats));
        last().setMinWidth(WORDS_MIN);
        last().getStyleClass().add("refusal-cell");
    }

    private String lasts(LiveLine line) {
        return lasts(line, formats);
    }

    static String lasts(LiveLine line, Formats formats) {
        long minutes = line.row().minutesLeft(line.burnNanos());
        if (minutes > Long.MAX_VALUE / MINUTE_MS) {
            return "";
        }
        return minutes == 0 ? Texts.of("live.lasts.none") : formats.duration(minutes * MINUTE_MS);
    }
}
