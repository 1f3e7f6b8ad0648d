package io.weighbridge.backend.demo;

import io.weighbridge.backend.demo.screen.Snapshot;
import io.weighbridge.backend.demo.trace.RowSource;
import io.weighbridge.model.RefusalReason;
import io.weighbridge.model.Units;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Counts what this start does, for the live view. Nothing is decided by these numbers but when the
/// small account is topped up: what is true at the end is read from the store. Safe for sharing.
final class Meters {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private static final class KeyMeter {
        private final MinuteWindow requests = new MinuteWindow();
        private final MinuteWindow tokens = new MinuteWindow();
        private final MinuteWindow spend = new MinuteWindow();
        private final Map<RefusalReason, Long> refusals = new EnumMap<>(RefusalReason.class);
        private long spentNanos;
        private long open;
    }

    private final Map<DemoKey, KeyMeter> keys = new LinkedHashMap<>();
    private final MinuteWindow calls = new MinuteWindow();
    private final long startNanos = System.nanoTime();
    private long traceMicros;
    private long lagNanos;
    private long lagMostNanos;

    Meters(List<DemoKey> demoKeys) {
        demoKeys.forEach(key -> keys.put(key, new KeyMeter()));
    }

    private long second() {
        return (System.nanoTime() - startNanos) / NANOS_PER_SECOND;
    }

    private KeyMeter of(DemoKey key) {
        return keys.computeIfAbsent(key, made -> new KeyMeter());
    }

    synchronized void dispatched(long atMicros, long lag) {
        traceMicros = Math.max(traceMicros, atMicros);
        lagNanos = Math.max(0, lag);
        lagMostNanos = Math.max(lagMostNanos, lagNanos);
        calls.add(second(), 1);
    }

    synchronized void opened(DemoKey key) {
        sent(key);
        admitted(key);
    }

    /// A call is under way, and nobody has said yet whether it may be.
    synchronized void sent(DemoKey key) {
        of(key).open++;
    }

    synchronized void admitted(DemoKey key) {
        of(key).requests.add(second(), 1);
    }

    synchronized void released(DemoKey key) {
        of(key).open--;
    }

    synchronized void charged(DemoKey key, Units used, Settled settled) {
        KeyMeter meter = of(key);
        meter.open--;
        meter.tokens.add(second(), used.tokens());
        meter.spend.add(second(), settled.chargeNanos());
        meter.spentNanos = Math.addExact(meter.spentNanos, settled.chargeNanos());
    }

    synchronized void refused(DemoKey key, RefusalReason reason) {
        of(key).refusals.merge(reason, 1L, Math::addExact);
    }

    /// How often an account was refused for a reason.
    synchronized long refusals(long accountId, RefusalReason reason) {
        long sum = 0;
        for (Map.Entry<DemoKey, KeyMeter> entry : keys.entrySet()) {
            if (entry.getKey().accountId() == accountId) {
                sum += entry.getValue().refusals.getOrDefault(reason, 0L);
            }
        }
        return sum;
    }

    /// The longest lag so far.
    synchronized long lagMostNanos() {
        return lagMostNanos;
    }

    /// Everything at one instant.
    synchronized Snapshot read(Progress progress, RowSource source) {
        long second = second();
        List<Snapshot.KeyLine> lines = new ArrayList<>();
        keys.forEach(
                (key, meter) ->
                        lines.add(
                                new Snapshot.KeyLine(
                                        key.name(),
                                        key.account(),
                                        meter.requests.perMinute(second),
                                        meter.tokens.perMinute(second),
                                        meter.spend.perMinute(second),
                                        meter.spentNanos,
                                        meter.open,
                                        Map.copyOf(meter.refusals))));
        return new Snapshot(
                System.nanoTime() - startNanos,
                traceMicros,
                progress.done(),
                source.total(),
                lagNanos,
                calls.perMinute(second) / 60,
                lines);
    }
}
