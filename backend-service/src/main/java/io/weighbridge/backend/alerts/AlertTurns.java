package io.weighbridge.backend.alerts;

import io.weighbridge.backend.platform.time.TimeSource;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// Sends what is due: to a contact one after the other, to many contacts at the same time. A turn
/// ends with the first that cannot be sent. Nobody waits for a contact that is slow, but for a
/// place: who had the last turn longest ago has the next.
final class AlertTurns implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AlertTurns.class);
    private static final int TURN_ALERTS_MAX = 200;
    private static final Duration TURN_MAX = Duration.ofSeconds(10);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

    private final AlertStore store;
    private final Sending sending;
    private final TimeSource time;
    // Of the rounds' thread alone: the number of the last turn, by contact.
    private final Map<Long, Long> turns = new HashMap<>();
    private long turn;
    // Contacts that have a turn.
    private final Map<Long, Channel> busy = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean closing;

    /// How contacts are told.
    interface Sending {
        /// Sends one; see [Sender#send].
        String send(Contact contact, Alert alert);
    }

    AlertTurns(AlertStore store, Sending sending, TimeSource time) {
        this.store = store;
        this.sending = sending;
        this.time = time;
    }

    /// Begins turns of contacts for whom something is due. For one thread.
    void begin() {
        List<Contact> due = store.due(time.wallMs());
        turns.keySet().retainAll(due.stream().map(Contact::id).collect(Collectors.toSet()));
        due.stream()
                .filter(contact -> !busy.containsKey(contact.id()))
                // Stable: among those without a turn, who waits longest.
                .sorted(Comparator.comparingLong(contact -> turns.getOrDefault(contact.id(), 0L)))
                .forEach(this::begin);
    }

    private void begin(Contact contact) {
        Channel channel = contact.channel();
        long taken = busy.values().stream().filter(channel::equals).count();
        if (closing || taken >= channel.placesMax()) {
            return;
        }
        busy.put(contact.id(), channel);
        turn++;
        turns.put(contact.id(), turn);
        threads.execute(
                () -> {
                    try {
                        turn(contact);
                    } catch (RuntimeException e) {
                        LOG.warn("alerts to contact {} failed: {}", contact.id(), e.toString());
                    } finally {
                        busy.remove(contact.id());
                    }
                });
    }

    // Each is asked for anew: nothing more goes to a contact that was removed.
    private void turn(Contact contact) {
        long untilNanos = time.nanos() + TURN_MAX.toNanos();
        for (int i = 0; i < TURN_ALERTS_MAX && !closing && time.nanos() <= untilNanos; i++) {
            Alert alert = store.due(contact.id(), time.wallMs()).orElse(null);
            if (alert == null || !isSent(contact, alert)) {
                return;
            }
        }
    }

    private boolean isSent(Contact contact, Alert alert) {
        String problem = send(contact, alert);
        if (problem.isEmpty()) {
            // What was sent is noted even when this thread was told to end.
            var _ = Thread.interrupted();
            store.tried(alert.sent());
        } else if (!closing) {
            store.tried(alert.failed(problem, time.wallMs()));
        }
        return problem.isEmpty();
    }

    private String send(Contact contact, Alert alert) {
        try {
            return sending.send(contact, alert);
        } catch (RuntimeException e) {
            LOG.warn("alert {} cannot be sent: {}", alert.id(), e.toString());
            return "a fault of the service, which its log tells";
        }
    }

    /// Begins no turns any more. What is being sent goes on until the close.
    void stop() {
        closing = true;
    }

    /// Ends what is being sent: it is sent again after the next start, under the same id.
    @Override
    public void close() {
        stop();
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(CLOSE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("alerts are still being sent; they are sent again after the next start");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
