package io.weighbridge.console.feature.prices.rows;

import io.weighbridge.console.control.GridRow;

import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;

/// Reads rows, each once for the same texts: a book of a whole price map has many thousands of
/// lines, and each key typed looks at all of them. Used on the FX thread only.
public final class RateReader {
    private record Known(List<String> texts, RateRows.Read read) {}

    // By identity: rows are no values.
    private final Map<GridRow, Known> known = new WeakHashMap<>();

    RateRows.Read read(GridRow row) {
        List<String> texts = row.texts();
        Known before = known.get(row);
        if (before != null && before.texts().equals(texts)) {
            return before.read();
        }
        RateRows.Read read = RateRows.read(row);
        known.put(row, new Known(texts, read));
        return read;
    }
}
