package io.weighbridge.console.feature.prices.draft;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.control.GridRow;
import io.weighbridge.console.feature.prices.books.PriceBooks;
import io.weighbridge.console.feature.prices.rows.DraftRules;
import io.weighbridge.console.feature.prices.rows.FeeRows;
import io.weighbridge.console.feature.prices.rows.RateReader;
import io.weighbridge.console.feature.prices.rows.RateRows;
import io.weighbridge.console.feature.prices.words.Difference;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Lane;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.proto.v1.PriceBook;
import io.weighbridge.proto.v1.UpdateDraftRequest;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;

/// A price book on the screen: its lines as they are typed, what is right and wrong about them, and
/// what they do differently from the book in force. Used on the FX thread only.
final class DraftModel {
    /// What is read for it.
    ///
    /// @param inForce one without id when none is
    private record Loaded(PriceBook book, PriceBook inForce, NavigableSet<String> services) {}

    /// A book as it is stored.
    ///
    /// @param inForce which it is compared with; one without id when none is
    record Stored(PriceBook book, PriceBook inForce) {}

    private final PriceBooks books;
    private final RateReader reader = new RateReader();
    private final Lane reading;
    private final ReadOnlyObjectWrapper<Loadable<Stored>> state =
            new ReadOnlyObjectWrapper<>(new Loadable.Loading<>());
    private final ObservableList<GridRow> rates = FXCollections.observableArrayList();
    private final ObservableList<GridRow> fees = FXCollections.observableArrayList();
    private final StringProperty note = new SimpleStringProperty("");
    private final ReadOnlyBooleanWrapper changed = new ReadOnlyBooleanWrapper();
    private final ReadOnlyObjectWrapper<DraftRules.Result> result =
            new ReadOnlyObjectWrapper<>(new DraftRules.Result(List.of(), List.of(), List.of()));
    private final ReadOnlyObjectWrapper<List<Difference>> differences =
            new ReadOnlyObjectWrapper<>(List.of());
    private PriceBook book = PriceBook.getDefaultInstance();
    private PriceBook inForce = PriceBook.getDefaultInstance();
    private Set<String> services = Set.of();
    private boolean isFilling;

    DraftModel(BackendClient client, Background background) {
        this.books = new PriceBooks(client);
        this.reading = background.lane();
        note.subscribe(_ -> look());
    }

    ReadOnlyObjectProperty<Loadable<Stored>> stateProperty() {
        return state.getReadOnlyProperty();
    }

    ObservableList<GridRow> rates() {
        return rates;
    }

    ObservableList<GridRow> fees() {
        return fees;
    }

    StringProperty noteProperty() {
        return note;
    }

    /// Whether something was typed that is not saved.
    ReadOnlyBooleanProperty changedProperty() {
        return changed.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<DraftRules.Result> resultProperty() {
        return result.getReadOnlyProperty();
    }

    /// What the lines that are right do differently from the book in force.
    ReadOnlyObjectProperty<List<Difference>> differencesProperty() {
        return differences.getReadOnlyProperty();
    }

    PriceBook book() {
        return book;
    }

    PriceBook inForce() {
        return inForce;
    }

    Set<String> services() {
        return services;
    }

    /// Reads a book with all that it is compared with.
    ///
    /// @param id empty for the one in force
    void read(String id) {
        reading.run(
                () -> new Loaded(books.get(id), books.inForce(), books.services()),
                loaded -> {
                    inForce = loaded.inForce();
                    services = loaded.services();
                    if (changed.get() && loaded.book().getId().equals(book.getId())) {
                        // Typed meanwhile: it stays, and saving it tells of what others did.
                        look();
                    } else {
                        fill(loaded.book());
                    }
                },
                failure -> state.set(new Loadable.Failed<>(failure)));
    }

    void cancel() {
        reading.cancel();
    }

    /// Shows a book as it is stored.
    void fill(PriceBook stored) {
        isFilling = true;
        book = stored;
        note.set(stored.getNote());
        rates.setAll(stored.getRatesList().stream().map(RateRows::of).toList());
        fees.setAll(stored.getFeesList().stream().map(FeeRows::of).toList());
        isFilling = false;
        look();
        state.set(new Loadable.Ready<>(new Stored(stored, inForce)));
    }

    /// Appends an empty line.
    GridRow addRate() {
        GridRow row = RateRows.blank();
        rates.add(row);
        return row;
    }

    GridRow addFee() {
        GridRow row = FeeRows.blank();
        fees.add(row);
        return row;
    }

    /// Puts a copy behind each of these lines.
    ///
    /// @return the copies
    List<GridRow> duplicate(List<GridRow> rows) {
        List<GridRow> copies = rows.stream().map(row -> new GridRow(row.texts())).toList();
        for (int i = 0; i < copies.size(); i++) {
            rates.add(rates.indexOf(rows.get(i)) + 1, copies.get(i));
        }
        look();
        return copies;
    }

    /// Takes lines out.
    ///
    /// @return puts all lines back as they were
    Runnable remove(List<? extends GridRow> rows) {
        List<GridRow> ratesBefore = List.copyOf(rates);
        List<GridRow> feesBefore = List.copyOf(fees);
        Set<GridRow> gone = new HashSet<>(rows);
        rates.removeIf(gone::contains);
        fees.removeIf(gone::contains);
        look();
        return () -> {
            rates.setAll(ratesBefore);
            fees.setAll(feesBefore);
            look();
        };
    }

    /// Looks through all lines; after each change of one.
    void look() {
        if (isFilling) {
            return;
        }
        DraftRules.Result found = DraftRules.check(rates, fees, services, reader);
        result.set(found);
        PriceBook now =
                PriceBook.newBuilder().addAllRates(found.rates()).addAllFees(found.fees()).build();
        differences.set(Difference.between(inForce, now));
        changed.set(
                book.getPublishedAtMs() == 0
                        && !book.getId().isEmpty()
                        && (!found.isRight()
                                || !note.get().equals(book.getNote())
                                || !Difference.between(book, now).isEmpty()));
    }

    /// The draft as it would be saved.
    UpdateDraftRequest update(long version) {
        return UpdateDraftRequest.newBuilder()
                .setPriceBook(book.getId())
                .setVersion(version)
                .addAllRates(result.get().rates())
                .addAllFees(result.get().fees())
                .setNote(note.get().strip())
                .build();
    }

    /// The lines as a book, for comparing.
    PriceBook shown() {
        return book.toBuilder()
                .clearRates()
                .clearFees()
                .addAllRates(result.get().rates())
                .addAllFees(result.get().fees())
                .setNote(note.get())
                .build();
    }

    /// Takes over what was saved, without touching what is on the screen.
    void saved(PriceBook stored) {
        book = stored;
        look();
        state.set(new Loadable.Ready<>(new Stored(stored, inForce)));
    }
}
