package io.weighbridge.backend.platform.fault;

/// Checks of what callers send, with texts of the form "field: value (expected: ...)".
public final class Check {
    private static final int SHOWN_MAX = 60;

    private Check() {}

    /// A text as an error text may show it: not longer than a line.
    public static String shown(String value) {
        return value.length() <= SHOWN_MAX ? value : value.substring(0, SHOWN_MAX) + "…";
    }

    /// A text of so many characters, without control characters.
    ///
    /// @return the value
    /// @throws Fault INVALID_FIELD
    public static String text(String field, String value, int lengthLeast, int lengthMost) {
        if (value.length() < lengthLeast || value.length() > lengthMost) {
            String expected =
                    lengthLeast == 0
                            ? "at most " + lengthMost + " characters"
                            : lengthLeast + " to " + lengthMost + " characters";
            throw Fault.invalid(field, value.length() + " characters", expected);
        }
        for (int i = 0; i < value.length(); i++) {
            if (Character.isISOControl(value.charAt(i))) {
                throw Fault.invalid(
                        field, "a control character at position " + i, "printable text");
            }
        }
        return value;
    }

    /// A number in a range, both ends included.
    ///
    /// @return the value
    /// @throws Fault INVALID_FIELD
    public static long range(String field, long value, long least, long most) {
        if (value < least || value > most) {
            throw Fault.invalid(field, value, least + " to " + most);
        }
        return value;
    }
}
