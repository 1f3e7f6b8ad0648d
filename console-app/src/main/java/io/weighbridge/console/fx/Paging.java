package io.weighbridge.console.fx;

import io.weighbridge.console.client.CallScope;
import io.weighbridge.console.client.Failure;
import io.weighbridge.console.client.Link;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// A list that the service gives page by page: the first page when it is read, the next one when
/// somebody comes near the end. What was read stays until something newer is there, as long as it
/// is of the same list. Where a page is empty although more follow, the next one is read at once,
/// so many times at most: then somebody must say so. Used on the FX thread only.
///
/// @param <T> a row
public final class Paging<T> {
    private static final int EMPTY_PAGES_MAX = 100;
    private static final Object ALWAYS_THE_SAME = "";

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

    /// How a search goes on that has found nothing yet, or nothing more.
    ///
    /// @param emptyPages that were looked through without finding anything; 0 for no search
    /// @param isGoing false when it waits for somebody to say that it shall go on
    public record Search(int emptyPages, boolean isGoing) {
        static final Search NONE = new Search(0, false);

        /// Whether it waits for somebody.
        public boolean isPaused() {
            return emptyPages > 0 && !isGoing;
        }
    }

    // The list that is read, or that is there.
    private record Source<T>(Object of, Reader<T> reader) {}

    private final Background background;
    private final Lane lane;
    private final @Nullable Reconnection reconnection;
    private final int emptyPagesMax;
    private final ReadOnlyObjectWrapper<Loadable<List<T>>> state =
            new ReadOnlyObjectWrapper<>(new Loadable.Loading<>());
    private final ReadOnlyBooleanWrapper hasMore = new ReadOnlyBooleanWrapper(false);
    private final ReadOnlyObjectWrapper<Search> search = new ReadOnlyObjectWrapper<>(Search.NONE);
    private List<T> rows = List.of();
    // Of the rows that are there: a list that could not be read never mixes with them.
    private Source<T> source = new Source<>(ALWAYS_THE_SAME, _ -> new Page<>(List.of(), ""));
    private String next = "";
    private boolean isReading;
    private CallScope scope = new CallScope();

    /// A list that is read again by who asks for it.
    public Paging(Background background) {
        this(background, null, EMPTY_PAGES_MAX);
    }

    /// A list that is read again by itself when the service could not be reached and answers again.
    public Paging(Background background, Link link) {
        this(background, new Reconnection(link, background.fx()), EMPTY_PAGES_MAX);
    }

    /// @param emptyPagesMax so many empty pages are read at once
    Paging(Background background, @Nullable Reconnection reconnection, int emptyPagesMax) {
        this.background = background;
        this.lane = background.lane();
        this.reconnection = reconnection;
        this.emptyPagesMax = emptyPagesMax;
    }

    /// Reads a list from its beginning.
    public void read(Reader<T> reader) {
        read(reader, () -> {});
    }

    /// The same.
    ///
    /// @param answered called when the rows are there, also when they are the same as before
    public void read(Reader<T> reader, Runnable answered) {
        read(ALWAYS_THE_SAME, reader, answered);
    }

    /// Reads a list from its beginning. While the service cannot be reached, rows stay that are of
    /// the same list, and no others.
    ///
    /// @param of which list it is: a filter
    public void read(Object of, Reader<T> reader) {
        read(of, reader, () -> {});
    }

    private void read(Object of, Reader<T> reader, Runnable answered) {
        Source<T> wanted = new Source<>(of, reader);
        go(
                wanted,
                "",
                page -> {
                    begin(wanted, page);
                    answered.run();
                },
                failure -> failed(wanted, failure, () -> read(of, reader, answered)));
    }

    private void begin(Source<T> wanted, Page<T> page) {
        source = wanted;
        show(page.rows(), page.next());
    }

    private void failed(Source<T> wanted, Failure failure, Runnable again) {
        boolean stays =
                failure.isConnection() && !rows.isEmpty() && wanted.of().equals(source.of());
        if (!stays) {
            rows = List.of();
            next = "";
            hasMore.set(false);
            state.set(new Loadable.Failed<>(failure));
        }
        if (failure.isConnection() && reconnection != null) {
            reconnection.await(again);
        }
    }

