package io.weighbridge.console.feature.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.util.List;

/// What differs between before and after.
final class JsonDifferenceTest {
    private static JsonDifference.Field field(
            String path, JsonDifference.Kind kind, String before, String after) {
        return new JsonDifference.Field(path, kind, before, after);
    }

    @Test
    void shouldNameEachFieldThatDiffers() {
        assertEquals(
                List.of(
                        field("name", JsonDifference.Kind.CHANGED, "old", "new"),
                        field("plan.limits[0].per", JsonDifference.Kind.SAME, "60", "60"),
                        field("plan.limits[1].per", JsonDifference.Kind.ADDED, "", "7"),
                        field("suspended", JsonDifference.Kind.REMOVED, "true", "")),
                JsonDifference.of(
                        "{\"name\":\"old\",\"suspended\":true,"
                                + "\"plan\":{\"limits\":[{\"per\":60}]}}",
                        "{\"plan\":{\"limits\":[{\"per\":60},{\"per\":7}]},\"name\":\"new\"}"));
    }

    @Test
    void shouldTakeNothingAndWhatIsNoJson() {
        assertEquals(List.of(), JsonDifference.of("", ""));
        assertEquals(
                List.of(field("id", JsonDifference.Kind.ADDED, "", "a")),
                JsonDifference.of("", "{\"id\":\"a\"}"));
        assertEquals(
                List.of(field("", JsonDifference.Kind.CHANGED, "not json", "{\"a\":1}")),
                JsonDifference.of("not json", "{\"a\":1}"));
        assertEquals(
                List.of(field("a", JsonDifference.Kind.CHANGED, "[1]", "x")),
                JsonDifference.of("{\"a\":[1]}", "{\"a\":\"x\"}"));
    }
}
