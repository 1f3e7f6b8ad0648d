package io.weighbridge.backend.pricing;

import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Unit;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// A published book, with its sheets compiled when they are first asked for. Safe for sharing.
public final class CompiledBook {
    private record SheetKey(long serviceId, long accountId, ServiceTier tier) {}

    private record AccountPrice(long serviceId, long accountId) {}

    private final long id;
    private final Map<Long, List<Rate>> ratesByService = new HashMap<>();
    private final Map<Long, Fee> fees = new HashMap<>();
    private final Set<AccountPrice> overrides = new HashSet<>();
    // Empty for a service, tier and account without any rate.
    private final Map<SheetKey, Optional<PriceSheet>> sheets = new ConcurrentHashMap<>();

    public CompiledBook(PriceBook book) {
        this.id = book.id();
        for (Rate rate : book.rates()) {
            ratesByService.computeIfAbsent(rate.serviceId(), key -> new ArrayList<>()).add(rate);
            if (rate.accountId() != 0) {
                overrides.add(new AccountPrice(rate.serviceId(), rate.accountId()));
            }
        }
        for (Fee fee : book.fees()) {
            fees.put(fee.serviceId(), fee);
        }
    }

    /// The book's id.
    public long id() {
        return id;
    }

    /// The sheet of a service and tier for an account, or null when there is no price at all.
    ///
    /// @param accountId 0 for list prices
    public @Nullable PriceSheet sheet(long serviceId, long accountId, ServiceTier tier) {
        boolean own =
                !overrides.isEmpty() && overrides.contains(new AccountPrice(serviceId, accountId));
        SheetKey key = new SheetKey(serviceId, own ? accountId : 0, tier);
        return sheets.computeIfAbsent(key, this::compile).orElse(null);
    }

    // For each unit the account's own rates if it has any, else the general ones; then one band for
    // each threshold that occurs, a unit keeping the rate of the band below where it has none.
    private Optional<PriceSheet> compile(SheetKey key) {
        Map<Unit, List<Rate>> general = new EnumMap<>(Unit.class);
        Map<Unit, List<Rate>> own = new EnumMap<>(Unit.class);
        for (Rate rate : ratesByService.getOrDefault(key.serviceId, List.of())) {
            if (rate.tier() == key.tier) {
                if (rate.accountId() == 0) {
                    general.computeIfAbsent(rate.unit(), unit -> new ArrayList<>()).add(rate);
                } else if (rate.accountId() == key.accountId) {
                    own.computeIfAbsent(rate.unit(), unit -> new ArrayList<>()).add(rate);
                }
            }
        }
        Map<Unit, List<Rate>> rates = new EnumMap<>(general);
        rates.putAll(own);
        if (rates.isEmpty()) {
            return Optional.empty();
        }
        // At 0 also when no rate is: a short prompt has a band, if an empty one.
        SortedMap<Long, Map<Unit, Rate>> starting = new TreeMap<>();
        starting.put(0L, Map.of());
        rates.forEach(
                (unit, list) ->
                        list.forEach(
                                rate ->
                                        starting.merge(
                                                rate.aboveInputTokens(),
                                                Map.of(unit, rate),
                                                CompiledBook::both)));
        List<PriceBand> bands = new ArrayList<>();
        Map<Unit, Rate> inBand = new EnumMap<>(Unit.class);
        starting.forEach(
                (threshold, changes) -> {
                    inBand.putAll(changes);
                    bands.add(new PriceBand(threshold, inBand));
                });
        Fee fee = fees.get(key.serviceId);
        if (fee == null) {
            fee = fees.getOrDefault(0L, Fee.NONE);
        }
        return Optional.of(new PriceSheet(id, key.tier, bands, fee));
    }

    private static Map<Unit, Rate> both(Map<Unit, Rate> some, Map<Unit, Rate> more) {
        Map<Unit, Rate> all = new EnumMap<>(Unit.class);
        all.putAll(some);
        all.putAll(more);
        return all;
    }
}
