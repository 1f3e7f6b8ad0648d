package io.weighbridge.backend.alerts;

/// A way to tell somebody. Its faults are values: they are tried again later.
interface Sender {
    /// Sends one; returns when the other side has taken it.
    ///
    /// @param secret what it is signed with; empty where nothing is
    /// @return what was in the way, for people; empty when it was taken
    String send(Contact contact, Alert alert, byte[] secret);
}
