package io.weighbridge.backend.upstreamkeys;

/// A key in the clear, for one call. No text of this object has it.
public final class UpstreamSecret {
    // JSON in a string of JSON, and once more.
    private static final int ESCAPED_MAX = 3;
    private static final int CODE_DIGITS = 4;

    private final String value;

    /// Takes one.
    public UpstreamSecret(String value) {
        this.value = value;
    }

    /// The key, for the request to the provider and for nothing else.
    public String value() {
        return value;
    }

    /// Whether a text has it in it, also with JSON's escapes, so that it is to be told to nobody.
    public boolean isIn(String text) {
        String read = text;
        for (int i = 0; i < ESCAPED_MAX && !read.contains(value); i++) {
            if (read.indexOf('\\') < 0) {
                return false;
            }
            read = unescaped(read);
        }
        return read.contains(value);
    }

    // As a reader of JSON would have it, whatever else the text is.
    private static String unescaped(String text) {
        StringBuilder read = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c != '\\' || at == text.length()) {
                read.append(c);
                continue;
            }
            char escaped = text.charAt(at++);
            int code = escaped == 'u' ? code(text, at) : -1;
            if (code < 0) {
                read.append(escaped);
            } else {
                read.append((char) code);
                at += CODE_DIGITS;
            }
        }
        return read.toString();
    }

    // -1 when there is none.
    private static int code(String text, int from) {
        if (from + CODE_DIGITS > text.length()) {
            return -1;
        }
        int code = 0;
        for (int i = from; i < from + CODE_DIGITS; i++) {
            int digit = Character.digit(text.charAt(i), 16);
            if (digit < 0) {
                return -1;
            }
            code = code * 16 + digit;
        }
        return code;
    }

    @Override
    public String toString() {
        return "UpstreamSecret[***]";
    }
}
