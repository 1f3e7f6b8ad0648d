package io.weighbridge.backend.proxies.events;

import com.fasterxml.jackson.databind.JsonNode;

/// The end user as others pass it on: whatever text a client sent, which must not keep its call
/// from being charged. So it is made to fit.
final class EndUser {
    private static final int LENGTH_MAX = 100;
    private static final int INSTEAD = '\uFFFD';

    private EndUser() {}

    /// Of a field: what is no text is none.
    static String of(JsonNode field) {
        return field.isTextual() ? of(field.textValue()) : "";
    }

    /// Cut, and with something else in place of control characters and half characters.
    static String of(String text) {
        StringBuilder kept = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            int character = text.codePointAt(at);
            at += Character.charCount(character);
            boolean isOdd =
                    Character.isISOControl(character)
                            || Character.getType(character) == Character.SURROGATE;
            int written = isOdd ? INSTEAD : character;
            if (kept.length() + Character.charCount(written) > LENGTH_MAX) {
                break;
            }
            kept.appendCodePoint(written);
        }
        return kept.toString();
    }
}
