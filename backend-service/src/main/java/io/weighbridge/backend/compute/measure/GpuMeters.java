package io.weighbridge.backend.compute.measure;

import io.weighbridge.backend.compute.measure.GpuHour.Active;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/// Makes hours of what exporters say of GPUs at instants: between two of them a figure is taken as
/// the mean of both. A GPU belongs to the exporter that tells of it, as long as that one does: a
/// second that tells of the same counts nothing twice. For one thread.
final class GpuMeters {
    private static final long US_PER_MS = 1_000;
    // 20 kW, which no card takes, in millijoules per millisecond.
    private static final long ENERGY_MJ_PER_MS_MOST = 20_000;

    private record Seen(Exporter exporter, GpuSample sample, long atMs) {}

    // More are left out, in an hour: what is kept is bounded, whatever UUIDs an exporter makes up.
    private static final int GPUS_MAX = 4_096;
    private static final long HOUR_MS = 3_600_000;

    private final long gapMs;
    private final Set<String> ofHour = new HashSet<>();
    private long hour;
    private final Map<String, Seen> last = new HashMap<>();

    /// @param gapMs a GPU that nobody tells of for longer was not seen in that time
    GpuMeters(long gapMs) {
        this.gapMs = gapMs;
    }

    /// Takes what an exporter says now.
    ///
    /// @return what is to be added to hours
    List<GpuHour> add(Exporter exporter, List<GpuSample> samples, long nowMs) {
        var _ = last.values().removeIf(seen -> isLost(seen, nowMs));
        List<GpuHour> hours = new ArrayList<>();
        if (hour != nowMs / HOUR_MS) {
            hour = nowMs / HOUR_MS;
            ofHour.clear();
        }
        for (GpuSample sample : samples) {
            Seen before = last.get(sample.gpu());
            if (ofHour.size() >= GPUS_MAX && !ofHour.contains(sample.gpu())) {
                continue;
            }
            ofHour.add(sample.gpu());
            if (before == null) {
                last.put(sample.gpu(), new Seen(exporter, sample, nowMs));
            } else if (before.exporter().equals(exporter) && before.atMs() < nowMs) {
                last.put(sample.gpu(), new Seen(exporter, sample, nowMs));
                hours.addAll(hours(before, sample, new Interval(before.atMs(), nowMs)));
            }
        }
        return hours;
    }

    // Also after the clock was set back.
    private boolean isLost(Seen seen, long nowMs) {
        return nowMs - seen.atMs() > gapMs || nowMs < seen.atMs();
    }

    private static List<GpuHour> hours(Seen before, GpuSample now, Interval interval) {
        GpuSample then = before.sample();
        OptionalLong busy = meanPpm(then.busyPpm(), now.busyPpm());
        OptionalLong tensor = meanPpm(then.tensorPpm(), now.tensorPpm());
        OptionalLong memory = meanPpm(then.memoryPpm(), now.memoryPpm());
        OptionalLong energy = energyMj(then, now, interval.lengthMs());
        List<GpuHour> hours = new ArrayList<>();
        for (Interval.Piece piece : interval.pieces()) {
            hours.add(
                    new GpuHour(
                            piece.hourMs(),
                            now.gpu(),
                            before.exporter().toString(),
                            now.model(),
                            piece.lengthMs(),
                            active(busy, piece.lengthMs()),
                            active(tensor, piece.lengthMs()),
                            active(memory, piece.lengthMs()),
                            energy.isPresent() ? piece.lengthMs() : 0,
                            energy.isPresent() ? interval.share(energy.getAsLong(), piece) : 0,
                            now.memoryUsedMib().orElse(0)));
        }
        return hours;
    }

    private static OptionalLong meanPpm(OptionalLong a, OptionalLong b) {
        return a.isEmpty() || b.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of((a.getAsLong() + b.getAsLong()) / 2);
    }

    private static Active active(OptionalLong ppm, long lengthMs) {
        return ppm.isEmpty()
                ? Active.NOT_KNOWN
                : new Active(lengthMs, ppm.getAsLong() * lengthMs * US_PER_MS / Plausible.PPM);
    }

    // From the counter; from the power where there is none, or where it began anew.
    private static OptionalLong energyMj(GpuSample then, GpuSample now, long lengthMs) {
        if (then.energyMj().isPresent() && now.energyMj().isPresent()) {
            long taken = now.energyMj().getAsLong() - then.energyMj().getAsLong();
            if (taken >= 0 && taken <= ENERGY_MJ_PER_MS_MOST * lengthMs) {
                return OptionalLong.of(taken);
            }
        }
        if (then.powerMw().isEmpty() || now.powerMw().isEmpty()) {
            return OptionalLong.empty();
        }
        long milliwatts = (then.powerMw().getAsLong() + now.powerMw().getAsLong()) / 2;
        return OptionalLong.of(milliwatts * lengthMs / 1_000);
    }
}
