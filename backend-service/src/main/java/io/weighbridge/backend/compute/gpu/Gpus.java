package io.weighbridge.backend.compute.gpu;

import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.Nanos;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// The installation's GPUs: those that come with the program are the start. Kept in the store
/// alone; changes are one at a time (this object's monitor).
public final class Gpus {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{0,39}");
    private static final Set<String> TYPES = Set.of("fp32", "fp16", "bf16", "fp8");
    // Without these some models could not be reckoned.
    private static final List<String> NEEDED = List.of("fp32", "fp16");
    private static final String CURRENCY_OF_DEFAULTS = "USD";
    private static final int TEXT_MAX = 200;

    private final GpuStore store;
    private final IdSource ids;
    private final TimeSource time;
    private final Runnable changed;

    /// Adds what comes with the program and is not there yet. Its prices are in USD: in another
    /// currency those GPUs have none until somebody says it.
    ///
    /// @param currency the installation's
    /// @param changed told after each change, also one that seemed to fail
    public Gpus(GpuStore store, String currency, IdSource ids, TimeSource time, Runnable changed) {
        this.store = store;
        this.ids = ids;
        this.time = time;
        this.changed = changed;
        List<PricedGpu> defaults = new ArrayList<>();
        for (Gpu gpu : GpuCatalogue.load().all()) {
            defaults.add(first(gpu, currency.equals(CURRENCY_OF_DEFAULTS)));
        }
        store.addMissing(defaults);
    }

    private PricedGpu first(Gpu gpu, boolean withPrice) {
        long nowMs = time.wallMs();
        GpuVersion version = new GpuVersion(ids.next(), 1, gpu.withoutPrice(), false, nowMs);
        Optional<GpuPrice> price =
                gpu.hour()
                        .filter(hour -> withPrice)
                        .map(
                                hour ->
                                        new GpuPrice(
                                                ids.next(),
                                                version.id(),
                                                nowMs,
                                                Nanos.parse(hour.toPlainString()),
                                                gpu.priceSource(),
                                                nowMs));
        return new PricedGpu(version, price.orElse(null));
    }

    /// All as they are now.
    public Page<PricedGpu> list(PageKey page) {
        return store.list(page, time.wallMs());
    }

    /// A GPU's versions, oldest first.
    ///
    /// @throws Fault GPU_UNKNOWN
    public Page<GpuVersion> versions(String name, PageKey page) {
        return store.versions(require(name).version().id(), page);
    }

    /// A GPU's prices in the order in which they were made.
    ///
    /// @throws Fault GPU_UNKNOWN
    public Page<GpuPrice> prices(String name, PageKey page) {
        return store.prices(require(name).version().id(), page);
    }

    /// The one of a name as it is now.
    ///
    /// @throws Fault INVALID_FIELD, GPU_UNKNOWN
    public PricedGpu require(String name) {
        Check.text("gpu", name, 1, TEXT_MAX);
        return store.find(name, time.wallMs())
                .orElseThrow(
                        () ->
                                Fault.of(
                                        ErrorCode.GPU_UNKNOWN,
                                        "gpu: "
                                                + Check.shown(name)
                                                + " (expected: the name of one of ListGpus)"));
    }

    /// What an hour of one card costs at an instant, in nanos; empty when nobody knows.
    public OptionalLong hourNanos(String name, long atMs) {
        GpuPrice price = store.find(name, atMs).map(PricedGpu::price).orElse(null);
        return price == null ? OptionalLong.empty() : OptionalLong.of(price.hourNanos());
    }

    /// The one of an id that is stored, as it was at an instant.
    public PricedGpu at(long id, long atMs) {
        return store.findAt(id, atMs)
                .orElseThrow(() -> Fault.internal("there is no GPU " + id, null));
    }

    /// All that ever held, as it is known now.
    public GpuHistory history() {
        return store.history();
    }

    /// How often anything was said of GPUs: what [#history] tells is the same as long as this is.
    public long changes() {
        return store.changes();
    }

