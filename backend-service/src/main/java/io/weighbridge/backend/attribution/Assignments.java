package io.weighbridge.backend.attribution;

import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.audit.JsonText;
import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.backend.services.Services;
import io.weighbridge.model.IdKind;

import java.util.List;
import java.util.stream.Collectors;

/// Says which services run on which measured GPU. In the store alone; changes are one at a time
/// (this object's monitor).
public final class Assignments {
    private static final int GPU_MAX = 100;
    private static final int SERVICES_MAX = 100;

    private final AssignmentStore store;
    private final Services services;
    private final IdSource ids;
    private final TimeSource time;

    Assignments(AssignmentStore store, Services services, IdSource ids, TimeSource time) {
        this.store = store;
        this.services = services;
        this.ids = ids;
        this.time = time;
    }

    /// Says it from an instant on.
    ///
    /// @param gpu its UUID; it need not have been seen
    /// @param names ids or names of services; none when it is not known from then on
    /// @param effectiveAtMs 0 for now, else not in the past
    /// @return it
    /// @throws Fault INVALID_FIELD, SERVICE_UNKNOWN
    public synchronized GpuServices set(String gpu, List<String> names, long effectiveAtMs) {
        Check.text("gpu", gpu, 1, GPU_MAX);
        Check.range("services", names.size(), 0, SERVICES_MAX);
        List<Long> serviceIds =
                names.stream().map(name -> services.require("services", name).id()).toList();
        if (serviceIds.stream().distinct().count() < names.size()) {
            throw Fault.invalid("services", "one of them twice", "each once");
        }
        long nowMs = time.wallMs();
        if (effectiveAtMs != 0 && effectiveAtMs < nowMs) {
            throw Fault.invalid("effective_at_ms", effectiveAtMs, "0, or not in the past");
        }
        GpuServices made =
                new GpuServices(
                        ids.next(),
                        gpu,
                        effectiveAtMs == 0 ? nowMs : effectiveAtMs,
                        serviceIds,
                        nowMs);
        store.add(
                made,
                Change.now(
                        nowMs,
                        "gpu.set-services",
                        gpu,
                        store.at(gpu, made.effectiveAtMs()).map(Assignments::json).orElse(""),
                        json(made)));
        return made;
    }

    private static String json(GpuServices assignment) {
        return JsonText.object()
                .add("effectiveAtMs", assignment.effectiveAtMs())
                .add(
                        "services",
                        assignment.serviceIds().stream()
                                .map(IdKind.SERVICE::format)
                                .collect(Collectors.joining(" ")))
                .toString();
    }

    /// How often it was said: what all are is the same as long as this is.
    long count() {
        return store.count();
    }

    /// All of a GPU, or of all for an empty text, in the order in which it was said.
    public Page<GpuServices> list(String gpu, PageKey page) {
        return store.list(Check.text("gpu", gpu, 0, GPU_MAX), page);
    }
}
