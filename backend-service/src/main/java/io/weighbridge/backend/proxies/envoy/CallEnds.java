package io.weighbridge.backend.proxies.envoy;

import io.weighbridge.backend.platform.time.TimeSource;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Why exchanges broke off, which only Envoy's access log says: a call that broke off waits here
/// for its line, for a while, where the proxy sends its log. Its own monitor guards all of it.
final class CallEnds {
    /// How long a line may take: Envoy writes them a second late, if nothing else is set.
    static final long WAIT_MS = 3_000;

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
    /// @param requestId `x-request-id`, which Envoy makes anew for each
    record Exchange(String proxy, String requestId) {}

    private record Waiting(Consumer<AnswerReader.End> then, long sinceNanos) {}

    /// A proxy sends its log.
    synchronized void logOpened(String proxy) {
        logs.merge(proxy, 1, Integer::sum);
    }

    /// It does not any more.
    synchronized void logClosed(String proxy) {
        logs.computeIfPresent(proxy, (_, open) -> open == 1 ? null : open - 1);
    }

    /// What the log says of an exchange that did not go as it should.
    void tell(Exchange exchange, AnswerReader.End how) {
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

    /// An exchange broke off.
    ///
    /// @param then told how: at once where that is known or nobody will say, else on another thread
    void ask(Exchange exchange, Consumer<AnswerReader.End> then) {
        AnswerReader.End known;
        synchronized (this) {
            known = told.remove(exchange);
            if (known == null && logs.containsKey(exchange.proxy())) {
                waiting.put(exchange, new Waiting(then, time.nanos()));
                return;
            }
        }
        then.accept(known == null ? AnswerReader.End.UNKNOWN : known);
    }

    /// Lets go what has waited long enough.
    void look() {
        letGo(WAIT_MS);
    }

    /// Lets go all.
    void close() {
        letGo(-1);
    }

    private void letGo(long longerThanMs) {
        List<Waiting> gone = new ArrayList<>();
        synchronized (this) {
            long now = time.nanos();
            waiting.values()
                    .removeIf(
                            each -> {
                                boolean isLong =
                                        now - each.sinceNanos() > longerThanMs * 1_000_000L;
                                if (isLong) {
                                    gone.add(each);
                                }
                                return isLong;
                            });
        }
        gone.forEach(each -> each.then().accept(AnswerReader.End.UNKNOWN));
    }
}
