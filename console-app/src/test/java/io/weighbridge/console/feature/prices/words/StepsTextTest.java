package io.weighbridge.console.feature.prices.words;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.weighbridge.console.text.CurrencySign;
import io.weighbridge.model.Unit;
import io.weighbridge.proto.v1.VolumeStep;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.IntStream;

final class StepsTextTest {
    @AfterEach
    void chooseAgain() {
        CurrencySign.choose("$");
    }

    private static VolumeStep step(long from, long priceNanos) {
        return VolumeStep.newBuilder().setFromCount(from).setPriceNanos(priceNanos).build();
    }

    private static List<VolumeStep> read(Unit unit, String typed) {
        return assertInstanceOf(StepsText.Parsed.Right.class, StepsText.parse(unit, typed), typed)
                .steps();
    }

    @Test
    void shouldReadBackWhatItWrites() {
        List<VolumeStep> steps =
                List.of(
                        step(1, 0),
                        step(7, 1),
                        step(999_999_937, PriceText.PRICE_MAX),
                        step(3_686_400_000_000_001L, 123_456_789),
                        step(Long.MAX_VALUE, 2_000_000_000));
        for (String sign : List.of("$", "€", "CHF ")) {
            CurrencySign.choose(sign);
            for (Unit unit : Unit.values()) {
                String written = StepsText.of(unit, steps);
                assertEquals(steps, read(unit, written), written);
            }
        }
        assertEquals("", StepsText.of(Unit.IMAGES, List.of()));
        assertEquals(List.of(), read(Unit.IMAGES, " "));
    }

    @Test
    void shouldReadStepsAsPeopleWriteThem() {
        List<VolumeStep> wanted = List.of(step(1_000_000, 2_000_000_000));
        for (String typed :
                List.of(
                        "from 1M tokens $2.00",
                        "1M 2",
                        "1m: 2.00",
                        "1,000,000 = $2",
                        "From 1M tokens 2.00;",
                        "1M tokens : 2.00 $")) {
            assertEquals(wanted, read(Unit.INPUT_TOKENS, typed), typed);
        }
        assertEquals(
                List.of(step(3_600_000, 17_000_000)),
                read(Unit.AUDIO_MILLISECONDS, "from 1 h 0.017"));
    }

    @Test
    void shouldRefuseWhatIsNotExactOrNotRising() {
        String many =
                String.join(
                        ";",
                        IntStream.rangeClosed(1, StepsText.STEPS_MAX + 1)
                                .mapToObj(i -> i + "M 1")
                                .toList());
        for (String typed :
                List.of(
                        "1M",
                        "1M two",
                        "1.5 2",
                        "0 2",
                        "1M -2",
                        "1M 2.0000000001",
                        "1M 2; 1M 1",
                        "2M 2; 1M 1",
                        "1M 2, 2M 1",
                        "from 1M images 2",
                        many)) {
            assertInstanceOf(
                    StepsText.Parsed.Wrong.class, StepsText.parse(Unit.INPUT_TOKENS, typed), typed);
        }
    }
}
