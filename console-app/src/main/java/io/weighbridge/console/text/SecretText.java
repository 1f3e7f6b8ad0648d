package io.weighbridge.console.text;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Secrets of keys in what somebody types or pastes, such as a customer's mail or a header: they
/// must neither travel nor be kept.
public final class SecretText {
    private static final int WHOLE = 33;
    private static final int TAIL = 4;

    // A whole one, or so much of one that it is no name: those have no capitals at their end.
    private static final Pattern SECRET =
            Pattern.compile(
                    "[a-z][a-z0-9-]{0,19}_[a-z][a-z0-9]{0,9}_"
                            + "([0-9A-Za-z]{33,}|(?=[0-9a-z]*[A-Z])[0-9A-Za-z]{12,})");

    private SecretText() {}

    /// What may be asked for and kept of a text: where a secret is in it, no more than
    /// [#known]; else all of it.
    public static String asked(String text) {
        Matcher matcher = SECRET.matcher(text);
        return matcher.find() ? known(matcher.group(), matcher.group(1)) : text;
    }

    /// What a hint shows of a secret: of a whole one its last four characters, of the beginning of
    /// one its head.
    ///
    /// @param rest what follows the head
    public static String known(String secret, String rest) {
        return rest.length() >= WHOLE
                ? rest.substring(rest.length() - TAIL)
                : secret.substring(0, secret.length() - rest.length());
    }
}
