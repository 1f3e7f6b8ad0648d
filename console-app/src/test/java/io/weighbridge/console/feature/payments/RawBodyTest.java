package io.weighbridge.console.feature.payments;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.ByteString;

import org.junit.jupiter.api.Test;

/// What a provider sent is made readable, and nothing of it is changed.
final class RawBodyTest {
    @Test
    void shouldKeepEveryFigureAndEveryField() {
        String raw =
                "{\"amount\":1.50,\"sats\":12345678901234567890123.10,\"a\":1,\"a\":[2,\"é\"]}";
        String pretty = RawBody.pretty(raw);
        assertEquals(6, pretty.lines().count(), pretty);
        assertEquals(raw, pretty.replaceAll("\\s", ""));
    }

    @Test
    void shouldShowWhatIsNoJsonAsItIs() {
        for (String raw : new String[] {"", "not json", "{\"cut\":", "<xml/>"}) {
            assertEquals(raw, RawBody.pretty(raw));
        }
        assertEquals("é", RawBody.text(ByteString.copyFromUtf8("é")));
    }
}
