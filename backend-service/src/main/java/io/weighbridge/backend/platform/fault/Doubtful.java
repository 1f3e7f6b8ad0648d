package io.weighbridge.backend.platform.fault;

/// Has rows in doubt, which are settled now and then, also when nobody changes anything.
@FunctionalInterface
public interface Doubtful {
    /// Brings memory up to the store where a change seemed to fail and the store could not be read
    /// again.
    ///
    /// @throws Fault STORE_UNAVAILABLE when it still cannot
    void settleDoubts();
}
