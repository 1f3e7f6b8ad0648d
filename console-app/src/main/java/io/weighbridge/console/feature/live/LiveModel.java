package io.weighbridge.console.feature.live;

import io.weighbridge.console.fx.Loadable;
import io.weighbridge.proto.v1.LiveTotals;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Who is using what right now: takes what the stream brought four times a second, and decides
/// which lines are shown in which order. The order holds still while somebody is in the table: what
/// is new goes to the end, and nothing leaves. Used on the FX thread only.
final class LiveModel {
    /// Between two ticks.
    static final long TICK_MS = 250;
    private static final long ORDER_MS = 2_000;
    private static final long SAMPLE_MS = 5_000;
    // As long as the service remembers a key at rest; it does not tell of forgetting.
    private static final long QUIET_KEEP_MS = 300_000;

    private final LiveInbox inbox;
    private final AccountNames names;
    private final InstantSource clock;
    private final Map<String, LiveLine> lines = new HashMap<>();
    private final ObservableList<LiveLine> shown = FXCollections.observableArrayList();
    private final ReadOnlyLongWrapper tick = new ReadOnlyLongWrapper();
    private final ReadOnlyObjectWrapper<LiveTotals> totals =
            new ReadOnlyObjectWrapper<>(LiveTotals.getDefaultInstance());
    private final ReadOnlyObjectWrapper<Loadable<Integer>> state =
            new ReadOnlyObjectWrapper<>(new Loadable.Loading<>());
    private final ReadOnlyObjectWrapper<LiveCounts> counts =
            new ReadOnlyObjectWrapper<>(LiveCounts.NONE);
    private final ReadOnlyBooleanWrapper paused = new ReadOnlyBooleanWrapper();
    private Comparator<LiveLine> order =
            Comparator.comparingLong((LiveLine line) -> line.row().told().getRequestsPerMinute())
                    .reversed();
    private LiveChip chip = LiveChip.ALL;
    private List<String> filter = List.of();
    private boolean isHeld;
    private boolean isAsked;
    private long orderedAtMs;
    private long sampledAtMs;
    private long newestAtMs;

    LiveModel(LiveInbox inbox, AccountNames names, InstantSource clock) {
        this.inbox = inbox;
        this.names = names;
        this.clock = clock;
    }

    /// The lines that are shown, in order.
    ObservableList<LiveLine> shown() {
        return shown;
    }

