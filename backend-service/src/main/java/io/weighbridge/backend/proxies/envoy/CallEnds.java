package io.weighbridge.backend.proxies.envoy;

import io.weighbridge.backend.platform.time.TimeSource;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Why exchanges broke off, which only Envoy's access log says: a call that broke off waits here
/// for its line, for a while. Lines are found by an id that is Envoy's, as documented; where Envoy
/// lets clients choose it, two calls that have one must both end all the same. Its own monitor
/// guards all of it.
final class CallEnds {
    /// How long a line may take: Envoy writes them a second late, if nothing else is set.
    static final long WAIT_MS = 3_000;

    // Where no log comes yet: Envoy begins to send one with its first line.
    private static final long WAIT_FOR_A_LOG_MS = 1_000;

    // A line that comes before its exchange's stream ends is kept so many lines long.
    private static final int TOLD_MAX = 10_000;

    private final TimeSource time;
    private final Map<String, Integer> logs = new HashMap<>();
    private final Map<Exchange, Waiting> waiting = new LinkedHashMap<>();
    private final Map<Exchange, AnswerReader.End> told =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Exchange, AnswerReader.End> eldest) {
                    return size() > TOLD_MAX;
                }
            };

    CallEnds(TimeSource time) {
        this.time = time;
    }

    /// An exchange.
    ///
    /// @param proxy that tells of it
    /// @param requestId `x-request-id`, empty where there is none, which no line is found by
    record Exchange(String proxy, String requestId) {
        boolean isNameless() {
            return requestId.isEmpty();
        }
    }

    private record Waiting(Consumer<AnswerReader.End> then, long sinceNanos) {}

    /// A proxy sends its log.
    synchronized void logOpened(String proxy) {
        logs.merge(proxy, 1, Integer::sum);
    }

    /// It does not any more.
    synchronized void logClosed(String proxy) {
        logs.computeIfPresent(proxy, (_, open) -> open == 1 ? null : open - 1);
    }

    /// An exchange begins: what was told of an earlier one of the same id is not of this.
    synchronized void begun(Exchange exchange) {
        told.remove(exchange);
    }

    /// What the log says of an exchange that did not go as it should.
    void tell(Exchange exchange, AnswerReader.End how) {
        if (exchange.isNameless()) {
            return;
        }
        Waiting waits;
        synchronized (this) {
            waits = waiting.remove(exchange);
            if (waits == null) {
                told.put(exchange, how);
            }
        }
        if (waits != null) {
            waits.then().accept(how);
        }
    }

    /// An exchange broke off. Another of the same id that waits does so no longer: a line could be
    /// either's.
    ///
    /// @param then told how: at once where that is known, else on another thread
    void ask(Exchange exchange, Consumer<AnswerReader.End> then) {
        if (exchange.isNameless()) {
            then.accept(AnswerReader.End.UNKNOWN);
            return;
        }
        AnswerReader.End known;
        Waiting before = null;
        synchronized (this) {
            known = told.remove(exchange);
            if (known == null) {
                before = waiting.put(exchange, new Waiting(then, time.nanos()));
            }
        }
        if (known != null) {
            then.accept(known);
        } else if (before != null) {
            before.then().accept(AnswerReader.End.UNKNOWN);
        }
    }

    /// Lets go what has waited long enough.
    void look() {
        letGo(false);
    }

    /// Lets go all.
    void close() {
        letGo(true);
    }

    private void letGo(boolean isAll) {
        List<Waiting> gone = new ArrayList<>();
        synchronized (this) {
            long now = time.nanos();
            waiting.entrySet()
                    .removeIf(
                            each -> {
                                boolean isLong =
                                        now - each.getValue().sinceNanos()
                                                > patienceNanos(each.getKey());
                                if (isAll || isLong) {
                                    gone.add(each.getValue());
                                }
                                return isAll || isLong;
                            });
        }
        gone.forEach(each -> each.then().accept(AnswerReader.End.UNKNOWN));
    }

    // Called with the monitor held.
    private long patienceNanos(Exchange exchange) {
        boolean hasLog = logs.containsKey(exchange.proxy());
        return 1_000_000L * (hasLog ? WAIT_MS : WAIT_FOR_A_LOG_MS);
    }
}
