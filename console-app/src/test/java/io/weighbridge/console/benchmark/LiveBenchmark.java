package io.weighbridge.console.benchmark;

import com.sun.management.OperatingSystemMXBean;

import io.weighbridge.console.client.Profile;
import io.weighbridge.console.client.Trust;
import io.weighbridge.console.testkit.ConsoleWindow;
import io.weighbridge.console.testkit.Robot;
import io.weighbridge.console.testkit.Waiting;

import javafx.animation.AnimationTimer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// The live screen under load, in the whole console with software rendering: what its own process
/// takes. A first phase draws a frame at each pulse and looks for the longest gap; a second one
/// only lets the screen draw what it wants, and measures processor time and memory, and for how
/// long the screen stood still at most ([StandStills]).
///
/// Arguments: keys, changes a second, seconds of each phase, of which the first takes no more than
/// two minutes.
final class LiveBenchmark {
    private static final long WARM_UP_SECONDS = 40;
    private static final long GAPS_SECONDS_MAX = 120;
    private static final long MIB = 1 << 20;

    private LiveBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        String keys = arguments[0];
        String changes = arguments[1];
        long seconds = Long.parseLong(arguments[2]);
        Process server = server(keys, changes);
        try (ConsoleWindow window = ConsoleWindow.open()) {
            open(window, port(server));
            Robot robot = window.robot();
            int rows = Integer.parseInt(keys);
            Waiting.until(
                    () -> keys + " rows, not " + robot.rows("#live-table"),
                    () -> robot.rows("#live-table") == rows);
            pause(WARM_UP_SECONDS);
            measure(seconds, gaps(Math.min(seconds, GAPS_SECONDS_MAX)));
        } finally {
            server.destroy();
        }
        System.exit(0);
    }

    private static Process server(String keys, String changes) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LiveServer.class.getName(),
                        keys,
                        changes)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static int port(Process server) throws IOException {
        BufferedReader out =
                new BufferedReader(
                        new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
        String line = out.readLine();
        while (line != null && !line.matches("\\d+")) {
            line = out.readLine();
        }
        return Integer.parseInt(String.valueOf(line));
    }

    private static void open(ConsoleWindow window, int port) {
        Profile profile =
                new Profile(
                        "benchmark",
                        "127.0.0.1:" + port,
                        new Trust.Plaintext(),
                        "ada",
                        Profile.Environment.TEST);
        Robot.onFx(
                () -> {
                    window.console().login(profile, "any");
                    return 0;
                });
        var _ = window.robot().find("#live-table");
    }

    private static void pause(long seconds) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    private static Gaps gaps(long seconds) {
        Gaps gaps = new Gaps();
        Robot.onFx(
                () -> {
                    gaps.start();
                    return 0;
                });
        pause(seconds);
        return Robot.onFx(
                () -> {
                    gaps.stop();
                    return gaps;
                });
    }

    // By the clock, and in processor time of the two threads that make a frame: on a machine that
    // others use, only the latter is the console's own.
    private static final class Gaps extends AnimationTimer {
        private final FrameMakers makers = new FrameMakers();
        private long lastNanos;
        private long lastCpuNanos;
        private long worstNanos;
        private long worstCpuNanos;

        @Override
        public void handle(long pulseNanos) {
            long now = System.nanoTime();
            long cpu = makers.cpuNanos();
            if (lastNanos != 0) {
                worstNanos = Math.max(worstNanos, now - lastNanos);
                worstCpuNanos = Math.max(worstCpuNanos, cpu - lastCpuNanos);
            }
            lastNanos = now;
            lastCpuNanos = cpu;
        }
    }

    private static void measure(long seconds, Gaps gaps) {
        long heapBefore = heapAfterCollection();
        OperatingSystemMXBean system =
                (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long cpu = system.getProcessCpuTime();
        long wall = System.nanoTime();
        long heapMost = 0;
        StandStills standStills = StandStills.begin();
        for (long i = 0; i < seconds; i++) {
            pause(1);
            heapMost = Math.max(heapMost, heap());
        }
        StandStills.Worst worst = standStills.end();
        long cpuShare = 1_000 * (system.getProcessCpuTime() - cpu) / (System.nanoTime() - wall);
        System.out.printf(
                Locale.ROOT,
                "worst frame gap %d ms, of which %d ms processor time; in the %d s after it the"
                        + " screen stood still for at most %d ms, of which %d ms processor time;"
                        + " %d.%d %% of one core, heap at most %d MiB, %d MiB before and %d MiB"
                        + " after%n",
                gaps.worstNanos / 1_000_000,
                gaps.worstCpuNanos / 1_000_000,
                seconds,
                worst.nanos() / 1_000_000,
                worst.cpuNanos() / 1_000_000,
                cpuShare / 10,
                cpuShare % 10,
                heapMost / MIB,
                heapBefore / MIB,
                heapAfterCollection() / MIB);
    }

    private static long heap() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long heapAfterCollection() {
        ManagementFactory.getMemoryMXBean().gc();
        return heap();
    }
}
