package io.weighbridge.console.feature.prices.draft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.console.feature.prices.words.Difference;
import io.weighbridge.proto.v1.PriceBook;
import io.weighbridge.proto.v1.Rate;
import io.weighbridge.proto.v1.ServiceTier;
import io.weighbridge.proto.v1.Unit;

import org.junit.jupiter.api.Test;

import java.util.List;

final class RebaseTest {
    private static Rate rate(String service, Unit unit, long priceNanos) {
        return Rate.newBuilder()
                .setService(service)
                .setUnit(unit)
                .setTier(ServiceTier.SERVICE_TIER_STANDARD)
                .setPriceNanos(priceNanos)
                .setPer(1_000_000)
                .build();
    }

    private static final Rate INPUT = rate("chat", Unit.UNIT_INPUT_TOKENS, 1_000);
    private static final Rate OUTPUT = rate("chat", Unit.UNIT_OUTPUT_TOKENS, 2_000);

    private static PriceBook book(Rate... rates) {
        return PriceBook.newBuilder().addAllRates(List.of(rates)).build();
    }

    @Test
    void shouldKeepBothChanges() {
        Rate dearer = rate("chat", Unit.UNIT_INPUT_TOKENS, 1_500);
        Rate theirs = rate("chat", Unit.UNIT_OUTPUT_TOKENS, 2_500);
        Rebase rebase = Rebase.of(book(INPUT, OUTPUT), book(dearer, OUTPUT), book(INPUT, theirs));
        assertEquals(List.of(dearer, theirs), rebase.rates());
        assertTrue(rebase.conflicts().isEmpty());
    }

    @Test
    void shouldListWhatBothChanged() {
        Rate mine = rate("chat", Unit.UNIT_INPUT_TOKENS, 1_500);
        Rate theirs = rate("chat", Unit.UNIT_INPUT_TOKENS, 1_700);
        Rebase rebase = Rebase.of(book(INPUT), book(mine), book(theirs));
        assertEquals(List.of(mine), rebase.rates());
        assertEquals(List.of("chat, input tokens"), rebase.conflicts());
        assertTrue(Rebase.of(book(INPUT), book(mine), book(mine)).conflicts().isEmpty());
    }

    @Test
    void shouldKeepARemovalAndAnAddition() {
        Rate added = rate("speech", Unit.UNIT_AUDIO_MILLISECONDS, 17);
        Rebase rebase = Rebase.of(book(INPUT, OUTPUT), book(OUTPUT, added), book(INPUT, OUTPUT));
        assertEquals(List.of(OUTPUT, added), rebase.rates());
    }

    @Test
    void shouldCompareByShareAndFlagJumps() {
        Rate perThousand = INPUT.toBuilder().setPriceNanos(1).setPer(1_000).build();
        Difference same = Difference.between(book(INPUT), book(perThousand)).getFirst();
        assertEquals(Difference.Kind.CHANGED, same.kind());
        assertEquals(0, same.basisPoints());
        Difference third =
                Difference.between(
                                book(rate("chat", Unit.UNIT_INPUT_TOKENS, 3_000)),
                                book(rate("chat", Unit.UNIT_INPUT_TOKENS, 2_000)))
                        .getFirst();
        assertEquals(Difference.Kind.LOWERED, third.kind());
        assertEquals("\u221233.33 %", third.percent());
        assertEquals(false, third.isBig());
        Difference thousandfold =
                Difference.between(book(INPUT), book(INPUT.toBuilder().setPer(1_000).build()))
                        .getFirst();
        assertTrue(thousandfold.isBig());
        assertEquals("+99900 %", thousandfold.percent());
        Difference free =
                Difference.between(book(INPUT), book(INPUT.toBuilder().setPriceNanos(0).build()))
                        .getFirst();
        assertTrue(free.isBig());
        assertTrue(Difference.between(book(INPUT), book(INPUT)).isEmpty());
    }
}