    /// Reads the next page, if there is one, it is not being read, and no search waits for
    /// somebody.
    public void more() {
        if (!search.get().isPaused()) {
            readNext();
        }
    }

    /// Goes on with a search that has paused, or reads the next page.
    public void searchOn() {
        readNext();
    }

    private void readNext() {
        if (next.isEmpty() || isReading) {
            return;
        }
        go(
                source,
                next,
                page -> {
                    List<T> all = new ArrayList<>(rows);
                    all.addAll(page.rows());
                    show(all, page.next());
                },
                // What there is stays; coming near the end again tries again.
                _ -> {});
    }

    private interface Taken<V> {
        void take(V value);
    }

    private void go(Source<T> of, String token, Taken<Page<T>> take, Taken<Failure> failed) {
        forget();
        CallScope own = new CallScope();
        scope = own;
        isReading = true;
        lane.run(
                () -> pages(of, token, own),
                page -> {
                    isReading = false;
                    boolean isPaused = page.rows().isEmpty() && !page.next().isEmpty();
                    search.set(isPaused ? new Search(emptyPagesMax, false) : Search.NONE);
                    take.take(page);
                },
                failure -> {
                    isReading = false;
                    search.set(Search.NONE);
                    failed.take(failure);
                });
    }

    // On a background thread.
    private Page<T> pages(Source<T> of, String from, CallScope own) throws Exception {
        String token = from;
        int empty = 0;
        while (true) {
            String asked = token;
            Page<T> page = own.call(() -> of.reader().read(asked));
            token = page.next();
            if (!page.rows().isEmpty() || token.isEmpty() || ++empty == emptyPagesMax) {
                return page;
            }
            int looked = empty;
            background.fx().execute(() -> searching(of, own, page.next(), looked));
        }
    }

    private void searching(Source<T> of, CallScope own, String reached, int emptyPages) {
        if (!own.equals(scope) || own.isCancelled()) {
            return;
        }
        if (!of.equals(source)) {
            // Rows of another list have no place beside this search.
            source = of;
            rows = List.of();
        }
        next = reached;
        hasMore.set(true);
        search.set(new Search(emptyPages, true));
        state.set(new Loadable.Ready<>(rows));
    }

    private void show(List<T> newRows, String newNext) {
        rows = List.copyOf(newRows);
        next = newNext;
        hasMore.set(!next.isEmpty());
        state.set(
                rows.isEmpty() && next.isEmpty()
                        ? new Loadable.Empty<>()
                        : new Loadable.Ready<>(rows));
    }

    /// Changes rows that are there, such as one that was changed by the operator.
    public void edit(UnaryOperator<List<T>> change) {
        show(change.apply(rows), next);
    }

    /// Whether more pages follow.
    public ReadOnlyBooleanProperty hasMoreProperty() {
        return hasMore.getReadOnlyProperty();
    }

    /// Whether more pages follow.
    public boolean hasMore() {
        return hasMore.get();
    }

    /// How the search for the next rows goes on.
    public ReadOnlyObjectProperty<Search> searchProperty() {
        return search.getReadOnlyProperty();
    }

    /// Whether a page is being read.
    public boolean isReading() {
        return isReading;
    }

    /// Ends a search; it can be gone on with.
    public void pause() {
        Search now = search.get();
        if (now.isGoing()) {
            cancel();
            search.set(new Search(now.emptyPages(), false));
        }
    }

    /// Forgets what is under way.
    public void cancel() {
        forget();
        lane.cancel();
        isReading = false;
        search.set(Search.NONE);
    }

    private void forget() {
        scope.cancel();
        if (reconnection != null) {
            reconnection.cancel();
        }
    }

    public ReadOnlyObjectProperty<Loadable<List<T>>> stateProperty() {
        return state.getReadOnlyProperty();
    }
}
