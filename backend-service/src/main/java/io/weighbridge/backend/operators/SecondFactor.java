package io.weighbridge.backend.operators;

/// The time-based codes of an operator's authenticator.
///
/// @param sealed its secret, encrypted; empty for none
/// @param active whether logins need a code; false until the first was seen
/// @param lastStep of the last code that was used: codes up to it are not taken again
public record SecondFactor(String sealed, boolean active, long lastStep) {
    /// No second factor.
    public static final SecondFactor NONE = new SecondFactor("", false, 0);

    boolean isEnrolled() {
        return !sealed.isEmpty();
    }

    /// Leaves the secret out.
    @Override
    public String toString() {
        return "SecondFactor[" + (active ? "active]" : isEnrolled() ? "waiting]" : "none]");
    }
}
