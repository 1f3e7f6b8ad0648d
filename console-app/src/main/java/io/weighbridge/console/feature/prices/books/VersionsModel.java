package io.weighbridge.console.feature.prices.books;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.ClientException;
import io.weighbridge.console.client.Failure;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Lane;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.PriceBook;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// All versions of the prices: the time line of what was published, and the drafts. Used on the FX
/// thread only.
public final class VersionsModel {
    /// How a version stands.
    public enum Kind {
        DRAFT,
        SCHEDULED,
        IN_FORCE,
        PAST
    }

    /// One version.
    ///
    /// @param book without its prices
    /// @param untilMs when the next one takes over; 0: none does
    record Version(PriceBook book, Kind kind, long untilMs) {}

    /// @param drafts the newest first
    /// @param published by effect, the last first
    record Versions(List<Version> drafts, List<Version> published) {}

    private static final int NOTE_MAX = 200;

    private final PriceBooks books;
    private final InstantSource clock;
    private final Lane reading;
    private final Lane making;
    private final ReadOnlyObjectWrapper<Loadable<Versions>> state =
            new ReadOnlyObjectWrapper<>(new Loadable.Loading<>());

    public VersionsModel(BackendClient client, Background background, InstantSource clock) {
        this.books = new PriceBooks(client);
        this.clock = clock;
        this.reading = background.lane();
        this.making = background.lane();
    }

    ReadOnlyObjectProperty<Loadable<Versions>> stateProperty() {
        return state.getReadOnlyProperty();
    }

    void read() {
        reading.run(
                books::all,
                all ->
                        state.set(
                                all.isEmpty()
                                        ? new Loadable.Empty<>()
                                        : new Loadable.Ready<>(versions(all, clock.millis()))),
                failure -> state.set(new Loadable.Failed<>(failure)));
    }

    void cancel() {
        reading.cancel();
    }

    /// Which of them is in force, and until when.
    static Versions versions(List<PriceBook> all, long nowMs) {
        List<Version> drafts =
                all.stream()
                        .filter(book -> book.getPublishedAtMs() == 0)
                        .map(book -> new Version(book, Kind.DRAFT, 0))
                        .toList();
        List<Version> published = new ArrayList<>();
        boolean isFound = false;
        long untilMs = 0;
        for (PriceBook book : PriceBooks.byEffect(all)) {
            Kind kind = Kind.PAST;
            if (book.getEffectiveAtMs() > nowMs) {
                kind = Kind.SCHEDULED;
            } else if (!isFound) {
                kind = Kind.IN_FORCE;
                isFound = true;
            }
            published.add(new Version(book, kind, untilMs));
            untilMs = book.getEffectiveAtMs();
        }
        return new Versions(drafts, List.copyOf(published));
    }

    /// Makes a draft from the book that was published last, so that it can be published.
    public void create(Consumer<PriceBook> done, Consumer<Failure> failed) {
        making.run(
                () ->
                        books.create(
                                PriceBooks.lastPublished(books.all())
                                        .map(PriceBook::getId)
                                        .orElse(""),
                                ""),
                done,
                failed);
    }

    /// Makes a draft that brings prices back: those of the book before, or those of the book
    /// itself.
    public void bringBack(
            PriceBook shown, boolean isBefore, Consumer<PriceBook> done, Consumer<Failure> failed) {
        making.run(
                () -> {
                    PriceBook older = isBefore ? before(shown) : shown;
                    String name = older.getNote().isEmpty() ? older.getId() : older.getNote();
                    return books.bringBack(older, note(name));
                },
                done,
                failed);
    }

    private static String note(String name) {
        String note = Texts.of("prices.brought-back", name);
        return note.substring(0, Math.min(NOTE_MAX, note.length()));
    }

    // The book that was in force before this one.
    private PriceBook before(PriceBook shown) {
        List<PriceBook> order = PriceBooks.byEffect(books.all());
        for (int i = 0; i + 1 < order.size(); i++) {
            if (order.get(i).getId().equals(shown.getId())) {
                return order.get(i + 1);
            }
        }
        throw new ClientException("NONE_BEFORE", Texts.of("prices.none-before"));
    }
}
