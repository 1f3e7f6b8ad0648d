package io.weighbridge.model;

import java.util.OptionalLong;

/// What an id names. Ids are positive longs inside and text outside: the kind's prefix, an
/// underscore and 13 characters of Crockford's base 32 (no i, l, o, u), for example
/// `acct_00g5q8vhk3m2x`. An id of one kind is never read as another's.
public enum IdKind {
    ACCOUNT("acct"),
    KEY("key"),
    SERVICE("svc"),
    PLAN("plan"),
    GRANT("grant"),
    PRICE_BOOK("book"),
    OPERATOR("op"),
    PROXY_CREDENTIAL("proxy"),
    APPROVAL("appr"),
    SESSION("sess"),
    ORDER("order"),
    PAYMENT("pay"),
    DELIVERY("dlv"),
    RECONCILIATION("recon"),
    CODE_BATCH("batch"),
    REPLAY("replay"),
    MODEL("model"),
    CARD("card");

    private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int LENGTH = 13;

    private final String prefix;

    IdKind(String prefix) {
        this.prefix = prefix + "_";
    }

    /// The text form of an id.
    ///
    /// @param id above 0
    public String format(long id) {
        char[] text = new char[prefix.length() + LENGTH];
        prefix.getChars(0, prefix.length(), text, 0);
        long rest = id;
        for (int i = text.length - 1; i >= prefix.length(); i--) {
            text[i] = DIGITS.charAt((int) (rest & 31));
            rest >>>= 5;
        }
        return new String(text);
    }

    /// The text form of an id, and an empty text for 0, which stands for none.
    public String formatOrNone(long id) {
        return id == 0 ? "" : format(id);
    }

    /// The id in a text, or empty when the text is not an id of this kind.
    public OptionalLong parse(String text) {
        if (text.length() != prefix.length() + LENGTH || !text.startsWith(prefix)) {
            return OptionalLong.empty();
        }
        long id = 0;
        for (int i = prefix.length(); i < text.length(); i++) {
            int digit = DIGITS.indexOf(text.charAt(i));
            if (digit < 0 || id > Long.MAX_VALUE >>> 5) {
                return OptionalLong.empty();
            }
            id = (id << 5) | digit;
        }
        return id > 0 ? OptionalLong.of(id) : OptionalLong.empty();
    }
}
