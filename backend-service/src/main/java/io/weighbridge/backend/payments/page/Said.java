package io.weighbridge.backend.payments.page;

/// What a page says of the customer's last wish.
///
/// @param text plain; empty for nothing
/// @param isProblem whether something was in the way
record Said(String text, boolean isProblem) {
    static final Said NOTHING = new Said("", false);

    static Said problem(String text) {
        return new Said(text, true);
    }

    static Said done(String text) {
        return new Said(text, false);
    }

    boolean isEmpty() {
        return text.isEmpty();
    }

    String html() {
        if (text.isEmpty()) {
            return "";
        }
        return "<p class=\"%s\" role=\"%s\">%s</p>\n"
                .formatted(
                        isProblem ? "problem" : "done",
                        isProblem ? "alert" : "status",
                        Html.text(text));
    }
}
