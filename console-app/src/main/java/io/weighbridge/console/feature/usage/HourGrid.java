package io.weighbridge.console.feature.usage;

import io.weighbridge.console.control.HeatGrid;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Hours across, services or accounts down; the last row may be the sum of all that have no row of
/// their own. Made anew when a piece comes; its values are looked up once.
final class HourGrid implements HeatGrid {
    private static final DateTimeFormatter MARK_DAY =
            DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH);
    private static final DateTimeFormatter MARK_HOUR =
            DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter MARK_MONTH =
            DateTimeFormatter.ofPattern("MMM yyyy", Locale.ENGLISH);

    private final HeatPieces pieces;
    private final Buckets buckets;
    private final List<String> ids;
    private final boolean hasRest;
    private final Level level;
    private final Measure measure;
    private final Names names;
    private final Formats formats;
    // By row, then column.
    private final long[][] values;

    /// @param ids of the rows, in order
    /// @param hasRest whether one more row is the rest
    HourGrid(
            HeatPieces pieces,
            Buckets buckets,
            List<String> ids,
            boolean hasRest,
            HeatModel.Look look,
            Names names,
            Formats formats) {
        this.pieces = pieces;
        this.buckets = buckets;
        this.ids = ids;
        this.hasRest = hasRest;
        this.level = look.level();
        this.measure = look.measure();
        this.names = names;
        this.formats = formats;
        this.values = new long[rows()][buckets.size()];
        fill();
    }

    private void fill() {
        Map<String, Integer> rowOf = new HashMap<>();
        for (int i = 0; i < ids.size(); i++) {
            rowOf.put(ids.get(i), i);
        }
        for (int column = 0; column < buckets.size(); column++) {
            @Nullable Exploration piece = pieces.at(column);
            if (piece == null || !piece.isRead(column % HeatPieces.LENGTH)) {
                for (long[] row : values) {
                    row[column] = UNKNOWN;
                }
                continue;
            }
            for (Exploration.Group group : piece.groups()) {
                int row = rowOf.getOrDefault(group.id(), hasRest ? ids.size() : -1);
                if (row >= 0) {
                    values[row][column] =
                            Math.addExact(
                                    values[row][column],
                                    group.at(column % HeatPieces.LENGTH, measure));
                }
            }
        }
    }

    @Override
    public int columns() {
        return buckets.size();
    }

    @Override
    public int rows() {
        return ids.size() + (hasRest ? 1 : 0);
    }

    @Override
    public long value(int column, int row) {
        return values[row][column];
    }

    /// The id of a row; empty for the rest.
    String id(int row) {
        return row < ids.size() ? ids.get(row) : "";
    }

    boolean isRest(int row) {
        return row >= ids.size();
    }

    Span hour(int column) {
        return new Span(buckets.begin(column), buckets.end(column));
    }

    @Override
    public String unknown(int column) {
        return Texts.of(pieces.at(column) == null ? "common.loading" : "usage.heat.unread");
    }

    private ZonedDateTime at(int column) {
        return Instant.ofEpochMilli(buckets.begin(column)).atZone(buckets.zone());
    }

    @Override
    public String columnName(int column) {
        return formats.instant(buckets.begin(column)).substring(0, 16);
    }

    @Override
    public String columnMark(int column, int columnsShown) {
        ZonedDateTime at = at(column);
        boolean isDayBegin = column == 0 || at(column - 1).getDayOfYear() != at.getDayOfYear();
        if (columnsShown <= 3 * 24) {
            return isDayBegin
                    ? MARK_DAY.format(at)
                    : at.getHour() % 3 == 0 ? MARK_HOUR.format(at) : "";
        }
        if (columnsShown <= 70 * 24) {
            return isDayBegin ? MARK_DAY.format(at) : "";
        }
        return isDayBegin && at.getDayOfMonth() == 1 ? MARK_MONTH.format(at) : "";
    }

    @Override
    public String rowName(int row) {
        return isRest(row) ? Texts.of("usage.rest") : names.of(level, ids.get(row));
    }

    @Override
    public String exact(long value) {
        return measure.exact(value, formats) + " " + Texts.of("usage.measure." + measure.word());
    }

    @Override
    public String brief(long value) {
        return measure.brief(value, formats);
    }
}