    /// Adds one, or a version of one.
    ///
    /// @param version as last read, 0 when there is none of the name
    /// @param figures without a price
    /// @throws Fault INVALID_FIELD, VERSION_CONFLICT
    public synchronized PricedGpu set(long version, Gpu figures, boolean retired) {
        check(figures);
        PricedGpu old = store.find(figures.name(), time.wallMs()).orElse(null);
        long present = old == null ? 0 : old.version().version();
        GpuVersion made =
                new GpuVersion(
                        old == null ? ids.next() : old.version().id(),
                        present + 1,
                        figures,
                        retired,
                        time.wallMs());
        Change change =
                Change.now(
                        made.changedAtMs(),
                        "gpu.set",
                        made.name(),
                        old == null ? "" : GpuJson.of(old.version()),
                        GpuJson.of(made));
        if (version != present || !add(made, change)) {
            throw Fault.of(
                    ErrorCode.VERSION_CONFLICT,
                    "version: " + version + " (expected: " + present + ")");
        }
        return new PricedGpu(made, old == null ? null : old.price());
    }

    private boolean add(GpuVersion made, Change change) {
        try {
            return store.add(made, change);
        } finally {
            changed.run();
        }
    }

    private static void check(Gpu figures) {
        if (!NAME.matcher(figures.name()).matches()) {
            throw Fault.invalid(
                    "gpu", Check.shown(figures.name()), "1 to 40 of a-z, 0-9, '.', '-'");
        }
        Check.text("figures.title", figures.title(), 1, TEXT_MAX);
        Check.text("figures.source", figures.source(), 1, TEXT_MAX);
        Check.range("figures.vram_bytes", figures.vramBytes(), 1L << 30, 1L << 44);
        Check.range(
                "figures.bytes_per_second",
                figures.bytesPerSecond(),
                1_000_000_000L,
                1_000_000_000_000_000L);
        Check.range("figures.tdp_watts", figures.tdpWatts(), 1, 100_000);
        for (String type : new TreeSet<>(figures.flopsPerSecond().keySet())) {
            if (!TYPES.contains(type)) {
                throw Fault.invalid(
                        "figures.flops_per_second", Check.shown(type), "fp32, fp16, bf16, fp8");
            }
            Check.range(
                    "figures.flops_per_second." + type,
                    figures.flopsPerSecond().getOrDefault(type, 0L),
                    1_000_000_000L,
                    1_000_000_000_000_000_000L);
        }
        for (String type : NEEDED) {
            if (!figures.flopsPerSecond().containsKey(type)) {
                throw Fault.invalid("figures.flops_per_second", "no " + type, "fp32 and fp16");
            }
        }
    }

    /// Says what an hour costs from an instant on.
    ///
    /// @param effectiveAtMs 0 for now, else not in the past
    /// @throws Fault INVALID_FIELD, GPU_UNKNOWN
    public synchronized GpuPrice setPrice(
            String name, long hourNanos, long effectiveAtMs, String source) {
        long nowMs = time.wallMs();
        Check.range("hour_nanos", hourNanos, 1, GpuPrice.HOUR_NANOS_MAX);
        Check.text("source", source, 1, TEXT_MAX);
        if (effectiveAtMs != 0 && effectiveAtMs < nowMs) {
            throw Fault.invalid("effective_at_ms", effectiveAtMs, "0, or not in the past");
        }
        GpuVersion gpu = require(name).version();
        long fromMs = effectiveAtMs == 0 ? nowMs : effectiveAtMs;
        GpuPrice before = at(gpu.id(), fromMs).price();
        GpuPrice price = new GpuPrice(ids.next(), gpu.id(), fromMs, hourNanos, source, nowMs);
        Change change =
                Change.now(
                        nowMs,
                        "gpu.set-price",
                        gpu.name(),
                        before == null ? "" : GpuJson.of(before),
                        GpuJson.of(price));
        try {
            store.addPrice(price, change);
        } finally {
            changed.run();
        }
        return price;
    }
}
