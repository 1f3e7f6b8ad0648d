package io.weighbridge.backend.pricing;

import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Doubtful;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.fault.InDoubt;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.backend.services.ServiceSettings;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.IdKind;

import org.jspecify.annotations.Nullable;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Makes and publishes price books, and says which is in force. Changes are one at a time (this
/// object's monitor); [#inForce] and [#compiled] need no lock, and no store for the books of
/// [#keepAtHand].
public final class Prices implements Doubtful {
    // The answer of `inForce` for a span of time, as one timeline gives it.
    private record Current(
            PriceTimeline timeline, PriceTimeline.Span span, @Nullable CompiledBook book) {}

    // As long as a hold may live: its id can come back after the hold itself was lost in a crash.
    private static final long RECENT_MS = ServiceSettings.HOLD_TTL_MS_MAX;

    /// The most published books that are not in force yet: each is in memory, and may be large.
    static final int SCHEDULED_MAX = 24;

    private final PriceStore store;
    private final InDoubt inDoubt;
    private final IdSource ids;
    private final TimeSource time;
    private final CompiledBooks books;
    private volatile PriceTimeline timeline;
    private volatile Current current;
    private volatile Set<Long> servicesWithSteps;
    private volatile Consumer<Set<Long>> stepsListener = services -> {};
    private volatile Supplier<Set<Long>> ofHolds = Set::of;

    public Prices(PriceStore store, IdSource ids, TimeSource time) {
        this.store = store;
        this.ids = ids;
        this.time = time;
        this.books = new CompiledBooks(store);
        this.inDoubt = new InDoubt(id -> store.find(id).ifPresent(this::showIfPublished));
        this.timeline = new PriceTimeline(store.published());
        this.servicesWithSteps = Set.copyOf(store.servicesWithSteps());
        this.current = current(time.wallMs());
    }

    @Override
    public synchronized void settleDoubts() {
        inDoubt.settle();
    }

    /// Reads the books that calls can need: those in force from a day ago on, also those that will
    /// be, and those of open holds. Only these stay in memory from then on.
    ///
    /// @param ofHolds ids of the books that open holds were made by, and 0 for none
    public void keepAtHand(Supplier<Set<Long>> ofHolds) {
        this.ofHolds = ofHolds;
        books.need(needed());
    }

    private Set<Long> needed() {
        Set<Long> ids = timeline.since(time.wallMs() - RECENT_MS);
        ids.addAll(ofHolds.get());
        ids.remove(0L);
        return ids;
    }

    /// The book in force now, or null when none is. For calls: remembers the answer.
    public @Nullable CompiledBook inForce(long nowMs) {
        Current now = current;
        // A remembered answer of an older timeline would hide what was published since.
        if (now.timeline != timeline || !now.span.holds(nowMs)) {
            now = current(nowMs);
            current = now;
        }
        return now.book;
    }

    /// The book in force at any instant, or null.
    public @Nullable CompiledBook inForceAt(long atMs) {
        return bookOf(timeline.at(atMs));
    }

    private Current current(long nowMs) {
        PriceTimeline known = timeline;
        PriceTimeline.Span span = known.now(nowMs);
        return new Current(known, span, bookOf(span));
    }

    /// Which book is in force at any instant; 0 for none. Never waits.
    public long bookIdAt(long atMs) {
        return timeline.at(atMs).bookId();
    }

    private @Nullable CompiledBook bookOf(PriceTimeline.Span span) {
        return span.bookId() == 0 ? null : compiled(span.bookId());
    }

    /// A published book, or null when there is none with this id. For calls when it is at hand.
    public @Nullable CompiledBook compiled(long id) {
        return books.get(id);
    }

    /// A published book that is in memory, or null. Never waits.
    public @Nullable CompiledBook atHand(long id) {
        return books.atHand(id);
    }

    /// Services whose price depends, in some published book, on the volume of the month.
    public Set<Long> servicesWithSteps() {
        return servicesWithSteps;
    }

    /// Who is told, before a publication is in force, which services have come to have volume
    /// steps.
    public void onNewSteps(Consumer<Set<Long>> listener) {
        stepsListener = listener;
    }

    /// Makes a draft.
    ///
    /// @param basedOnId a book to copy, 0 for an empty draft
    /// @throws Fault INVALID_FIELD, PRICE_BOOK_UNKNOWN
    public synchronized PriceBook createDraft(long basedOnId, String note) {
        PriceBook base = basedOnId == 0 ? null : require(basedOnId);
        return createDraft(
                basedOnId,
                note,
                base == null ? List.of() : base.rates(),
                base == null ? List.of() : base.fees());
    }

    /// Makes a draft with these rates and fees.
    ///
    /// @param basedOnId the book that they are a changed copy of, 0 for none
    /// @throws Fault INVALID_FIELD
    public synchronized PriceBook createDraft(
            long basedOnId, String note, List<Rate> rates, List<Fee> fees) {
        Check.text("note", note, 0, 200);
        PriceRules.check(rates, fees);
        PriceBook draft =
                new PriceBook(ids.next(), 1, note, basedOnId, time.wallMs(), 0, 0, rates, fees);
        store.add(draft, change(draft.createdAtMs(), "price-book.create", null, draft));
        return draft;
    }

    /// Replaces the rates, fees and note of a draft.
    ///
    /// @param version as last read
    /// @throws Fault INVALID_FIELD, PRICE_BOOK_UNKNOWN, PRICE_BOOK_PUBLISHED, VERSION_CONFLICT
    public synchronized PriceBook updateDraft(
            long id, long version, List<Rate> rates, List<Fee> fees, String note) {
        Check.text("note", note, 0, 200);
        PriceRules.check(rates, fees);
        PriceBook old = requireDraft(id, version);
        PriceBook changed =
                new PriceBook(
                        id,
                        version + 1,
                        note,
                        old.basedOnId(),
                        old.createdAtMs(),
                        0,
                        0,
                        rates,
                        fees);
        replace(changed, change(time.wallMs(), "price-book.update", old, changed));
        return changed;
    }

    /// Deletes a draft.
    ///
    /// @throws Fault PRICE_BOOK_UNKNOWN, PRICE_BOOK_PUBLISHED
    public synchronized void deleteDraft(long id) {
        PriceBook old = require(id);
        requireUnpublished(old);
        var _ = store.deleteDraft(id, change(time.wallMs(), "price-book.delete", old, null));
    }

    private static Change change(
            long atMs, String action, @Nullable PriceBook before, @Nullable PriceBook after) {
        PriceBook either = before == null ? after : before;
        return Change.now(
                atMs,
                action,
                either == null ? "" : IdKind.PRICE_BOOK.format(either.id()),
                before == null ? "" : BookJson.of(before, after),
                after == null ? "" : BookJson.of(after, before));
    }

    /// Publishes a draft; from then on it never changes.
    ///
    /// @param version as last read
    /// @param effectiveAtMs 0 for at once, else not in the past
    /// @param supersede publish although another book was published since this was copied
    /// @throws Fault INVALID_FIELD, PRICE_BOOK_UNKNOWN, PRICE_BOOK_PUBLISHED, VERSION_CONFLICT,
    ///     BASE_SUPERSEDED, TOO_MANY_PRICE_BOOKS
    public synchronized PriceBook publish(
            long id, long version, long effectiveAtMs, boolean supersede) {
        PriceBook draft = requireDraft(id, version);
        long nowMs = time.wallMs();
        if (effectiveAtMs != 0 && effectiveAtMs < nowMs) {
            throw Fault.invalid("effective_at_ms", effectiveAtMs, "0, or not in the past");
        }
        if (effectiveAtMs > nowMs && timeline.countAfter(nowMs) >= SCHEDULED_MAX) {
            throw Fault.of(
                    ErrorCode.TOO_MANY_PRICE_BOOKS,
                    "effective_at_ms: "
                            + SCHEDULED_MAX
                            + " published price books are not in force yet (expected: fewer, or"
                            + " effective_at_ms 0)");
        }
        PriceBook lastBook = timeline.lastPublished().orElse(null);
        long last = lastBook == null ? 0 : lastBook.id();
        if (!supersede && draft.basedOnId() != last && last != 0) {
            throw Fault.of(
                    ErrorCode.BASE_SUPERSEDED,
                    "price_book: it was made from another book than "
                            + IdKind.PRICE_BOOK.format(last)
                            + ", which was published last (expected: a draft with that as based_on,"
                            + " or supersede: true)");
        }
        // Rises from book to book, whatever the clock does: of two with the same effective instant
        // the one published later is in force.
        long publishedAtMs =
                lastBook == null ? nowMs : Math.max(nowMs, lastBook.publishedAtMs() + 1);
        PriceBook book =
                new PriceBook(
                        id,
                        version + 1,
                        draft.note(),
                        draft.basedOnId(),
                        draft.createdAtMs(),
                        publishedAtMs,
                        effectiveAtMs == 0 ? nowMs : effectiveAtMs,
                        draft.rates(),
                        draft.fees());
        tellOfNewSteps(book);
        replace(book, change(nowMs, "price-book.publish", draft, book));
        show(book);
        return book;
    }

    private void showIfPublished(PriceBook book) {
        if (!book.isDraft() && !timeline.has(book.id())) {
            show(book);
        }
    }

    private void show(PriceBook book) {
        books.need(new CompiledBook(book));
        timeline = timeline.with(book);
        current = current(time.wallMs());
        books.needOnly(needed());
    }

    private void tellOfNewSteps(PriceBook book) {
        Set<Long> before = servicesWithSteps;
        Set<Long> added = new HashSet<>();
        for (Rate rate : book.rates()) {
            if (!rate.steps().isEmpty() && !before.contains(rate.serviceId())) {
                added.add(rate.serviceId());
            }
        }
        if (!added.isEmpty()) {
            stepsListener.accept(added);
            added.addAll(before);
            servicesWithSteps = Set.copyOf(added);
        }
    }

    private void replace(PriceBook book, Change change) {
        if (!inDoubt.write(Set.of(book.id()), () -> store.replace(book, change))) {
            throw conflict(book.version() - 1);
        }
    }

    private PriceBook requireDraft(long id, long version) {
        inDoubt.settle();
        PriceBook book = require(id);
        showIfPublished(book);
        requireUnpublished(book);
        if (book.version() != version) {
            throw conflict(version);
        }
        return book;
    }

    private static Fault conflict(long version) {
        return Fault.of(
                ErrorCode.VERSION_CONFLICT, "version: " + version + " (expected: the present one)");
    }

    private static void requireUnpublished(PriceBook book) {
        if (!book.isDraft()) {
            throw Fault.of(
                    ErrorCode.PRICE_BOOK_PUBLISHED,
                    "price_book: "
                            + IdKind.PRICE_BOOK.format(book.id())
                            + " is published (expected: a draft)");
        }
    }

    /// A book whole.
    ///
    /// @param id 0 for the one in force now
    /// @throws Fault PRICE_BOOK_UNKNOWN
    public PriceBook require(long id) {
        long wanted = id == 0 ? timeline.now(time.wallMs()).bookId() : id;
        return store.find(wanted)
                .orElseThrow(
                        () ->
                                Fault.of(
                                        ErrorCode.PRICE_BOOK_UNKNOWN,
                                        "price_book: "
                                                + (id == 0
                                                        ? "none is in force"
                                                        : IdKind.PRICE_BOOK.format(id))
                                                + " (expected: the id of a price book)"));
    }

    /// The book in force now, whole, if one is.
    public Optional<PriceBook> bookInForce() {
        long id = timeline.now(time.wallMs()).bookId();
        return id == 0 ? Optional.empty() : store.find(id);
    }

    /// Rates and fees that are only thought of, beside the book in force.
    ///
    /// @throws Fault INVALID_FIELD
    Preview preview(List<Rate> rates, List<Fee> fees, Preview.Gate gate) {
        PriceRules.check(rates, fees);
        return new Preview(inForce(time.wallMs()), rates, fees, gate);
    }

    /// Books without rates and fees, oldest first.
    public Page<PriceBook> list(PageKey page) {
        return store.list(page);
    }
}
