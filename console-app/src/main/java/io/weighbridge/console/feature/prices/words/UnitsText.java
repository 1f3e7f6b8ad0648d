package io.weighbridge.console.feature.prices.words;

import io.weighbridge.model.Unit;
import io.weighbridge.proto.v1.UnitCount;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What a call used, as people write it: `1,500 input tokens + 300 output tokens`, `60 s audio`.
public final class UnitsText {
    private static final Pattern ONE =
            Pattern.compile("(\\d[\\d,.]*\\s*[kKM]?)\\s*((?:s|min|h|ms)\\s)?\\s*([a-zA-Z].*)");

    private UnitsText() {}

    public static String of(List<UnitCount> units) {
        return units.stream()
                .map(count -> of(count.getUnitValue(), count.getCount()))
                .collect(Collectors.joining(" + "));
    }

    private static String of(int number, long count) {
        Unit unit = Unit.byNumber(number);
        if (unit == null) {
            return Long.toString(count);
        }
        return switch (unit) {
            case AUDIO_MILLISECONDS, VIDEO_MILLISECONDS, GPU_MILLISECONDS ->
                    UnitWords.quantity(unit, count) + ' ' + UnitWords.name(unit);
            case PIXELS, PIXEL_STEPS, VRAM_MIB_MILLISECONDS, GIGAFLOPS ->
                    UnitWords.quantity(unit, count);
            default -> String.format(Locale.ROOT, "%,d", count) + ' ' + UnitWords.name(unit);
        };
    }

    /// The counts of such a text; empty when something in it is not understood or stands there
    /// twice.
    public static Optional<List<UnitCount>> parse(String typed) {
        List<UnitCount> units = new ArrayList<>();
        Set<Unit> seen = EnumSet.noneOf(Unit.class);
        for (String part : typed.strip().split("\\s*[+;]\\s*|,\\s+", -1)) {
            Matcher matcher = ONE.matcher(part.strip());
            if (!matcher.matches()) {
                return Optional.empty();
            }
            Unit unit = UnitWords.unit(matcher.group(3));
            if (unit == null || !seen.add(unit)) {
                return Optional.empty();
            }
            String word = matcher.group(2) == null ? "" : matcher.group(2);
            OptionalLong count = UnitWords.parse(unit, matcher.group(1) + ' ' + word);
            if (count.isEmpty()) {
                return Optional.empty();
            }
            units.add(
                    UnitCount.newBuilder()
                            .setUnitValue(unit.number())
                            .setCount(count.getAsLong())
                            .build());
        }
        return Optional.of(List.copyOf(units));
    }
}
