package io.weighbridge.backend.proxies.wire;

import java.text.Normalizer;

/// What may be a subject. It is for the operator's reports and sums, so the same name is the same
/// text: without space around it, and composed (NFC).
public final class SubjectText {
    /// The longest, in UTF-16.
    public static final int LENGTH_MAX = 100;

    private static final int RAW_LENGTH_MAX = 400;

    private SubjectText() {}

    /// A subject of what somebody wrote; empty where that cannot be one.
    public static String of(String written) {
        if (written.length() > RAW_LENGTH_MAX || !isWritable(written)) {
            return "";
        }
        String text = Normalizer.normalize(written.strip(), Normalizer.Form.NFC);
        return text.length() <= LENGTH_MAX ? text : "";
    }

    private static boolean isWritable(String text) {
        return text.codePoints().noneMatch(SubjectText::isUnwritable);
    }

    // What stores refuse (half a character), and what makes two names look alike.
    private static boolean isUnwritable(int character) {
        return Character.isISOControl(character)
                || switch (Character.getType(character)) {
                    case Character.SURROGATE,
                            Character.FORMAT,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR,
                            Character.UNASSIGNED ->
                            true;
                    default -> false;
                };
    }
}
