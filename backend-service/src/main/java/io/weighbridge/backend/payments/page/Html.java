package io.weighbridge.backend.payments.page;

import io.weighbridge.model.Nanos;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Texts as they stand in a page.
final class Html {
    private static final DateTimeFormatter WHEN =
            DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm 'UTC'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private Html() {}

    /// For text and for attributes in double quotes.
    static String text(String plain) {
        StringBuilder out = new StringBuilder(plain.length() + 16);
        for (int i = 0; i < plain.length(); i++) {
            char c = plain.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c);
            }
        }
        return out.toString();
    }

    /// An exact amount with its currency: `25.00 USD`.
    static String money(long nanos, String currency) {
        return Nanos.toDecimal(nanos) + ' ' + currency;
    }

    static String when(long atMs) {
        return WHEN.format(Instant.ofEpochMilli(atMs));
    }
}
