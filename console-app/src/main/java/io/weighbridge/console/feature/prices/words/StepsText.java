package io.weighbridge.console.feature.prices.words;

import io.weighbridge.console.text.Texts;
import io.weighbridge.model.Unit;
import io.weighbridge.proto.v1.Rate;
import io.weighbridge.proto.v1.VolumeStep;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Volume steps as people write them, exactly both ways: `from 1M tokens $2.00; from 5M tokens
/// $1.80`. A step's price is for the rate's own quantity.
public final class StepsText {
    /// The most that a rate may have.
    static final int STEPS_MAX = 20;

    // What can stand between a quantity and its price.
    private static final Pattern BETWEEN = Pattern.compile("\\s*[:=]\\s*|\\s+");

    /// What was typed.
    public sealed interface Parsed {
        record Right(List<VolumeStep> steps) implements Parsed {}

        /// @param why for people
        record Wrong(String why) implements Parsed {}
    }

    private StepsText() {}

    /// Nothing for none.
    public static String of(Unit unit, List<VolumeStep> steps) {
        return steps.stream()
                .map(
                        step ->
                                "from "
                                        + UnitWords.quantity(unit, step.getFromCount())
                                        + ' '
                                        + PriceText.price(step.getPriceNanos()))
                .collect(Collectors.joining("; "));
    }

    /// Reads steps that stand between semicolons: `from 1M tokens $2.00`, `1M 2`, `1M: 2.00`. Never
    /// rounds.
    public static Parsed parse(Unit unit, String typed) {
        List<VolumeStep> steps = new ArrayList<>();
        long before = 0;
        for (String part : typed.strip().split("\\s*;\\s*", -1)) {
            if (part.isEmpty()) {
                continue;
            }
            Optional<VolumeStep> step = step(unit, part);
            if (step.isEmpty()) {
                String usual = UnitWords.usual(unit).getFirst();
                return new Parsed.Wrong(Texts.of("prices.wrong.step", part, usual));
            }
            if (step.get().getFromCount() <= before) {
                return new Parsed.Wrong(Texts.of("prices.wrong.step-order", part));
            }
            before = step.get().getFromCount();
            steps.add(step.get());
        }
        return steps.size() > STEPS_MAX
                ? new Parsed.Wrong(Texts.of("prices.wrong.step-many", Integer.toString(STEPS_MAX)))
                : new Parsed.Right(List.copyOf(steps));
    }

    // Units and signs of currencies have blanks in them: the halves are where both can be read.
    private static Optional<VolumeStep> step(Unit unit, String part) {
        String text = part.replaceFirst("(?i)^from\\s+", "");
        Matcher between = BETWEEN.matcher(text);
        while (between.find()) {
            OptionalLong from =
                    UnitWords.parse(unit, text.substring(0, between.start()), Long.MAX_VALUE);
            OptionalLong price = PriceText.parse(text.substring(between.end()));
            if (from.isPresent() && price.isPresent()) {
                return Optional.of(
                        VolumeStep.newBuilder()
                                .setFromCount(from.getAsLong())
                                .setPriceNanos(price.getAsLong())
                                .build());
            }
        }
        return Optional.empty();
    }

    /// Says which step makes a rate dearer, which is seldom meant.
    public static Optional<String> dearer(Rate rate) {
        Unit unit = Unit.byNumber(rate.getUnitValue());
        long before = rate.getPriceNanos();
        for (VolumeStep step : rate.getStepsList()) {
            if (unit != null && step.getPriceNanos() > before) {
                return Optional.of(
                        Texts.of(
                                "prices.hint.step-dearer",
                                UnitWords.quantity(unit, step.getFromCount())));
            }
            before = step.getPriceNanos();
        }
        return Optional.empty();
    }
}
