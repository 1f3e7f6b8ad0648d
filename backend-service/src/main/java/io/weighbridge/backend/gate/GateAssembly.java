package io.weighbridge.backend.gate;

import io.weighbridge.backend.compute.cost.CallCosts;
import io.weighbridge.backend.compute.curve.Curves;
import io.weighbridge.backend.gate.admit.Admitting;
import io.weighbridge.backend.gate.admit.Gate;
import io.weighbridge.backend.gate.admit.LimitCounting;
import io.weighbridge.backend.gate.admit.RefusalListener;
import io.weighbridge.backend.gate.event.EventCharging;
import io.weighbridge.backend.gate.hold.HoldTokens;
import io.weighbridge.backend.gate.hold.LeftHolds;
import io.weighbridge.backend.gate.hold.VanishedCalls;
import io.weighbridge.backend.gate.keys.CallRuns;
import io.weighbridge.backend.gate.keys.KeyEntry;
import io.weighbridge.backend.gate.keys.KeyLoadReader;
import io.weighbridge.backend.gate.keys.KeyOffers;
import io.weighbridge.backend.gate.keys.KeyService;
import io.weighbridge.backend.gate.keys.KeySlots;
import io.weighbridge.backend.gate.keys.KeyTable;
import io.weighbridge.backend.gate.keys.KeyUseReader;
import io.weighbridge.backend.gate.meter.Extending;
import io.weighbridge.backend.gate.meter.Metering;
import io.weighbridge.backend.gate.price.Charging;
import io.weighbridge.backend.gate.price.Quoting;
import io.weighbridge.backend.gate.settle.OtherModels;
import io.weighbridge.backend.gate.settle.Settling;
import io.weighbridge.backend.gate.settle.UnratedUsage;
import io.weighbridge.backend.keys.ApiKey;
import io.weighbridge.backend.keys.CreditPeriod;
import io.weighbridge.backend.keys.KeyListener;
import io.weighbridge.backend.keys.KeyStore;
import io.weighbridge.backend.keys.KeyUses;
import io.weighbridge.backend.keys.SecretOwners;
import io.weighbridge.backend.ledger.AccountState;
import io.weighbridge.backend.ledger.HoldExpiry;
import io.weighbridge.backend.ledger.HoldKeeper;
import io.weighbridge.backend.ledger.Ledger;
import io.weighbridge.backend.limits.Plans;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.backend.pricing.Prices;
import io.weighbridge.backend.services.Services;
import io.weighbridge.backend.usage.KeyHistory;
import io.weighbridge.backend.usage.UsageStore;
import io.weighbridge.backend.usage.live.KeyLoads;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// Puts the gate together at a start, after the ledger was opened and before it is started: fills
/// the key table, restores what the limits need to know of the past, takes over open holds.
public final class GateAssembly {
    private static final long LIMIT_WINDOW_MS = 60_000;

    private final KeyTable keys = new KeyTable();
    private final Services services;
    private final Plans plans;
    private final Prices prices;
    private final CallCosts costs;
    private final Curves curves;
    private final Ledger ledger;
    private final TimeSource time;
    private final HoldTokens tokens;
    private final UsageStore records;
    private final Executor background;
    private final GateMeters meters;

    /// @param costs what calls take of GPUs
    /// @param holdSecret 16 random bytes of this installation: see [HoldTokens]
    /// @param background runs what must wait
    public GateAssembly(
            Services services,
            Plans plans,
            Prices prices,
            CallCosts costs,
            Curves curves,
            Ledger ledger,
            TimeSource time,
            byte[] holdSecret,
            UsageStore records,
            Executor background) {
        this.services = services;
        this.plans = plans;
        this.prices = prices;
        this.costs = costs;
        this.curves = curves;
        this.ledger = ledger;
        this.time = time;
        this.tokens = new HoldTokens(holdSecret);
        this.records = records;
        this.background = background;
        this.meters = new GateMeters(new OtherModels(services));
    }

    /// Fills memory from what is stored.
    public void load(KeyStore store, KeyHistory history) {
        store.forEach(keyListener()::changed);
        long nowMs = time.wallMs();
        history.spent(
                CreditPeriod.DAY.startMs(nowMs),
                CreditPeriod.MONTH.startMs(nowMs),
                spent -> setSpent(spent, nowMs));
        history.recent(nowMs - LIMIT_WINDOW_MS).forEach(call -> restore(call, nowMs));
        Set<Long> withSteps = prices.servicesWithSteps();
        ledger.countVolumes(withSteps);
        loadVolumes(history, withSteps, Runnable::run);
        prices.onNewSteps(added -> startCounting(history, added));
        ledger.adoptHolds(this::keeper);
        prices.keepAtHand(this::booksOfHolds);
    }

    private Set<Long> booksOfHolds() {
        Set<Long> books = new HashSet<>();
        ledger.holds(0).forEach(hold -> books.add(hold.call().priceBookId()));
        return books;
    }

    private void setSpent(KeyHistory.Spent spent, long nowMs) {
        KeyEntry key = keys.byId(spent.keyId());
        if (key != null) {
            synchronized (key.account) {
                key.spending().set(spent.dayNanos(), spent.monthNanos(), spent.everNanos(), nowMs);
            }
        }
    }

    private void restore(KeyHistory.Recent call, long nowMs) {
        KeyEntry key = keys.byId(call.keyId());
        if (key != null) {
            long agoMicros = Math.max(0, nowMs - call.settledAtMs()) * 1_000;
            synchronized (key.account) {
                KeyService at = key.service(call.serviceId(), time);
                resolve(key, at);
                // One of the future was settled before the clock was set back, or after.
                boolean sure = call.settledAtMs() <= nowMs;
                at.restore(call.tokens(), time.nanos() / 1_000 - agoMicros, sure);
            }
        }
    }

