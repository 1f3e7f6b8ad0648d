package io.weighbridge.backend.pricing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The published books in the order in which they take effect. Immutable.
final class PriceTimeline {
    private static final Comparator<PriceBook> ORDER =
            Comparator.comparingLong(PriceBook::effectiveAtMs)
                    .thenComparingLong(PriceBook::publishedAtMs);

    /// Which book is in force in a span of time.
    ///
    /// @param bookId 0 for none
    /// @param fromMs first instant
    /// @param untilMs first instant after it
    record Span(long bookId, long fromMs, long untilMs) {
        boolean holds(long atMs) {
            return atMs >= fromMs && atMs < untilMs;
        }
    }

    private final List<PriceBook> books;
    // From when on books are in force that were published to be so at once.
    private final long atOnceMs;

    PriceTimeline(List<PriceBook> published) {
        this.books = published.stream().sorted(ORDER).toList();
        this.atOnceMs =
                published.stream()
                        .filter(book -> book.effectiveAtMs() <= book.publishedAtMs())
                        .mapToLong(PriceBook::effectiveAtMs)
                        .max()
                        .orElse(Long.MIN_VALUE);
    }

    /// The same for the present: a book that was published to be in force at once is so, also when
    /// the clock was set back since.
    Span now(long nowMs) {
        if (nowMs >= atOnceMs) {
            return at(nowMs);
        }
        Span span = at(atOnceMs);
        return new Span(span.bookId(), Long.MIN_VALUE, span.untilMs());
    }

    Span at(long atMs) {
        long bookId = 0;
        long fromMs = Long.MIN_VALUE;
        for (PriceBook book : books) {
            if (book.effectiveAtMs() > atMs) {
                return new Span(bookId, fromMs, book.effectiveAtMs());
            }
            bookId = book.id();
            fromMs = book.effectiveAtMs();
        }
        return new Span(bookId, fromMs, Long.MAX_VALUE);
    }

    /// The books in force at an instant or after it, as far as is known.
    Set<Long> since(long atMs) {
        Set<Long> ids = new HashSet<>();
        for (PriceBook book : books) {
            if (book.effectiveAtMs() > atMs) {
                ids.add(book.id());
            }
        }
        // The second one too: it is in force when the clock is set back.
        for (Span span : List.of(at(atMs), now(atMs))) {
            if (span.bookId() != 0) {
                ids.add(span.bookId());
            }
        }
        return ids;
    }

    /// The same with one more.
    PriceTimeline with(PriceBook book) {
        List<PriceBook> all = new ArrayList<>(books);
        all.removeIf(known -> known.id() == book.id());
        all.add(book.withoutPrices());
        return new PriceTimeline(all);
    }

    /// How many come into force after an instant.
    long countAfter(long atMs) {
        return books.stream().filter(book -> book.effectiveAtMs() > atMs).count();
    }

    /// Whether a book is among them.
    boolean has(long id) {
        return books.stream().anyMatch(book -> book.id() == id);
    }

    /// The book published last, if there is one.
    Optional<PriceBook> lastPublished() {
        return books.stream().max(Comparator.comparingLong(PriceBook::publishedAtMs));
    }
}
