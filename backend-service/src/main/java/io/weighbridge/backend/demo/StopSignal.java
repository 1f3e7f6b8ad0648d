package io.weighbridge.backend.demo;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Tells everybody who waits that the demo is to end. Given once, for good.
final class StopSignal {
    private final CountDownLatch latch = new CountDownLatch(1);

    void give() {
        latch.countDown();
    }

    boolean isGiven() {
        return latch.getCount() == 0;
    }

    /// Waits at most so long, less when the signal is given; an interrupt gives it.
    ///
    /// @return whether it is given
    boolean await(long nanos) {
        try {
            return latch.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            give();
            return true;
        }
    }
}
