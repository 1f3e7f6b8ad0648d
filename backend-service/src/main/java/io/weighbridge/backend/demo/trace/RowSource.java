package io.weighbridge.backend.demo.trace;

import java.util.Iterator;

/// The rows to play, the same at every start.
///
/// @param fingerprint tells sources apart; in the tag `trace` of every call
/// @param total how many rows there are, [#ENDLESS] when they never end
/// @param minutes of trace time, from the first to the last row; 0 for an endless source
/// @param meanTokens input tokens of a row, about
/// @param rows in the order of their instants
public record RowSource(
        String fingerprint,
        long total,
        double minutes,
        double meanTokens,
        Iterable<TraceRow> rows) {
    public static final long ENDLESS = -1;

    public boolean isEndless() {
        return total == ENDLESS;
    }

    public Iterator<TraceRow> iterator() {
        return rows.iterator();
    }
}
