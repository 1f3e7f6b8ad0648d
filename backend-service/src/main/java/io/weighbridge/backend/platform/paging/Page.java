package io.weighbridge.backend.platform.paging;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/// A page of a list. It can be empty and still not be the last: what tells is the token.
///
/// @param items what it holds
/// @param nextToken empty on the last page
public record Page<T>(List<T> items, String nextToken) {
    public Page {
        items = List.copyOf(items);
    }

    /// Makes a page of rows that were read with one more than asked for, to see whether more
    /// follow.
    ///
    /// @param key of a row: where the next page goes on after it
    public static <T> Page<T> of(List<T> rows, PageKey asked, ToLongFunction<T> key) {
        return ofKeys(rows, asked, row -> new long[] {key.applyAsLong(row)});
    }

    /// The same for rows of a part of the list, after which it goes on unless it is the last.
    ///
    /// @param end key of the part's end: the next page goes on after it when all rows fit on this
    public static <T> Page<T> ofPart(
            List<T> rows, PageKey asked, ToLongFunction<T> key, boolean isLast, long end) {
        return !isLast && rows.size() <= asked.size()
                ? new Page<>(rows, asked.tokenAfter(new long[] {end}))
                : of(rows, asked, key);
    }

    /// The same for a key of several numbers.
    public static <T> Page<T> ofKeys(List<T> rows, PageKey asked, Function<T, long[]> key) {
        if (rows.size() <= asked.size()) {
            return new Page<>(rows, "");
        }
        List<T> items = rows.subList(0, asked.size());
        return new Page<>(items, asked.tokenAfter(key.apply(items.getLast())));
    }

    /// The same for a key of several numbers and a text of at most 200 characters.
    public static <T> Page<T> ofKeys(
            List<T> rows, PageKey asked, Function<T, long[]> key, Function<T, String> text) {
        if (rows.size() <= asked.size()) {
            return new Page<>(rows, "");
        }
        List<T> items = rows.subList(0, asked.size());
        T last = items.getLast();
        return new Page<>(items, asked.tokenAfter(key.apply(last), text.apply(last)));
    }

    /// A page of all these rows, after which the list goes on behind a key.
    public static <T> Page<T> upTo(List<T> rows, PageKey asked, long[] key, String text) {
        return new Page<>(rows, asked.tokenAfter(key, text));
    }

    /// The same for rows of which some are large: the page ends early where it would be too large,
    /// but not before its first row.
    ///
    /// @param size of a row, in any unit
    /// @param sizeMax of all rows of a page together
    public static <T> Page<T> within(
            List<T> rows,
            PageKey asked,
            ToLongFunction<T> key,
            ToLongFunction<T> size,
            long sizeMax) {
        long sum = 0;
        int fitting = 0;
        while (fitting < Math.min(rows.size(), asked.size())) {
            sum += size.applyAsLong(rows.get(fitting));
            if (sum > sizeMax && fitting > 0) {
                break;
            }
            fitting++;
        }
        if (fitting == rows.size()) {
            return new Page<>(rows, "");
        }
        List<T> items = rows.subList(0, fitting);
        return new Page<>(items, asked.tokenAfter(new long[] {key.applyAsLong(items.getLast())}));
    }

    /// A page of a list that is whole in memory, in the order of its rising keys.
    public static <T> Page<T> from(List<T> all, PageKey asked, ToLongFunction<T> key) {
        List<T> rows =
                all.stream()
                        .filter(row -> key.applyAsLong(row) > asked.after(0, 0))
                        .limit(asked.limit())
                        .toList();
        return of(rows, asked, key);
    }

    /// The same page with its items changed.
    public <R> Page<R> map(Function<T, R> change) {
        return new Page<>(items.stream().map(change).toList(), nextToken);
    }
}
