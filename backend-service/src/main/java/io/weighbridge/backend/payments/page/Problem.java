package io.weighbridge.backend.payments.page;

/// What was in the way of a customer's wish.
///
/// @param text for the customer; empty for nothing
/// @param isOfAmount whether it is the amount: told beside its field
/// @param typed what the customer typed as the amount
record Problem(String text, boolean isOfAmount, String typed) {
    static final Problem NONE = new Problem("", false, "");

    static Problem of(String text) {
        return new Problem(text, false, "");
    }

    static Problem ofAmount(String text, String typed) {
        return new Problem(text, true, typed);
    }
}
