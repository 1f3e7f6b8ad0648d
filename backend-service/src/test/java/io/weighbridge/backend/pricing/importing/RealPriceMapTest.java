package io.weighbridge.backend.pricing.importing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A real map, where one is at hand: `WEIGHBRIDGE_PRICE_MAP` names it. It is read a second time by
/// another reader: nothing is lost, and each price taken is the decimal of the file.
@EnabledIfEnvironmentVariable(named = "WEIGHBRIDGE_PRICE_MAP", matches = ".+")
final class RealPriceMapTest {
    @Test
    void shouldAccountForEveryFieldExactly() throws IOException {
        byte[] bytes = Files.readAllBytes(Path.of(System.getenv("WEIGHBRIDGE_PRICE_MAP")));
        JsonNode again =
                new ObjectMapper()
                        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                        .readTree(bytes);
        List<TakenPrice> prices = new ArrayList<>();
        for (PriceMap.Entry entry : PriceMapReader.read(bytes).entries()) {
            JsonNode second = again.get(entry.model());
            if (entry.value() instanceof JsonValue.Obj fields) {
                ModelPrices model = ModelPrices.of(fields, entry.mode(), MapScale.AS_IT_IS);
                Set<String> seen = new HashSet<>();
                model.left().forEach(left -> seen.add(left.field().split("\\.", 2)[0]));
                for (TakenPrice taken : model.taken()) {
                    String name = taken.field().split("\\.", 2)[0];
                    seen.add(name);
                    prices.add(taken);
                    if (second.get(name).isNumber()) {
                        check(entry, taken, second.get(name).decimalValue());
                    }
                }
                Set<String> names = new HashSet<>();
                second.fieldNames().forEachRemaining(names::add);
                // A name such as output_cost_per_image_0.5K has a point of its own.
                names.removeIf(name -> seen.contains(name.split("\\.", 2)[0]));
                assertEquals(Set.of(), names, entry.model());
            }
        }
        assertTrue(prices.size() > 1_000, () -> "only " + prices.size());
    }

    private static void check(PriceMap.Entry entry, TakenPrice taken, BigDecimal written) {
        long quantity =
                FieldRule.of(FieldName.of(taken.field()).base(), entry.mode())
                                instanceof FieldRule.Priced rule
                        ? rule.quantity()
                        : 0;
        BigDecimal wanted =
                written.movePointRight(9).multiply(BigDecimal.valueOf(taken.price().per()));
        BigDecimal got =
                BigDecimal.valueOf(taken.price().nanos()).multiply(BigDecimal.valueOf(quantity));
        assertEquals(0, wanted.compareTo(got), () -> entry.model() + ' ' + taken);
    }
}
