package io.weighbridge.console.text;

import java.util.List;

/// The sign that the operator chose for amounts: display only, every amount is of the service's one
/// currency. One for the process; set when a session begins.
public final class CurrencySign {
    // What people paste, whatever was chosen.
    private static final List<String> KNOWN = List.of("$", "€", "£", "¥", "CHF");

    private static volatile String chosen = "$";

    private CurrencySign() {}

    /// Chooses it.
    public static void choose(String sign) {
        chosen = sign;
    }

    /// The sign, such as `$`; with the blank that stands behind it, if one does.
    public static String chosen() {
        return chosen;
    }

    /// What was typed without a sign before or behind the figures.
    static String strip(String typed) {
        String text = typed.strip();
        for (String sign : KNOWN) {
            if (text.endsWith(sign)) {
                return text.substring(0, text.length() - sign.length()).strip();
            }
            int at = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
            String rest = text.substring(at).strip();
            if (rest.startsWith(sign)) {
                return text.substring(0, at) + rest.substring(sign.length()).strip();
            }
        }
        return text;
    }
}