    private void loadVolumes(KeyHistory history, Set<Long> serviceIds, Consumer<Runnable> at) {
        AtomicLong atMs = new AtomicLong();
        List<KeyHistory.Volume> volumes =
                history.volumes(
                        serviceIds,
                        look -> {
                            at.accept(
                                    () -> {
                                        look.run();
                                        atMs.set(time.wallMs());
                                    });
                            return CreditPeriod.MONTH.startMs(atMs.get());
                        });
        for (KeyHistory.Volume volume : volumes) {
            ledger.addVolume(volume.accountId(), volume.serviceId(), volume.units(), atMs.get());
        }
    }

    // At one place among the facts, so that each call is counted once: in what is summed, or from
    // now on. The sum of a month takes its time: calls are settled meanwhile.
    private void startCounting(KeyHistory history, Set<Long> added) {
        loadVolumes(
                history,
                added,
                look ->
                        ledger.atBarrier(
                                () -> {
                                    look.run();
                                    ledger.countVolumes(added);
                                }));
    }

    private HoldKeeper keeper(long keyId, long serviceId) {
        KeyEntry key = keys.byId(keyId);
        if (key == null) {
            return HoldKeeper.NONE;
        }
        KeyService at = key.service(serviceId, time);
        synchronized (key.account) {
            resolve(key, at);
        }
        return at;
    }

    private void resolve(KeyEntry key, KeyService at) {
        at.resolve(key.settings(), plans.directory(), services.directory().byId(at.serviceId()));
    }

    /// Who is told of new and changed keys.
    public KeyListener keyListener() {
        return key -> keys.put(key, this::entry);
    }

    private KeyEntry entry(ApiKey key) {
        AccountState account = ledger.account(key.accountId());
        if (account == null) {
            throw new IllegalStateException("key " + key.id() + " is of no account in memory");
        }
        return new KeyEntry(key, account);
    }

    /// Decides about calls.
    public Gate gate(RefusalListener refusals) {
        return new Gate(services, plans, prices, curves, keys, ledger, time, refusals);
    }

    /// Settles and releases calls.
    public Settling settling() {
        return new Settling(
                ledger,
                tokens,
                prices,
                costs,
                curves,
                records,
                time,
                background,
                meters.settle(),
                meters.otherModels());
    }

    /// Extends calls.
    public Extending extending() {
        return new Extending(services, plans, prices, curves, keys, ledger, tokens, time);
    }

    /// Opens metered calls.
    public Metering metering(Gate gate) {
        return new Metering(gate, extending(), settling(), tokens);
    }

    /// Charges usage that was not authorised here.
    ///
    /// @param ageMaxMs how old an event may be
    public EventCharging eventCharging(long ageMaxMs) {
        return new EventCharging(
                services, keys, prices, costs, curves, ledger, records, time, background, ageMaxMs);
    }

    /// Admits calls that are told of later, by their hold id.
    public Admitting admitting(Gate gate) {
        return new Admitting(gate, tokens);
    }

    /// Counts against limits, for who wants no more than that.
    public LimitCounting limitCounting(Gate gate) {
        return new LimitCounting(services, plans, keys, time, gate.refusals());
    }

    /// Tells what keys may be used for.
    public KeyOffers keyOffers() {
        return new KeyOffers(services, keys, time);
    }

    /// Tells which run a call belongs to.
    public CallRuns callRuns() {
        return new CallRuns(keys, ledger, records);
    }

    /// The gate over gRPC.
    public GateGrpc gateGrpc(Gate gate) {
        return new GateGrpc(
                gate,
                settling(),
                extending(),
                metering(gate),
                quoting(),
                tokens,
                background,
                meters,
                time);
    }

    /// How fast it is.
    public GateMeters meters() {
        return meters;
    }

    /// Prices units.
    public Quoting quoting() {
        return new Quoting(services, prices, curves, ledger, time);
    }

    /// Rates what is in quarantine.
    public UnratedUsage unratedUsage() {
        return new UnratedUsage(ledger, prices, curves, records);
    }

    /// Ends calls whose proxy vanished.
    public HoldExpiry holdExpiry() {
        return new VanishedCalls(services, new Charging(prices::compiled, costs, curves));
    }

    /// Ends the calls that an earlier process left open as a proxy of this name.
    ///
    /// @return how many
    public int endLeft(String proxy) {
        return new LeftHolds(ledger, holdExpiry()).end(hold -> hold.call().proxy().equals(proxy));
    }

    /// What keys have open now, and use of their limits.
    public KeyLoads keyLoads() {
        return new KeyLoadReader(keys, this::resolve, time);
    }

    /// Keys that have calls open now.
    public List<Long> keysInUse() {
        List<Long> inUse = new ArrayList<>();
        keys.forEach(
                key -> {
                    synchronized (key.account) {
                        if (key.openCalls() > 0) {
                            inUse.add(key.id);
                        }
                    }
                });
        return inUse;
    }

    /// Whose secrets are whose.
    public SecretOwners secretOwners() {
        return digest -> {
            KeySlots slots = keys.slots();
            int slot = slots.find(digest);
            return slot < 0 ? OptionalLong.empty() : OptionalLong.of(slots.key(slot).id);
        };
    }

    /// How keys are used.
    public KeyUses keyUses() {
        return new KeyUseReader(keys, time);
    }
}
