package io.weighbridge.console.feature.usage;

import io.weighbridge.console.feature.usage.ask.Buckets;

import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// The marks under a heat map's hours. Where days and months begin is found once: a year that is
/// dragged asks for thousands of marks a frame.
final class HourAxis {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH);
    private static final DateTimeFormatter HOUR =
            DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter MONTH =
            DateTimeFormatter.ofPattern("MMM yyyy", Locale.ENGLISH);
    private static final byte PLAIN = 0;
    private static final byte THIRD_HOUR = 1;
    private static final byte DAY_BEGIN = 2;
    private static final byte MONTH_BEGIN = 3;

    private final Buckets hours;
    private final byte[] kinds;

    HourAxis(Buckets hours) {
        this.hours = hours;
        this.kinds = new byte[hours.size()];
        int day = -1;
        for (int column = 0; column < kinds.length; column++) {
            ZonedDateTime at = at(column);
            if (at.getDayOfYear() != day) {
                kinds[column] = at.getDayOfMonth() == 1 ? MONTH_BEGIN : DAY_BEGIN;
                day = at.getDayOfYear();
            } else {
                kinds[column] = at.getHour() % 3 == 0 ? THIRD_HOUR : PLAIN;
            }
        }
    }

    private ZonedDateTime at(int column) {
        return Instant.ofEpochMilli(hours.begin(column)).atZone(hours.zone());
    }

    /// What a column is, short; empty for one that needs no mark when so many are seen.
    String mark(int column, int columnsShown) {
        byte kind = kinds[column];
        if (columnsShown > 70 * 24) {
            return kind == MONTH_BEGIN ? MONTH.format(at(column)) : "";
        }
        if (kind >= DAY_BEGIN) {
            return DAY.format(at(column));
        }
        return columnsShown <= 3 * 24 && kind == THIRD_HOUR ? HOUR.format(at(column)) : "";
    }
}
