package io.weighbridge.backend.pricing;

import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Random books of one service and random calls of it, the same for the same seed: odd quantities,
/// size bands, tiers, an account's own rates, volume steps, fees, numbers at the edges.
final class RandomPrices {
    static final long SERVICE = 42;
    static final long ACCOUNT = 7;

    private static final Unit[] UNITS = {
        Unit.INPUT_TOKENS,
        Unit.CACHED_INPUT_TOKENS,
        Unit.CACHE_WRITE_5M_TOKENS,
        Unit.AUDIO_INPUT_TOKENS,
        Unit.OUTPUT_TOKENS,
        Unit.REASONING_TOKENS,
        Unit.IMAGES,
        Unit.PIXELS,
        Unit.REQUESTS
    };
    private static final long[] PERS = {1, 3, 7, 60, 1_000, 60_000, 1_572_864, 1_000_000};

    private final SplittableRandom random;

    RandomPrices(long seed) {
        random = new SplittableRandom(seed);
    }

    PriceBook book() {
        List<Rate> rates = new ArrayList<>();
        // Some books are dear all over, so that charges overflow.
        boolean dear = random.nextInt(6) == 0;
        for (Unit unit : UNITS) {
            if (random.nextInt(4) == 0) {
                continue;
            }
            for (ServiceTier tier : List.of(ServiceTier.STANDARD, ServiceTier.BATCH)) {
                for (long account : new long[] {0, ACCOUNT}) {
                    if (account == 0 || random.nextInt(4) == 0) {
                        addBands(rates, unit, tier, account, dear);
                    }
                }
            }
        }
        Fee fee =
                new Fee(
                        random.nextBoolean() ? 0 : SERVICE,
                        random.nextBoolean() ? 0 : random.nextLong(Rate.PRICE_MAX / 1_000),
                        random.nextBoolean() ? 0 : random.nextLong(Fee.MILLIONTHS_MAX + 1));
        return new PriceBook(1, 2, "", 0, 1, 1, 1, rates, List.of(fee));
    }

    private void addBands(
            List<Rate> rates, Unit unit, ServiceTier tier, long account, boolean dear) {
        for (long above : new long[] {0, 1_000, 200_000}) {
            if (above == 0 ? random.nextInt(8) != 0 : random.nextInt(3) == 0) {
                rates.add(
                        new Rate(
                                SERVICE,
                                unit,
                                tier,
                                above,
                                account,
                                price(dear),
                                per(),
                                steps(dear)));
            }
        }
    }

    private long price(boolean dear) {
        return switch (random.nextInt(5)) {
            case 0 -> 0;
            case 1 -> random.nextLong(100);
            case 2 -> dear ? Rate.PRICE_MAX : 2_500_000_000L;
            default -> random.nextLong(dear ? Rate.PRICE_MAX : 20_000_000_000L);
        };
    }

    private long per() {
        return switch (random.nextInt(4)) {
            case 0 -> 1 + random.nextLong(1_000_000);
            case 1 -> 1 + random.nextLong(Rate.PER_MAX);
            default -> PERS[random.nextInt(PERS.length)];
        };
    }

    private List<VolumeStep> steps(boolean dear) {
        List<VolumeStep> steps = new ArrayList<>();
        long from = 0;
        while (steps.size() < 3 && random.nextInt(3) == 0) {
            from += 1 + count();
            steps.add(new VolumeStep(from, price(dear)));
        }
        return steps;
    }

    private long count() {
        return switch (random.nextInt(6)) {
            case 0 -> 0;
            case 1 -> random.nextLong(10);
            case 2 -> random.nextLong(Unit.COUNT_MAX + 1);
            case 3 -> 1_000 + random.nextInt(2);
            default -> random.nextLong(400_000);
        };
    }

    /// Right units: no part above its whole.
    Units units() {
        Units units = Units.NONE;
        for (Unit unit : UNITS) {
            if (random.nextBoolean()) {
                units = units.with(unit, count());
            }
        }
        return fitted(units.isEmpty() ? Units.tokens(count(), count()) : units);
    }

    /// Right units of which none is above these; some are left out.
    Units within(Units most) {
        Units units = Units.NONE;
        for (Unit unit : most.units()) {
            if (random.nextInt(5) != 0) {
                long limit = most.get(unit);
                long count = random.nextInt(3) == 0 ? limit : random.nextLong(limit + 1);
                units = units.with(unit, count);
            }
        }
        return fitted(units);
    }

    private static Units fitted(Units units) {
        Units result = units;
        for (Unit unit : units.units()) {
            Unit whole = unit.partOf();
            if (whole != null) {
                long rest = units.get(whole);
                for (Unit other : result.units()) {
                    if (other != unit
                            && other.partOf() == whole
                            && other.number() < unit.number()) {
                        rest -= result.get(other);
                    }
                }
                result = result.with(unit, Math.min(result.get(unit), rest));
            }
        }
        return result;
    }

    /// What was used before, at most 10^12 of each.
    Volumes volumes() {
        long[] used = new long[Unit.SIZE + 1];
        for (int i = 0; i < used.length; i++) {
            used[i] = count();
        }
        return unit -> used[unit.number()];
    }

    /// The same or more.
    Volumes later(Volumes before) {
        long[] more = new long[Unit.SIZE + 1];
        for (int i = 0; i < more.length; i++) {
            more[i] = count();
        }
        return unit -> before.used(unit) + more[unit.number()];
    }
}
