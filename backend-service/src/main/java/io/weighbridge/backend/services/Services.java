package io.weighbridge.backend.services;

import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.IdKind;
import io.weighbridge.model.Nanos;
import io.weighbridge.model.Unit;

/// Makes and changes services. Changes are one at a time (this object's monitor); reading the
/// directory needs no lock.
public final class Services {
    private final ServiceStore store;
    private final IdSource ids;
    private final TimeSource time;
    private volatile ServiceDirectory directory;

    public Services(ServiceStore store, IdSource ids, TimeSource time) {
        this.store = store;
        this.ids = ids;
        this.time = time;
        this.directory = new ServiceDirectory(store.all());
    }

    /// All services now.
    public ServiceDirectory directory() {
        return directory;
    }

    /// Makes one.
    ///
    /// @throws Fault INVALID_FIELD, NAME_TAKEN
    public synchronized Service create(String name, ServiceSettings settings) {
        Check.text("name", name, 1, 200);
        if (name.chars().anyMatch(Character::isWhitespace)) {
            throw Fault.invalid("name", name, "no spaces");
        }
        Service service = new Service(ids.next(), 1, name, checked(settings), time.wallMs());
        if (!store.add(service)) {
            throw Fault.of(
                    ErrorCode.NAME_TAKEN, "name: " + name + " (expected: a name not in use)");
        }
        directory = directory.with(service);
        return service;
    }

    /// Replaces the settings of one.
    ///
    /// @param version as last read
    /// @throws Fault INVALID_FIELD, SERVICE_UNKNOWN, VERSION_CONFLICT
    public synchronized Service update(String idOrName, long version, ServiceSettings settings) {
        Service old = require(idOrName);
        Service changed =
                new Service(
                        old.id(), version + 1, old.name(), checked(settings), old.createdAtMs());
        if (!store.replace(changed)) {
            throw Fault.of(
                    ErrorCode.VERSION_CONFLICT,
                    "version: " + version + " (expected: " + old.version() + ")");
        }
        directory = directory.with(changed);
        return changed;
    }

    /// The service with this id or name.
    ///
    /// @throws Fault SERVICE_UNKNOWN
    public Service require(String idOrName) {
        ServiceDirectory current = directory;
        Service service = current.byName(idOrName);
        if (service == null) {
            long id = IdKind.SERVICE.parse(idOrName).orElse(0);
            service = current.byId(id);
        }
        if (service == null) {
            throw Fault.of(
                    ErrorCode.SERVICE_UNKNOWN,
                    "service: " + idOrName + " (expected: the id or name of a service)");
        }
        return service;
    }

    private static ServiceSettings checked(ServiceSettings settings) {
        Check.range(
                "hold_ttl_ms",
                settings.holdTtlMs(),
                ServiceSettings.HOLD_TTL_MS_MIN,
                ServiceSettings.HOLD_TTL_MS_MAX);
        Check.range("default_output_tokens", settings.defaultOutputTokens(), 0, Unit.COUNT_MAX);
        Check.range("meter_slice_tokens", settings.meterSliceTokens(), 1, Unit.COUNT_MAX);
        Check.range("unpriced_ceiling_nanos", settings.unpricedCeilingNanos(), 0, Nanos.AMOUNT_MAX);
        return settings;
    }
}
