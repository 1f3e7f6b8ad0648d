package io.weighbridge.backend.gate.settle;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.services.ModelName;
import io.weighbridge.backend.services.Service;
import io.weighbridge.backend.services.Services;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// Calls that another model served than they were held for. They are charged by what was held for,
/// which is what the client was let in for, unless they are kept as unrated; that somebody was
/// served something else is the operator's to know. Safe for sharing.
public final class OtherModels {
    private static final Logger LOG = LoggerFactory.getLogger(OtherModels.class);
    private static final int NAMES_MAX = 1_000;

    private final Services services;
    private final AtomicLong count = new AtomicLong();
    private final Set<Told> told = ConcurrentHashMap.newKeySet();

    private record Told(String held, String model, boolean unrated) {}

    public OtherModels(Services services) {
        this.services = services;
    }

    /// How many there were, each once however often it was told.
    public long count() {
        return count.get();
    }

    /// Who is to be told of a settle instead: says in its result whether the model differs.
    ///
    /// @param serviceId that the call was held for, 0 when that is not known
    /// @param model that served it, empty when that is not told
    Reply<SettleResult> reply(long serviceId, String model, Reply<SettleResult> to) {
        Service held = model.isEmpty() ? null : services.directory().byId(serviceId);
        if (held == null || !ModelName.differ(held.name(), model)) {
            return to;
        }
        return new Reply<>() {
            @Override
            public void done(SettleResult result) {
                if (!result.repeated()) {
                    served(new Told(held.name(), model, result.unrated()));
                }
                to.done(result.ofAnotherModel());
            }

            @Override
            public void failed(Fault fault) {
                to.failed(fault);
            }
        };
    }

    private void served(Told each) {
        count.incrementAndGet();
        if (told.size() < NAMES_MAX && told.add(each)) {
            LOG.warn(
                    "a call held for {} was served by {}, and {}; this is said once",
                    each.held,
                    each.model,
                    each.unrated
                            ? "is not charged for what was told: that is kept as unrated"
                            : "is charged as held");
        }
    }
}
