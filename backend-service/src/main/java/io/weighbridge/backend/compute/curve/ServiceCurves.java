package io.weighbridge.backend.compute.curve;

import io.weighbridge.backend.compute.analysis.ModelContent;
import io.weighbridge.backend.compute.cost.CallCost;
import io.weighbridge.backend.compute.cost.CallCosts;
import io.weighbridge.backend.compute.gpu.GpuPrice;
import io.weighbridge.backend.compute.gpu.GpuStore;
import io.weighbridge.backend.compute.gpu.GpuVersion;
import io.weighbridge.backend.compute.model.Described;
import io.weighbridge.backend.compute.saved.ModelStore;
import io.weighbridge.backend.compute.saved.ServiceModel;
import io.weighbridge.backend.platform.fault.Doubtful;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.Units;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The cost curves of all services at all instants, in memory. Brought up to the store after each
/// change ([#refresh]). Safe for sharing; who asks never waits.
public final class ServiceCurves implements CallCosts, Curves, Doubtful {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceCurves.class);

    /// @param costing null when it cannot be reckoned
    private record Version(long fromMs, @Nullable Costing costing) {}

    /// What a service runs from an instant on.
    ///
    /// @param versions of its GPU, as the model runs on it; null when it is not known what it runs
    private record Slot(
            long fromMs, @Nullable Dated<Version> versions, @Nullable Dated<GpuPrice> prices) {
        @Nullable Costing costing(long atMs) {
            Version version = versions == null ? null : versions.atOrFirst(atMs);
            return version == null ? null : version.costing;
        }
    }

    private record Card(List<GpuVersion> versions, Dated<GpuPrice> prices) {}

    private record Key(long linkId, long version) {}

    private final GpuStore gpus;
    private final ModelStore models;
    private volatile Map<Long, Dated<Slot>> services = Map.of();
    private volatile boolean stale;
    // What was made before, which never changes. Guarded by this.
    private final Map<Key, Optional<Costing>> made = new HashMap<>();

    /// Without any curve, until it is loaded.
    public ServiceCurves(GpuStore gpus, ModelStore models) {
        this.gpus = gpus;
        this.models = models;
    }

    /// Reads what services run.
    ///
    /// @throws Fault STORE_UNAVAILABLE
    public void load() {
        stale = true;
        settleDoubts();
    }

    /// The same after a change. When the store cannot be read, all stays as it was until
    /// [#settleDoubts].
    public void refresh() {
        try {
            load();
        } catch (Fault fault) {
            LOG.error("cost curves could not be read again; tried again soon", fault);
        }
    }

    @Override
    public synchronized void settleDoubts() {
        if (stale) {
            stale = false;
            try {
                services = read();
            } catch (RuntimeException e) {
                stale = true;
                throw e;
            }
        }
    }

    private Map<Long, Dated<Slot>> read() {
        Map<Long, List<Slot>> slots = new HashMap<>();
        Map<Long, Card> cards = new HashMap<>();
        for (ServiceModel link : all(page -> models.links(0, page))) {
            ServiceModel.Run run = link.run();
            Slot slot;
            if (run == null) {
                slot = new Slot(link.effectiveAtMs(), null, null);
            } else {
                Card card = cards.computeIfAbsent(run.gpuId(), this::card);
                slot = new Slot(link.effectiveAtMs(), versions(link, run, card), card.prices);
            }
            slots.computeIfAbsent(link.serviceId(), _ -> new ArrayList<>()).add(slot);
        }
        Map<Long, Dated<Slot>> dated = new HashMap<>();
        slots.forEach((id, list) -> dated.put(id, new Dated<>(list, Slot::fromMs)));
        return dated;
    }

    private Card card(long id) {
        return new Card(
                all(page -> gpus.versions(id, page)),
                new Dated<>(all(page -> gpus.prices(id, page)), GpuPrice::effectiveAtMs));
    }

    private static <T> List<T> all(Function<PageKey, Page<T>> list) {
        List<T> rows = new ArrayList<>();
        String token = "";
        do {
            Page<T> page = list.apply(PageKey.of(PageKey.SIZE_MAX, token, ""));
            rows.addAll(page.items());
            token = page.nextToken();
        } while (!token.isEmpty());
        return rows;
    }

    private Dated<Version> versions(ServiceModel link, ServiceModel.Run run, Card card) {
        List<Version> versions = new ArrayList<>();
        for (GpuVersion version : card.versions) {
            Optional<Costing> costing =
                    made.computeIfAbsent(
                            new Key(link.id(), version.version()), _ -> make(run, version));
            versions.add(new Version(version.changedAtMs(), costing.orElse(null)));
        }
        return new Dated<>(versions, Version::fromMs);
    }

    // What cannot be reckoned has no curve, so that nothing is charged by one.
    private Optional<Costing> make(ServiceModel.Run run, GpuVersion version) {
        try {
            ModelContent content =
                    models.content(run.modelId())
                            .orElseThrow(() -> Fault.internal("a model is missing", null));
            Described described = content.described();
            if (run.terms().media() != null) {
                return Optional.ofNullable(
                        MediaCosting.of(content, version.figures(), run.terms()));
            }
            if (described instanceof Described.Text text && text.unknown().isEmpty()) {
                return Optional.of(Curve.of(text, version.figures(), run.terms()));
            }
            LOG.warn(
                    "model {} has no cost curve: not known is {}",
                    run.modelName(),
                    described.unknown());
        } catch (Fault fault) {
            if (fault.code().kind() == ErrorCode.Kind.UNAVAILABLE) {
                throw fault;
            }
            LOG.warn("model {} has no cost curve on {}", run.modelName(), run.gpuName(), fault);
        } catch (ArithmeticException e) {
            LOG.warn("model {} has no cost curve on {}", run.modelName(), run.gpuName(), e);
        }
        return Optional.empty();
    }

    private @Nullable Slot slot(long serviceId, long atMs) {
        Dated<Slot> dated = services.get(serviceId);
        return dated == null ? null : dated.at(atMs);
    }

    @Override
    public @Nullable Costing at(long serviceId, long atMs) {
        Slot slot = slot(serviceId, atMs);
        return slot == null ? null : slot.costing(atMs);
    }

    @Override
    public CallCost of(long serviceId, long atMs, Units units, long computeMs) {
        Slot slot = slot(serviceId, atMs);
        Costing costing = slot == null ? null : slot.costing(atMs);
        if (slot == null || costing == null) {
            return CallCost.NONE;
        }
        GpuPrice price = slot.prices == null ? null : slot.prices.at(atMs);
        return price == null
                ? costing.costUnknown()
                : costing.cost(units, price.hourNanos(), computeMs);
    }
}
