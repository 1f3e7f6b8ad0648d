package io.weighbridge.backend.proxies.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

/// One word after `Bearer`, and nothing else, is a key.
final class BearerKeyTest {
    private static BearerKey of(String value) {
        return BearerKey.of(List.of(new HeaderLine("Authorization", value)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer wb_1", "bearer wb_1", " BEARER   wb_1 "})
    void oneWordAfterItIsTheKey(String value) {
        assertNull(of(value).error());
        assertEquals("wb_1", of(value).key());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                "Bearerwb_1",
                "Bear wb_1",
                "wb_1",
                "Bearer a b",
                "Bearer a\tb",
                "Bearer\twb_1",
                "Basic wb_1"
            })
    void anythingElseIsNone(String value) {
        assertNotNull(of(value).error());
        assertEquals("", of(value).key());
    }
}
