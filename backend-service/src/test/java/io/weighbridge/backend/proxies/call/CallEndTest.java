package io.weighbridge.backend.proxies.call;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.time.SystemTime;
import io.weighbridge.model.ErrorCode;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/// A call's end is asked for again as long as that is worth it.
final class CallEndTest {
    private final OpenCalls calls = new OpenCalls(1, new SystemTime());
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger over = new AtomicInteger();

    private void tell(Fault... faults) {
        new CallEnd(
                        calls,
                        () -> "a call",
                        end -> {
                            int time = asked.getAndIncrement();
                            if (time < faults.length) {
                                end.<String>reply().failed(faults[time]);
                            } else {
                                end.<String>reply().done("");
                            }
                        },
                        over::incrementAndGet)
                .tell();
    }

    private void retry(int times) {
        for (int i = 0; i < times; i++) {
            calls.retry();
        }
    }

    @Test
    void whatTheLedgerFailsAtIsTriedAgain() {
        Fault internal = Fault.internal("broken", null);
        tell(internal, internal);
        assertEquals(0, over.get());
        retry(5);
        assertEquals(3, asked.get());
        assertEquals(1, over.get());
    }

    @Test
    void whatItAlwaysFailsAtIsGivenUp() {
        Fault[] faults = new Fault[1_000];
        Arrays.fill(faults, Fault.internal("broken", null));
        tell(faults);
        retry(CallEnd.FAILURES_MAX - 1);
        assertEquals(0, over.get());
        retry(10);
        assertEquals(CallEnd.FAILURES_MAX + 1, asked.get());
        assertEquals(1, over.get());
    }

    @Test
    void aLedgerThatIsBusyIsAskedForAsLongAsItIs() {
        Fault[] faults = new Fault[1_000];
        Arrays.fill(faults, Fault.of(ErrorCode.BUSY, "busy"));
        tell(faults);
        retry(999);
        assertEquals(0, over.get());
        retry(1);
        assertEquals(1, over.get());
    }

    @Test
    void whatIsSettledOtherwiseIsOver() {
        tell(Fault.of(ErrorCode.HOLD_UNKNOWN, "gone"));
        retry(5);
        assertEquals(1, asked.get());
        assertEquals(1, over.get());
    }
}
