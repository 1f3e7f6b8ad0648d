package io.weighbridge.backend.operators.audit;

/// Entries that are not there, in words.
final class Missing {
    private Missing() {}

    static String text(long first, long last) {
        return first == last
                ? "entry " + first + " is missing"
                : "entries " + first + " to " + last + " are missing";
    }
}
