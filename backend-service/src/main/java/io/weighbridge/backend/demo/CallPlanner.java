package io.weighbridge.backend.demo;

import io.weighbridge.backend.demo.trace.TraceRow;
import io.weighbridge.model.Outcome;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import java.util.List;
import java.util.SplittableRandom;

/// Decides how a row is played: by the seed and the row's number alone, so that a row is the same
/// at every start.
final class CallPlanner {
    private static final int SUBJECTS = 40;
    private static final long[] PIXELS = {786_432, 1_048_576, 1_572_864};

    private final long seed;
    private final List<DemoKey> keys;
    private final int weights;

    CallPlanner(long seed, List<DemoKey> keys) {
        this.seed = seed;
        this.keys = List.copyOf(keys);
        this.weights = keys.stream().mapToInt(DemoKey::weight).sum();
    }

    PlannedCall plan(TraceRow row) {
        SplittableRandom random = new SplittableRandom(seed * 0x9e3779b97f4a7c15L + row.number());
        DemoKey key = key(random.nextInt(weights));
        String service = service(key, random);
        Units whole = whole(service, row, random);
        Units estimate = estimate(whole, random);
        int luck = random.nextInt(100);
        Outcome outcome =
                luck < 3 ? Outcome.UPSTREAM_ERROR : luck < 8 ? Outcome.CLIENT_GONE : Outcome.OK;
        Units used =
                switch (outcome) {
                    case OK -> whole;
                    case CLIENT_GONE -> cut(whole, 2);
                    case UPSTREAM_ERROR -> cut(whole, 4);
                    case PROXY_VANISHED -> throw new IllegalStateException("never planned");
                };
        int way = random.nextInt(100);
        PlannedCall.Course course =
                !whole.has(Unit.OUTPUT_TOKENS) || way >= 30
                        ? PlannedCall.Course.PLAIN
                        : way < 15 ? PlannedCall.Course.EXTENDED : PlannedCall.Course.METERED;
        return new PlannedCall(
                row,
                key,
                service,
                estimate,
                whole,
                used,
                outcome,
                course,
                random.nextInt(100) < 3,
                "user-" + (1 + random.nextInt(SUBJECTS)),
                PlannedCall.PROMPT_MICROS
                        + row.inputTokens() * PlannedCall.INPUT_TOKEN_MICROS
                        + row.outputTokens() * PlannedCall.OUTPUT_TOKEN_MICROS);
    }

    private DemoKey key(int at) {
        int rest = at;
        for (DemoKey key : keys) {
            rest -= key.weight();
            if (rest < 0) {
                return key;
            }
        }
        return keys.getLast();
    }

    private static String service(DemoKey key, SplittableRandom random) {
        int rest = random.nextInt(key.uses().stream().mapToInt(DemoKey.Use::weight).sum());
        for (DemoKey.Use use : key.uses()) {
            rest -= use.weight();
            if (rest < 0) {
                return use.service();
            }
        }
        return key.uses().getLast().service();
    }

    private static Units whole(String service, TraceRow row, SplittableRandom random) {
        long input = row.inputTokens();
        long output = row.outputTokens();
        return switch (service) {
            case Catalogue.CHAT -> {
                Units units = Units.tokens(input, output);
                yield random.nextInt(100) < 35
                        ? units.with(Unit.CACHED_INPUT_TOKENS, input * random.nextInt(1, 10) / 10)
                        : units;
            }
            case Catalogue.LARGE -> {
                Units units = Units.tokens(input, output);
                yield random.nextBoolean() ? units.with(Unit.REASONING_TOKENS, output / 3) : units;
            }
            case Catalogue.EMBEDDING -> Units.of(Unit.INPUT_TOKENS, input);
            case Catalogue.AUDIO ->
                    Units.of(Unit.AUDIO_MILLISECONDS, 1_000 + input * 23 + output * 7);
            case Catalogue.IMAGE ->
                    Units.of(Unit.PIXELS, PIXELS[random.nextInt(PIXELS.length)] + output);
            default -> throw new IllegalStateException("no such service: " + service);
        };
    }

    // The proxy knows the prompt, and guesses the answer: a bit too high, now and then too low.
    private static Units estimate(Units whole, SplittableRandom random) {
        boolean low = random.nextInt(100) < 6;
        Units estimate = Units.NONE;
        for (Unit unit : whole.units()) {
            long count = whole.get(unit);
            switch (unit) {
                case OUTPUT_TOKENS ->
                        estimate =
                                estimate.with(unit, low ? count * 7 / 10 : count + count / 4 + 8);
                case AUDIO_MILLISECONDS ->
                        estimate = estimate.with(unit, low ? count * 9 / 10 : count);
                case INPUT_TOKENS, PIXELS -> estimate = estimate.with(unit, count);
                default -> {
                    // Known only afterwards.
                }
            }
        }
        return estimate;
    }

    // The answer ended early; the prompt was read all the same.
    private static Units cut(Units whole, long divisor) {
        Units cut = whole;
        for (Unit unit : List.of(Unit.OUTPUT_TOKENS, Unit.REASONING_TOKENS)) {
            if (cut.has(unit)) {
                cut = cut.with(unit, cut.get(unit) / divisor);
            }
        }
        return cut;
    }
}
