package io.weighbridge.backend.proxies.call;

/// How many calls there are and were.
public interface CallCounts {
    /// Calls that are open.
    int count();

    /// Calls that were charged by an estimate, because the model server told nothing.
    long estimatedCount();

    /// Calls that another model answered than the one that was asked.
    long otherModelCount();
}
