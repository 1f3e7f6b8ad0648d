package io.weighbridge.backend.compute.gpu;

import io.weighbridge.backend.platform.fault.Fault;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/// What held of all GPUs at any instant, in memory: for who asks of many instants. Of two prices
/// from the same instant the later made holds. Never changed.
public final class GpuHistory {
    private final Map<String, Long> ids = new HashMap<>();
    private final Map<Long, TreeMap<Long, GpuVersion>> versions = new HashMap<>();
    private final Map<Long, TreeMap<Long, GpuPrice>> prices = new HashMap<>();

    /// @param versions of all GPUs
    /// @param prices of them, in the order in which they were made
    GpuHistory(List<GpuVersion> versions, List<GpuPrice> prices) {
        for (GpuVersion each : versions) {
            ids.put(each.name(), each.id());
            this.versions
                    .computeIfAbsent(each.id(), _ -> new TreeMap<>())
                    .put(each.version(), each);
        }
        for (GpuPrice each : prices) {
            this.prices
                    .computeIfAbsent(each.gpuId(), _ -> new TreeMap<>())
                    .put(each.effectiveAtMs(), each);
        }
    }

    /// What an hour of one card costs at an instant, in nanos; empty when nobody knows.
    public OptionalLong hourNanos(String name, long atMs) {
        Long id = ids.get(name);
        GpuPrice price = id == null ? null : price(id, atMs);
        return price == null ? OptionalLong.empty() : OptionalLong.of(price.hourNanos());
    }

    private @Nullable GpuPrice price(long id, long atMs) {
        TreeMap<Long, GpuPrice> all = prices.get(id);
        Map.Entry<Long, GpuPrice> held = all == null ? null : all.floorEntry(atMs);
        return held == null ? null : held.getValue();
    }

    /// The one of an id that is stored, as it was at an instant; as it was first, before that.
    public PricedGpu at(long id, long atMs) {
        TreeMap<Long, GpuVersion> all = versions.get(id);
        if (all == null) {
            throw Fault.internal("there is no GPU " + id, null);
        }
        for (GpuVersion each : all.descendingMap().values()) {
            if (each.changedAtMs() <= atMs) {
                return new PricedGpu(each, price(id, atMs));
            }
        }
        return new PricedGpu(all.firstEntry().getValue(), price(id, atMs));
    }
}
