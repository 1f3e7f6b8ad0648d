package io.weighbridge.backend.proxies.events;

import java.util.concurrent.atomic.AtomicLong;

/// How many events came, by what came of them. Safe for sharing.
public final class EventCounts {
    private final AtomicLong charged = new AtomicLong();
    private final AtomicLong unrated = new AtomicLong();
    private final AtomicLong repeated = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong passedOver = new AtomicLong();

    EventCounts() {}

    void count(EventAnswer.Outcome outcome) {
        switch (outcome) {
            case EventAnswer.Taken taken -> {
                boolean isUnrated = taken.result().unrated();
                AtomicLong first = isUnrated ? unrated : charged;
                (taken.result().repeated() ? repeated : first).incrementAndGet();
            }
            case EventAnswer.Refused _ -> refused.incrementAndGet();
        }
    }

    void refuse() {
        refused.incrementAndGet();
    }

    void passOver(long count) {
        passedOver.addAndGet(count);
    }

    /// Charged.
    public long chargedCount() {
        return charged.get();
    }

    /// Kept as unrated.
    public long unratedCount() {
        return unrated.get();
    }

    /// That had come before.
    public long repeatedCount() {
        return repeated.get();
    }

    /// Not charged.
    public long refusedCount() {
        return refused.get();
    }

    /// That tell of nothing that is charged here.
    public long passedOverCount() {
        return passedOver.get();
    }
}
