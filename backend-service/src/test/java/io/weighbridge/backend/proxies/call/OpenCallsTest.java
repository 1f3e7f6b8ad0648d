package io.weighbridge.backend.proxies.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.platform.time.SystemTime;

import org.junit.jupiter.api.Test;

import java.util.concurrent.atomic.AtomicInteger;

final class OpenCallsTest {
    /// Else its place would be taken, and its charge open, until the service is started anew.
    @Test
    void anEndThatCannotBeToldIsToldAgain() {
        OpenCalls calls = new OpenCalls(1, new SystemTime());
        AtomicInteger tries = new AtomicInteger();
        Runnable ending =
                () -> {
                    if (tries.incrementAndGet() < 3) {
                        throw new IllegalStateException("not now");
                    }
                };
        calls.tell(ending);
        calls.retry();
        assertEquals(2, tries.get());
        calls.retry();
        calls.retry();
        assertEquals(3, tries.get());
    }

    @Test
    void eachPairOfModelsIsWorthOneLine() {
        OpenCalls calls = new OpenCalls(1, new SystemTime());
        assertTrue(calls.countOtherModel("cheap", "dear"));
        assertFalse(calls.countOtherModel("cheap", "dear"));
        assertTrue(calls.countOtherModel("cheap", "dearer"));
        assertEquals(3, calls.otherModelCount());
    }

    @Test
    void noneIsTakenOnceItIsClosed() {
        OpenCalls calls = new OpenCalls(1, new SystemTime());
        assertTrue(calls.enter());
        assertFalse(calls.enter());
        calls.leave();
        calls.close();
        assertFalse(calls.enter());
        assertTrue(calls.awaitNone(0));
    }
}
