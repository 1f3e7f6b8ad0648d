package io.weighbridge.model;

import java.util.ArrayList;
import java.util.List;

/// One unit of a charge: `count` of it at `priceNanos` for each `per`. The exact amount is the
/// fraction count × priceNanos / per; only a whole charge is rounded.
///
/// @param unit what was counted
/// @param count how many were charged in this line, parts with a rate of their own taken out
/// @param priceNanos price of `per` of them, in nanos
/// @param per the quantity that the price is for, at least 1
public record PriceLine(Unit unit, long count, long priceNanos, long per) {
    /// `input_tokens:1500@2500000000/1000000`. Read back by [#parseAll].
    @Override
    public String toString() {
        return unit.key() + ':' + count + '@' + priceNanos + '/' + per;
    }

    /// The lines' text forms with a space between them.
    public static String format(List<PriceLine> lines) {
        StringBuilder text = new StringBuilder(48 * lines.size());
        for (PriceLine line : lines) {
            if (!text.isEmpty()) {
                text.append(' ');
            }
            text.append(line.unit.key()).append(':').append(line.count).append('@');
            text.append(line.priceNanos).append('/').append(line.per);
        }
        return text.toString();
    }

    /// Reads the form of [#format].
    ///
    /// @throws IllegalArgumentException when it is not that form
    public static List<PriceLine> parseAll(String text) {
        List<PriceLine> lines = new ArrayList<>();
        if (text.isEmpty()) {
            return List.of();
        }
        for (String line : text.split(" ", -1)) {
            int colon = line.indexOf(':');
            int at = line.indexOf('@', colon + 1);
            int slash = line.indexOf('/', at + 1);
            Unit unit = colon < 0 ? null : Unit.byKey(line.substring(0, colon));
            if (unit == null || at < 0 || slash < 0) {
                throw new IllegalArgumentException(
                        "price line: " + line + " (expected: unit:count@nanos/per)");
            }
            lines.add(
                    new PriceLine(
                            unit,
                            Long.parseLong(line.substring(colon + 1, at)),
                            Long.parseLong(line.substring(at + 1, slash)),
                            Long.parseLong(line.substring(slash + 1))));
        }
        return List.copyOf(lines);
    }
}
