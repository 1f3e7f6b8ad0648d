package io.weighbridge.console.feature.prices.words;

import io.weighbridge.console.text.Texts;
import io.weighbridge.model.Unit;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How people name units, and the quantities that prices are for: `1M tokens`, `60 s`,
/// `1,572,864 pixels`. Exact both ways.
public final class UnitWords {
    /// The largest quantity that a price may be for.
    static final long PER_MAX = 1_000_000_000_000L;

    private static final Pattern QUANTITY =
            Pattern.compile(
                    "(\\d[\\d,]*(?:\\.\\d+)?)?\\s*([kKmMbB](?![A-Za-z]))?\\s*([A-Za-z -]*)");

    // A word for a number of a unit; the first word of a unit is meant when none is typed.
    private record Word(String one, String many, long factor, List<String> others) {
        boolean is(String typed) {
            return one.equalsIgnoreCase(typed)
                    || many.equalsIgnoreCase(typed)
                    || others.contains(typed.toLowerCase(Locale.ROOT));
        }
    }

    private static final List<Word> TIME =
            List.of(
                    new Word("s", "s", 1_000, List.of("sec", "second", "seconds")),
                    new Word("min", "min", 60_000, List.of("m", "minute", "minutes")),
                    new Word("h", "h", 3_600_000, List.of("hour", "hours")),
                    new Word("ms", "ms", 1, List.of("millisecond", "milliseconds")));

    private UnitWords() {}

    /// What it is called in a table.
    public static String name(Unit unit) {
        return Texts.of("prices.unit." + unit.name());
    }

    public static List<String> names() {
        return Arrays.stream(Unit.values()).map(UnitWords::name).toList();
    }

    /// The unit of a name or key, or of the beginning of one only; null for none.
    public static @Nullable Unit unit(String typed) {
        String lower = typed.strip().toLowerCase(Locale.ROOT);
        if (lower.isEmpty()) {
            return null;
        }
        List<Unit> begin = new ArrayList<>();
        for (Unit unit : Unit.values()) {
            String name = name(unit).toLowerCase(Locale.ROOT);
            if (name.equals(lower) || unit.key().equals(lower)) {
                return unit;
            }
            if (name.startsWith(lower)) {
                begin.add(unit);
            }
        }
        return begin.size() == 1 ? begin.getFirst() : null;
    }

    private static List<Word> words(Unit unit) {
        return switch (unit) {
            case AUDIO_MILLISECONDS, VIDEO_MILLISECONDS, GPU_MILLISECONDS -> TIME;
            case PIXELS ->
                    List.of(
                            new Word("pixel", "pixels", 1, List.of("px")),
                            new Word("megapixel", "megapixels", 1_000_000, List.of("mp")));
            case PIXEL_STEPS ->
                    List.of(
                            new Word("pixel-step", "pixel-steps", 1, List.of()),
                            new Word("megapixel-step", "megapixel-steps", 1_000_000, List.of()));
            case VRAM_MIB_MILLISECONDS ->
                    List.of(
                            new Word("GiB-s", "GiB-s", 1_024_000, List.of("gib-second")),
                            new Word("GiB-h", "GiB-h", 3_686_400_000L, List.of("gib-hour")),
                            new Word("MiB-ms", "MiB-ms", 1, List.of()));
            case GIGAFLOPS ->
                    List.of(
                            new Word("TFLOP", "TFLOP", 1_000, List.of()),
                            new Word("PFLOP", "PFLOP", 1_000_000, List.of()),
                            new Word("GFLOP", "GFLOP", 1, List.of()));
            default -> {
                String one = unit.displayUnit();
                String many = one.endsWith("y") ? one.replaceFirst("y$", "ies") : one + 's';
                yield List.of(new Word(one, many, 1, List.of()));
            }
        };
    }

    /// The quantities that prices of a unit are usually for.
    public static List<String> usual(Unit unit) {
        List<Long> counts =
                switch (unit) {
                    case AUDIO_MILLISECONDS, VIDEO_MILLISECONDS, GPU_MILLISECONDS ->
                            List.of(60_000L, 1_000L, 3_600_000L);
                    case PIXELS, PIXEL_STEPS -> List.of(1_000_000L, 1L);
                    case VRAM_MIB_MILLISECONDS -> List.of(3_686_400_000L, 1_024_000L);
                    case GIGAFLOPS -> List.of(1_000_000L, 1_000L);
                    case IMAGES, PAGES, REQUESTS, TOOL_CALLS, SEARCH_QUERIES -> List.of(1L, 1_000L);
                    default -> List.of(1_000_000L, 1_000L, 1L);
                };
        return counts.stream().map(count -> quantity(unit, count)).toList();
    }

    /// A quantity of a unit, exactly.
    public static String quantity(Unit unit, long count) {
        Word best = null;
        for (Word word : words(unit)) {
            if (count % word.factor() == 0 && (best == null || word.factor() > best.factor())) {
                best = word;
            }
        }
        if (best == null) {
            // Each unit has a word for one of it.
            throw new IllegalStateException(unit + " has no word for " + count);
        }
        long number = count / best.factor();
        return number(number) + ' ' + (number == 1 ? best.one() : best.many());
    }

    private static String number(long number) {
        if (number >= 1_000_000_000 && number % 1_000_000_000 == 0) {
            return String.format(Locale.ROOT, "%,dB", number / 1_000_000_000);
        }
        if (number >= 1_000_000 && number % 1_000_000 == 0) {
            return String.format(Locale.ROOT, "%,dM", number / 1_000_000);
        }
        if (number >= 1_000 && number % 1_000 == 0) {
            return String.format(Locale.ROOT, "%,dk", number / 1_000);
        }
        return String.format(Locale.ROOT, "%,d", number);
    }

    /// How many of a unit were typed; empty when it is no whole number of them in range.
    public static OptionalLong parse(Unit unit, String typed) {
        return parse(unit, typed, PER_MAX);
    }

    /// The same.
    ///
    /// @param most that it may be
    public static OptionalLong parse(Unit unit, String typed, long most) {
        String text = typed.strip().replaceFirst("^(?i)(per\\s+|/\\s*)", "");
        Matcher matcher = QUANTITY.matcher(text);
        if (text.isEmpty() || !matcher.matches()) {
            return OptionalLong.empty();
        }
        BigDecimal count =
                matcher.group(1) == null
                        ? BigDecimal.ONE
                        : new BigDecimal(matcher.group(1).replace(",", ""));
        String suffix = matcher.group(2) == null ? "" : matcher.group(2);
        String name = matcher.group(3).strip();
        List<Word> words = words(unit);
        if (name.isEmpty() && suffix.equals("m") && words.equals(TIME)) {
            name = suffix;
            suffix = "";
        }
        Word word = words.getFirst();
        if (!name.isEmpty()) {
            String wanted = name;
            word = words.stream().filter(one -> one.is(wanted)).findFirst().orElse(null);
        }
        if (word == null) {
            return OptionalLong.empty();
        }
        BigDecimal exact =
                count.scaleByPowerOfTen(power(suffix)).multiply(BigDecimal.valueOf(word.factor()));
        try {
            long found = exact.longValueExact();
            return found >= 1 && found <= most ? OptionalLong.of(found) : OptionalLong.empty();
        } catch (ArithmeticException e) {
            return OptionalLong.empty();
        }
    }

    private static int power(String suffix) {
        return switch (suffix.toLowerCase(Locale.ROOT)) {
            case "k" -> 3;
            case "m" -> 6;
            case "b" -> 9;
            default -> 0;
        };
    }
}
