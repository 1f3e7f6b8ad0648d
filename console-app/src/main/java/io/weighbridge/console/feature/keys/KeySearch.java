package io.weighbridge.console.feature.keys;

import io.weighbridge.console.text.SecretText;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What is typed into the search field of keys.
final class KeySearch {
    // Somebody who types nothing else means a secret, however little of it is there.
    private static final Pattern SECRET =
            Pattern.compile("[a-z][a-z0-9-]{0,19}_[a-z][a-z0-9]{0,9}_([0-9A-Za-z]{5,})");

    private KeySearch() {}

    /// What is asked of the service: of a whole secret its last four characters, of the beginning
    /// of one its head, which is all that the service knows of it; anything else as it is.
    static String asked(String typed) {
        String text = typed.strip();
        Matcher matcher = SECRET.matcher(text);
        return matcher.matches()
                ? SecretText.known(text, matcher.group(1))
                : SecretText.asked(text);
    }

    /// Whether what was typed holds a secret, or a part of one, that must not be shown on.
    static boolean isSecret(String typed) {
        return !asked(typed).equals(typed.strip());
    }
}
