package io.weighbridge.backend.pricing.importing;

import io.weighbridge.model.Nanos;
import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Unit;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Finds what is probably a mistake of the map, or would surprise who publishes it.
final class Suspicions {
    private static final int JUMP = 2;
    private static final int SCALE = 500;
    // $1,000 a million tokens: above what anybody takes, and a thousandth of a price per token
    // that was meant per thousand.
    private static final ExactPrice TOKEN_MOST = new ExactPrice(1_000 * Nanos.PER_UNIT, 1_000_000);
    private static final RateKey INPUT = new RateKey(Unit.INPUT_TOKENS, ServiceTier.STANDARD, 0);

    private final List<Flag> flags = new ArrayList<>();

    private Suspicions() {}

    /// In the order of their kinds.
    static List<Flag> of(List<ServicePrices> services, BookDiff diff) {
        Suspicions found = new Suspicions();
        diff.changes().forEach(found::change);
        services.forEach(found::service);
        found.flags.sort(Comparator.comparing(Flag::kind));
        return List.copyOf(found.flags);
    }

    private void add(FlagKind kind, String service, RateKey key, String text) {
        flags.add(new Flag(kind, service, key, text));
    }

    private void change(BookDiff.Change change) {
        ExactPrice old = change.old();
        ExactPrice now = change.fresh();
        if (old == null || now == null) {
            return;
        }
        if (old.nanos() == 0 && now.nanos() > 0) {
            add(FlagKind.FROM_ZERO, change.service(), change.key(), "it was free");
        } else if (old.nanos() > 0 && now.nanos() == 0) {
            add(FlagKind.TO_ZERO, change.service(), change.key(), "it becomes free");
        } else if (now.isAboveTimes(SCALE - 1, old) || old.isAboveTimes(SCALE - 1, now)) {
            add(FlagKind.SCALE, change.service(), change.key(), SCALE + " times or more");
        } else if (now.isAboveTimes(JUMP, old)) {
            add(FlagKind.JUMP, change.service(), change.key(), "more than twice as dear");
        } else if (old.isAboveTimes(JUMP, now)) {
            add(FlagKind.JUMP, change.service(), change.key(), "less than half as dear");
        }
    }

    private void service(ServicePrices prices) {
        String service = prices.service();
        Map<RateKey, ExactPrice> fresh = prices.fresh();
        for (TakenPrice taken : prices.map().taken()) {
            RateKey key = taken.key();
            if (isToken(key.unit()) && taken.price().isAbove(TOKEN_MOST)) {
                add(FlagKind.SCALE, service, key, "more than 0.001 for a token");
            }
            if (taken.rounded()) {
                add(FlagKind.ROUNDED, service, key, "the map has " + taken.amount());
            }
            if (key.unit() == Unit.CACHED_INPUT_TOKENS) {
                ExactPrice input =
                        fresh.get(
                                new RateKey(Unit.INPUT_TOKENS, key.tier(), key.aboveInputTokens()));
                if (input != null && taken.price().isAbove(input)) {
                    add(FlagKind.CACHED_DEARER, service, key, "dearer than input that is not");
                }
            }
        }
        if (fresh.values().stream().allMatch(price -> price.nanos() == 0)) {
            add(FlagKind.FREE, service, first(fresh), "every price is zero");
        }
        steps(prices, fresh);
        variants(prices);
        for (FieldLeft left : prices.map().left()) {
            RateKey key = left.key();
            if (key != null && left.leavesGap() && !fresh.containsKey(key)) {
                add(FlagKind.MISSING, service, key, left.field() + ": " + left.why());
            }
        }
    }

    private static RateKey first(Map<RateKey, ExactPrice> prices) {
        return prices.keySet().stream().findFirst().orElse(INPUT);
    }

    private static boolean isToken(Unit unit) {
        return unit.isRootToken() || unit.partOf() != null;
    }

    private void steps(ServicePrices prices, Map<RateKey, ExactPrice> fresh) {
        prices.book()
                .forEach(
                        (key, before) -> {
                            if (before.hasSteps() && fresh.containsKey(key)) {
                                add(
                                        FlagKind.STEPS_LOST,
                                        prices.service(),
                                        key,
                                        "it had volume steps");
                            }
                        });
    }

    // For each price taken, the dearest of its variants that was not.
    private void variants(ServicePrices prices) {
        Map<RateKey, FieldLeft> dearest = new LinkedHashMap<>();
        for (FieldLeft left : prices.map().left()) {
            TakenPrice base = prices.map().byField(left.variantOf());
            if (base != null && isAbove(left, base)) {
                dearest.merge(base.key(), left, Suspicions::dearer);
            }
        }
        dearest.forEach(
                (key, left) ->
                        add(
                                FlagKind.DEARER_VARIANT,
                                prices.service(),
                                key,
                                left.field() + " is " + left.amount()));
    }

    private static boolean isAbove(FieldLeft left, TakenPrice base) {
        return left.amount() != null && left.amount().compareTo(base.amount()) > 0;
    }

    private static FieldLeft dearer(FieldLeft one, @Nullable FieldLeft other) {
        boolean first =
                other == null
                        || other.amount() == null
                        || (one.amount() != null && one.amount().compareTo(other.amount()) >= 0);
        return first || other == null ? one : other;
    }
}
