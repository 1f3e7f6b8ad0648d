package io.weighbridge.console.testkit;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Waits for what must come, and fails with a text when it does not.
public final class Waiting {
    private static final long MOST_NANOS = 20_000_000_000L;

    private Waiting() {}

    /// Returns as soon as it is so.
    ///
    /// @param what it is that must come, for the failure's text
    public static void until(Supplier<String> what, BooleanSupplier isSo) {
        long end = System.nanoTime() + MOST_NANOS;
        while (!isSo.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("did not come within 20 s: " + what.get());
            }
            LockSupport.parkNanos(5_000_000);
        }
    }
}
