package io.weighbridge.backend.pricing.importing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.backend.pricing.importing.ServicePrices.BookPrice;
import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Unit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/// What is flagged before a map's prices are published, and what is not, at the edges.
final class SuspicionsTest {
    private static final RateKey IMAGE = key(Unit.IMAGES);

    private static RateKey key(Unit unit) {
        return new RateKey(unit, ServiceTier.STANDARD, 0);
    }

    private static TakenPrice taken(Unit unit, long nanos) {
        return taken(unit, nanos, false);
    }

    private static TakenPrice taken(Unit unit, long nanos, boolean rounded) {
        BigDecimal amount = BigDecimal.valueOf(nanos);
        return new TakenPrice(unit.key(), key(unit), amount, new ExactPrice(nanos, 1), rounded);
    }

    private static FieldLeft left(String field, String variantOf, @Nullable Integer amount) {
        return new FieldLeft(
                field,
                FieldReason.NO_VARIANT,
                "no rate depends on it",
                null,
                variantOf,
                amount == null ? null : BigDecimal.valueOf(amount));
    }

    private static ServicePrices service(
            Map<RateKey, BookPrice> book, List<TakenPrice> taken, List<FieldLeft> left) {
        return new ServicePrices("s", "chat", book, new ModelPrices(taken, left));
    }

    private static List<String> flags(ServicePrices... services) {
        List<ServicePrices> all = List.of(services);
        return Suspicions.of(all, BookDiff.of(all)).stream()
                .map(flag -> flag.kind() + " " + flag.key().unit() + ": " + flag.text())
                .toList();
    }

    private static List<String> changed(long old, long now) {
        BookPrice before = new BookPrice(new ExactPrice(old, 1), false);
        return flags(service(Map.of(IMAGE, before), List.of(taken(Unit.IMAGES, now)), List.of()));
    }

    @Test
    void shouldFlagAPriceThatJumps() {
        assertEquals(List.of(), changed(100, 200));
        assertEquals(List.of("JUMP IMAGES: more than twice as dear"), changed(100, 201));
        assertEquals(List.of(), changed(100, 50));
        assertEquals(List.of("JUMP IMAGES: less than half as dear"), changed(100, 49));
        assertEquals(List.of("JUMP IMAGES: more than twice as dear"), changed(1, 499));
        assertEquals(List.of("SCALE IMAGES: 500 times or more"), changed(1, 500));
        assertEquals(List.of("JUMP IMAGES: less than half as dear"), changed(499, 1));
        assertEquals(List.of("SCALE IMAGES: 500 times or more"), changed(500, 1));
    }

    @Test
    void shouldFlagWhatBecomesFreeOrWasIt() {
        assertEquals(List.of("FROM_ZERO IMAGES: it was free"), changed(0, 1));
        String free = "FREE IMAGES: every price is zero";
        assertEquals(List.of("TO_ZERO IMAGES: it becomes free", free), changed(1, 0));
        assertEquals(List.of(free), changed(0, 0));
        BookPrice stepped = new BookPrice(new ExactPrice(0, 1), true);
        assertEquals(
                List.of(free, "STEPS_LOST IMAGES: it had volume steps"),
                flags(service(Map.of(IMAGE, stepped), List.of(taken(Unit.IMAGES, 0)), List.of())));
    }

    @Test
    void shouldFlagATokenThatNobodyWouldPayFor() {
        long most = 1_000_000;
        for (Unit unit : List.of(Unit.INPUT_TOKENS, Unit.CACHED_INPUT_TOKENS)) {
            assertEquals(
                    List.of(), flags(service(Map.of(), List.of(taken(unit, most)), List.of())));
            assertEquals(
                    List.of("SCALE " + unit + ": more than 0.001 for a token"),
                    flags(service(Map.of(), List.of(taken(unit, most + 1)), List.of())));
        }
        assertEquals(
                List.of(),
                flags(service(Map.of(), List.of(taken(Unit.IMAGES, most + 1)), List.of())));
    }

    @Test
    void shouldFlagCachedInputThatIsDearer() {
        List<TakenPrice> same =
                List.of(taken(Unit.INPUT_TOKENS, 5), taken(Unit.CACHED_INPUT_TOKENS, 5));
        assertEquals(List.of(), flags(service(Map.of(), same, List.of())));
        List<TakenPrice> dearer =
                List.of(taken(Unit.INPUT_TOKENS, 5), taken(Unit.CACHED_INPUT_TOKENS, 6));
        assertEquals(
                List.of("CACHED_DEARER CACHED_INPUT_TOKENS: dearer than input that is not"),
                flags(service(Map.of(), dearer, List.of())));
    }

    @Test
    void shouldNameTheDearestVariantThatIsNotTaken() {
        String base = Unit.IMAGES.key();
        assertEquals(
                List.of("DEARER_VARIANT IMAGES: dearest is 9"),
                flags(
                        service(
                                Map.of(),
                                List.of(taken(Unit.IMAGES, 5)),
                                List.of(
                                        left("nothing", base, null),
                                        left("dear", base, 7),
                                        left("dearest", base, 9),
                                        left("as dear", base, 9),
                                        left("less dear", base, 8),
                                        left("of another", "other", 99)))));
        assertEquals(
                List.of(),
                flags(
                        service(
                                Map.of(),
                                List.of(taken(Unit.IMAGES, 5)),
                                List.of(left("same", base, 5)))));
    }

    @Test
    void shouldTellInTheOrderOfTheKindsWhateverTheServices() {
        FieldLeft gap =
                new FieldLeft(
                        "cost", FieldReason.NOT_EXACT, "no whole nanos", key(Unit.PAGES), "", null);
        ServicePrices missing = service(Map.of(), List.of(taken(Unit.IMAGES, 5)), List.of(gap));
        ServicePrices rounded = service(Map.of(), List.of(taken(Unit.PIXELS, 5, true)), List.of());
        assertEquals(
                List.of("ROUNDED PIXELS: the map has 5", "MISSING PAGES: cost: no whole nanos"),
                flags(missing, rounded));
    }
}
