package io.weighbridge.backend.platform.audit;

/// Appends what is an entry of its own: something that happened without a change in the store.
public interface ChangeLog {
    /// Appends one. Durable when it returns.
    void append(Change change);
}
