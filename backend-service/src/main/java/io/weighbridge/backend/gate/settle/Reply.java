package io.weighbridge.backend.gate.settle;

import io.weighbridge.backend.platform.fault.Fault;

/// Who waits for an answer that comes later, on another thread. Exactly one method is called, once;
/// it must be quick and must not throw.
public interface Reply<T> {
    /// The answer; what it says is durable.
    void done(T result);

    /// Nothing was changed, unless the fault is STORE_UNAVAILABLE after the journal failed.
    void failed(Fault fault);
}
