package io.weighbridge.console.feature.keys;

import java.util.regex.Pattern;

/// What is typed into the search field of keys.
final class KeySearch {
    // The shape of a secret: its head is shown in hints, its tail must not travel or be kept.
    private static final Pattern SECRET =
            Pattern.compile("[a-z][a-z0-9-]{0,19}_[a-z][a-z0-9]{0,9}_([0-9A-Za-z]{5,})");
    private static final int TAIL = 4;
    private static final int WHOLE = 33;

    private KeySearch() {}

    /// What is asked of the service: of a whole secret its last four characters, of the beginning
    /// of one its head, which is all that the service knows of it; anything else as it is.
    static String asked(String typed) {
        String text = typed.strip();
        var matcher = SECRET.matcher(text);
        if (!matcher.matches()) {
            return text;
        }
        String rest = matcher.group(1);
        return rest.length() >= WHOLE
                ? rest.substring(rest.length() - TAIL)
                : text.substring(0, text.length() - rest.length());
    }

    /// Whether what was typed holds a secret, or a part of one, that must not be shown on.
    static boolean isSecret(String typed) {
        return SECRET.matcher(typed.strip()).matches();
    }
}
