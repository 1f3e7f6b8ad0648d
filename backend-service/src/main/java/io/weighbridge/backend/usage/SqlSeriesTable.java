package io.weighbridge.backend.usage;

import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The numbers of a question, as they are read. Not for sharing.
final class SqlSeriesTable {
    private static final int NUMBERS_FROM = 3;

    private final SeriesQuery query;
    private final long[] ids;
    private final int buckets;
    private final int sums;
    // By the place of the service in the question, sum by sum; null while nothing was found.
    private final long[] @Nullable [] values;

    SqlSeriesTable(SeriesQuery query) {
        this.query = query;
        this.ids = query.serviceIds().stream().mapToLong(Long::longValue).toArray();
        this.buckets = query.buckets();
        this.sums = query.sums().size();
        this.values = new long[ids.length][];
    }

    /// Takes rows of bucket, service and the sums, in that order.
    SqlSeriesTable add(ResultSet row) throws SQLException {
        long lengthMs = query.granularity().lengthMs();
        int last = -1;
        while (row.next()) {
            int place = place(row.getLong(2), last);
            if (place >= 0) {
                last = place;
                int bucket = (int) ((row.getLong(1) - query.fromMs()) / lengthMs);
                long[] own = own(place);
                for (int sum = 0; sum < sums; sum++) {
                    own[sum * buckets + bucket] = row.getLong(NUMBERS_FROM + sum);
                }
            }
        }
        return this;
    }

    // Mostly it is the one after the last.
    private int place(long serviceId, int last) {
        return last + 1 < ids.length && ids[last + 1] == serviceId
                ? last + 1
                : Arrays.binarySearch(ids, serviceId);
    }

    private long[] own(int place) {
        long[] own = values[place];
        if (own == null) {
            own = new long[buckets * sums];
            values[place] = own;
        }
        return own;
    }

    /// Whether anything was found of a service.
    boolean has(int place) {
        return values[place] != null;
    }

    /// 0 where nothing was found.
    long at(int place, int sum, int bucket) {
        long[] own = values[place];
        return own == null ? 0 : own[sum * buckets + bucket];
    }

    /// Takes the hours of a day of all services that another table has.
    ///
    /// @param dayMs when it begins
    void add(SqlSeriesTable days, int sum, SeriesDay hours, long dayMs) {
        int from = (int) Math.max(0, (query.fromMs() - dayMs) / SeriesDay.HOUR_MS);
        int to = (int) Math.min(SeriesDay.HOURS, (query.toMs() - dayMs) / SeriesDay.HOUR_MS);
        int bucket = (int) ((dayMs - query.fromMs()) / SeriesDay.HOUR_MS) + from;
        for (int place = 0; place < ids.length; place++) {
            if (days.has(place)) {
                hours.copy(ids[place], from, to, own(place), sum * buckets + bucket);
            }
        }
    }

    /// The hours of a day that begins with one of the buckets.
    SeriesDay day(int sum, int bucket) {
        int found = 0;
        for (int place = 0; place < ids.length; place++) {
            found += has(place) ? 1 : 0;
        }
        long[] services = new long[found];
        long[] hours = new long[found * SeriesDay.HOURS];
        int at = 0;
        for (int place = 0; place < ids.length; place++) {
            long[] own = values[place];
            if (own != null) {
                services[at] = ids[place];
                System.arraycopy(
                        own, sum * buckets + bucket, hours, at * SeriesDay.HOURS, SeriesDay.HOURS);
                at++;
            }
        }
        return new SeriesDay(services, hours);
    }

    /// Whether all that was found of a day is what its hours come to.
    boolean isSumOf(SeriesDay hours, int sum, int bucket) {
        for (int place = 0; place < ids.length; place++) {
            if (has(place) && !hours.isAll(ids[place], at(place, sum, bucket))) {
                return false;
            }
        }
        return true;
    }

    List<Series> series() {
        List<Series> found = new ArrayList<>();
        for (int place = 0; place < ids.length; place++) {
            long[] own = values[place];
            if (own != null) {
                found.add(new Series(ids[place], own));
            }
        }
        return found;
    }
}