    /// Counts up when lines may have changed.
    ReadOnlyLongProperty tickProperty() {
        return tick.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<LiveTotals> totalsProperty() {
        return totals.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<Loadable<Integer>> stateProperty() {
        return state.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<LiveCounts> countsProperty() {
        return counts.getReadOnlyProperty();
    }

    ReadOnlyBooleanProperty pausedProperty() {
        return paused.getReadOnlyProperty();
    }

    /// How many keys changed since the pause began.
    int waiting() {
        return inbox.waiting();
    }

    boolean isHeld() {
        return isHeld;
    }

    /// When the service made what is shown, by its clock; 0 before anything came.
    long newestAtMs() {
        return newestAtMs;
    }

    /// Keeps what is shown, whatever happens, until it is called again.
    void togglePause() {
        paused.set(!paused.get());
        tick();
    }

    /// Whether somebody is in the table, so that the order must hold still.
    void hold(boolean newHeld) {
        isHeld = newHeld;
    }

    /// Orders otherwise, now and from now on.
    void orderBy(Comparator<LiveLine> newOrder) {
        order = newOrder;
        orderNow();
    }

    /// Shows lines of one kind.
    void choose(LiveChip newChip) {
        chip = newChip;
        orderNow();
    }

    /// Shows lines that have all these words in their names, ids, services or tags.
    void filter(String text) {
        filter =
                List.of(text.toLowerCase(Locale.ROOT).split(" ", -1)).stream()
                        .filter(word -> !word.isEmpty())
                        .toList();
        orderNow();
    }

    /// Brings the order up to date even while it is held.
    void orderNow() {
        isAsked = true;
        arrange();
        tick.set(tick.get() + 1);
    }

    /// A stream that cannot be begun: what was there stays.
    void failed(Loadable.Failed<Integer> failure) {
        if (lines.isEmpty()) {
            state.set(failure);
        }
    }

    /// Takes what came, and shows it.
    void tick() {
        long nowMs = clock.millis();
        if (!paused.get()) {
            inbox.take().ifPresent(changes -> apply(changes, nowMs));
            forget(nowMs);
            if (nowMs - sampledAtMs >= SAMPLE_MS) {
                sampledAtMs = nowMs;
                lines.values().forEach(LiveLine::sample);
            }
        }
        arrange();
        names.ask(this::nameAll);
        tick.set(tick.get() + 1);
    }

    private void apply(LiveChanges changes, long nowMs) {
        if (changes.whole()) {
            Set<String> present = new HashSet<>();
            changes.rows().forEach(row -> present.add(row.key()));
            lines.keySet().retainAll(present);
        }
        for (LiveRow row : changes.rows()) {
            LiveLine line = lines.computeIfAbsent(row.key(), _ -> new LiveLine(row));
            line.tell(row, nowMs);
            line.name(names.of(row.account()));
        }
        burn(lines.values());
        totals.set(changes.totals());
        newestAtMs = changes.atMs();
        counts.set(LiveCounts.of(lines.values()));
        state.set(lines.isEmpty() ? new Loadable.Empty<>() : new Loadable.Ready<>(lines.size()));
    }

    private static void burn(Collection<LiveLine> all) {
        Map<String, Long> burns = new HashMap<>();
        for (LiveLine line : all) {
            long nanos = line.row().told().getSpendPerMinuteNanos();
            if (nanos != 0) {
                burns.merge(line.row().account(), nanos, Long::sum);
            }
        }
        all.forEach(line -> line.burn(burns.getOrDefault(line.row().account(), 0L)));
    }

    private void nameAll() {
        lines.values().forEach(line -> line.name(names.of(line.row().account())));
    }

    private void forget(long nowMs) {
        lines.values()
                .removeIf(
                        line ->
                                line.quietSinceMs() > 0
                                        && nowMs - line.quietSinceMs() >= QUIET_KEEP_MS);
    }

    private boolean isShown(LiveLine line) {
        if (!chip.includes(line)) {
            return false;
        }
        if (filter.isEmpty()) {
            return true;
        }
        String name = line.accountName().toLowerCase(Locale.ROOT);
        for (String word : filter) {
            if (!line.row().words().contains(word) && !name.contains(word)) {
                return false;
            }
        }
        return true;
    }

    private void arrange() {
        if (paused.get() && !isAsked) {
            return;
        }
        long nowMs = clock.millis();
        if (isAsked || (!isHeld && nowMs - orderedAtMs >= ORDER_MS)) {
            isAsked = false;
            orderedAtMs = nowMs;
            show(ordered());
        } else {
            append();
        }
    }

    private List<LiveLine> ordered() {
        List<LiveLine> next = new ArrayList<>();
        for (LiveLine line : lines.values()) {
            if (isShown(line)) {
                next.add(line);
            }
        }
        // Equal ones must not change places.
        next.sort(order.thenComparing(LiveLine::key));
        return next;
    }

    private void show(List<LiveLine> next) {
        if (!next.equals(shown)) {
            shown.setAll(next);
        }
    }

    // While the order holds, what is new goes to the end.
    private void append() {
        if (shown.size() == lines.size()) {
            return;
        }
        Set<LiveLine> present = new HashSet<>(shown);
        List<LiveLine> added = new ArrayList<>();
        for (LiveLine line : lines.values()) {
            if (!present.contains(line) && isShown(line)) {
                added.add(line);
            }
        }
        if (!added.isEmpty()) {
            added.sort(order.thenComparing(LiveLine::key));
            shown.addAll(added);
        }
    }

    /// The line of a key that is live, shown or not.
    Optional<LiveLine> line(String key) {
        return Optional.ofNullable(lines.get(key));
    }

    /// What a stop would reach: the live lines that it is about.
    Reach reach(Predicate<LiveLine> whom) {
        int keys = 0;
        long requests = 0;
        long holds = 0;
        for (LiveLine line : lines.values()) {
            if (whom.test(line)) {
                keys++;
                requests += line.row().told().getRequestsPerMinute();
                holds += line.row().told().getOpenHolds();
            }
        }
        return new Reach(keys, requests, holds);
    }
}
