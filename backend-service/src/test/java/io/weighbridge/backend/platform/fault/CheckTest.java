package io.weighbridge.backend.platform.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.weighbridge.model.ErrorCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

final class CheckTest {
    private static void assertText(String expected, Executable act) {
        Fault fault = assertThrows(Fault.class, act);
        assertEquals(ErrorCode.INVALID_FIELD, fault.code());
        assertEquals(expected, fault.text());
    }

    @Test
    void shouldSayWhatIsExpected() {
        assertEquals("Acme", Check.text("name", "Acme", 1, 4));
        assertText(
                "name: 0 characters (expected: 1 to 4 characters)",
                () -> Check.text("name", "", 1, 4));
        assertText(
                "note: 5 characters (expected: at most 4 characters)",
                () -> Check.text("note", "Acme!", 0, 4));
        assertText(
                "name: a control character at position 1 (expected: printable text)",
                () -> Check.text("name", "A\ncm", 1, 4));
        assertEquals(3, Check.range("n", 3, 3, 3));
        assertText("n: 2 (expected: 3 to 4)", () -> Check.range("n", 2, 3, 4));
        assertText("n: 5 (expected: 3 to 4)", () -> Check.range("n", 5, 3, 4));
    }
}
