package io.weighbridge.console.benchmark;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/// The two threads that make a frame, and the processor time they have taken.
final class FrameMakers {
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final long[] ids =
            Thread.getAllStackTraces().keySet().stream()
                    .filter(
                            thread ->
                                    thread.getName().equals("JavaFX Application Thread")
                                            || thread.getName().startsWith("QuantumRenderer"))
                    .mapToLong(Thread::threadId)
                    .toArray();

    long cpuNanos() {
        long cpu = 0;
        for (long id : ids) {
            cpu += threads.getThreadCpuTime(id);
        }
        return cpu;
    }
}
