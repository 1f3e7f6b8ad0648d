package io.weighbridge.console.fx;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import java.util.ArrayList;
import java.util.List;

/// A list that the service gives page by page: the first page when it is read, the next one when
/// somebody comes near the end. What was read stays until something newer is there.
///
/// @param <T> a row
public final class Paging<T> {
    /// A part of the list.
    ///
    /// @param next where the next part begins; empty on the last one
    public record Page<T>(List<T> rows, String next) {}

    /// Reads a page; runs on a background thread.
    @FunctionalInterface
    public interface Reader<T> {
        /// @param token empty for the first page
        Page<T> read(String token) throws Exception;
    }

    private final Lane lane;
    private final ReadOnlyObjectWrapper<Loadable<List<T>>> state =
            new ReadOnlyObjectWrapper<>(new Loadable.Loading<>());
    private List<T> rows = List.of();
    // Of the rows that are there: a list that could not be read never mixes with them.
    private Reader<T> reader = _ -> new Page<>(List.of(), "");
    private String next = "";
    private boolean isReading;

    public Paging(Background background) {
        this.lane = background.lane();
    }

    /// Reads a list from its beginning.
    public void read(Reader<T> newReader) {
        read(newReader, () -> {});
    }

    /// The same.
    ///
    /// @param answered called when the rows are there, also when they are the same as before
    public void read(Reader<T> newReader, Runnable answered) {
        isReading = true;
        lane.run(
                () -> newReader.read(""),
                page -> {
                    isReading = false;
                    reader = newReader;
                    rows = List.copyOf(page.rows());
                    next = page.next();
                    state.set(rows.isEmpty() ? new Loadable.Empty<>() : new Loadable.Ready<>(rows));
                    answered.run();
                },
                failure -> {
                    isReading = false;
                    if (rows.isEmpty() || !failure.isConnection()) {
                        state.set(new Loadable.Failed<>(failure));
                    }
                });
    }

    /// Reads the next page, if there is one and it is not being read.
    public void more() {
        if (next.isEmpty() || isReading) {
            return;
        }
        isReading = true;
        Reader<T> current = reader;
        String token = next;
        lane.run(
                () -> current.read(token),
                page -> {
                    isReading = false;
                    List<T> all = new ArrayList<>(rows);
                    all.addAll(page.rows());
                    rows = List.copyOf(all);
                    next = page.next();
                    state.set(new Loadable.Ready<>(rows));
                },
                // What there is stays; coming near the end again tries again.
                _ -> isReading = false);
    }

    /// Whether more pages follow.
    public boolean hasMore() {
        return !next.isEmpty();
    }

    /// Whether a page is being read.
    public boolean isReading() {
        return isReading;
    }

    /// Forgets what is under way.
    public void cancel() {
        isReading = false;
        lane.cancel();
    }

    public ReadOnlyObjectProperty<Loadable<List<T>>> stateProperty() {
        return state.getReadOnlyProperty();
    }
}
