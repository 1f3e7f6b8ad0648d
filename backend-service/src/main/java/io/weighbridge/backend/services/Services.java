package io.weighbridge.backend.services;

import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Doubtful;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.fault.InDoubt;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.IdKind;
import io.weighbridge.model.Nanos;
import io.weighbridge.model.Unit;

import java.util.Set;

/// Makes and changes services. Changes are one at a time (this object's monitor); reading the
/// directory needs no lock.
public final class Services implements Doubtful {
    private final ServiceStore store;
    private final InDoubt inDoubt;
    private final IdSource ids;
    private final TimeSource time;
    private volatile ServiceDirectory directory;

    public Services(ServiceStore store, IdSource ids, TimeSource time) {
        this.store = store;
        this.ids = ids;
        this.time = time;
        this.directory = new ServiceDirectory(store.all());
        this.inDoubt = new InDoubt(_ -> directory = new ServiceDirectory(store.all()));
    }

    @Override
    public synchronized void settleDoubts() {
        inDoubt.settle();
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
        if (name.codePoints()
                .anyMatch(c -> Character.isWhitespace(c) || Character.isSpaceChar(c))) {
            throw Fault.invalid("name", Check.shown(name), "no spaces");
        }
        if (IdKind.SERVICE.parse(name).isPresent()) {
            throw Fault.invalid("name", name, "not the form of an id");
        }
        Service service = new Service(ids.next(), 1, name, checked(settings), time.wallMs());
        Change change =
                Change.now(
                        service.createdAtMs(),
                        "service.create",
                        IdKind.SERVICE.format(service.id()),
                        "",
                        ServiceJson.of(service));
        inDoubt.settle();
        if (!inDoubt.write(Set.of(service.id()), () -> store.add(service, change))) {
            throw Fault.of(
                    ErrorCode.NAME_TAKEN,
                    "name: " + Check.shown(name) + " (expected: a name not in use)");
        }
        directory = directory.with(service);
        return service;
    }

    /// Replaces the settings of one.
    ///
    /// @param version as last read
    /// @throws Fault INVALID_FIELD, SERVICE_UNKNOWN, VERSION_CONFLICT
    public synchronized Service update(String idOrName, long version, ServiceSettings settings) {
        inDoubt.settle();
        Service old = require(idOrName);
        Service changed =
                new Service(
                        old.id(), version + 1, old.name(), checked(settings), old.createdAtMs());
        Change change =
                Change.now(
                        time.wallMs(),
                        "service.update",
                        IdKind.SERVICE.format(old.id()),
                        ServiceJson.of(old),
                        ServiceJson.of(changed));
        if (!inDoubt.write(Set.of(old.id()), () -> store.replace(changed, change))) {
            throw Fault.of(
                    ErrorCode.VERSION_CONFLICT,
                    "version: " + version + " (expected: " + old.version() + ")");
        }
        directory = directory.with(changed);
        return changed;
    }

    /// Services, oldest first.
    public Page<Service> list(PageKey page) {
        return Page.from(directory.all(), page, Service::id);
    }

    /// The service with this id or name.
    ///
    /// @throws Fault SERVICE_UNKNOWN
    public Service require(String idOrName) {
        return require("service", idOrName);
    }

    /// The same for a field that is called otherwise.
    ///
    /// @throws Fault SERVICE_UNKNOWN
    public Service require(String field, String idOrName) {
        ServiceDirectory current = directory;
        Service service = current.byName(idOrName);
        if (service == null) {
            long id = IdKind.SERVICE.parse(idOrName).orElse(0);
            service = current.byId(id);
        }
        if (service == null) {
            throw Fault.of(
                    ErrorCode.SERVICE_UNKNOWN,
                    field
                            + ": "
                            + Check.shown(idOrName)
                            + " (expected: the id or name of a service)");
        }
        return service;
    }

    private static ServiceSettings checked(ServiceSettings settings) {
        Check.range(
                "settings.hold_ttl_ms",
                settings.holdTtlMs(),
                ServiceSettings.HOLD_TTL_MS_MIN,
                ServiceSettings.HOLD_TTL_MS_MAX);
        Check.range(
                "settings.default_output_tokens",
                settings.defaultOutputTokens(),
                0,
                Unit.COUNT_MAX);
        Check.range("settings.meter_slice_tokens", settings.meterSliceTokens(), 1, Unit.COUNT_MAX);
        Check.range(
                "settings.unpriced_ceiling_nanos",
                settings.unpricedCeilingNanos(),
                0,
                Nanos.AMOUNT_MAX);
        return settings;
    }
}
