package io.weighbridge.backend.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.demo.screen.Terminal;
import io.weighbridge.backend.demo.trace.TraceReader;
import io.weighbridge.backend.platform.fault.Fault;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import picocli.CommandLine;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

final class DemoReplayTest {
    private static final int ROWS = 300;

    @TempDir Path directory;

    private static Process start(List<String> arguments) throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-cp",
                                System.getProperty("java.class.path"),
                                DemoChild.class.getName()));
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static int run(Path data, Path trace, StopSignal stop) throws Exception {
        DemoRun run = new DemoRun(TraceReader.read(trace), 1_000_000, null, 1, data, null, null);
        return run.run(stop, Terminal.of(System.out, Map.of()));
    }

    private static SqlDemoStore.Charged charged(Path data, Path trace) throws Exception {
        return new SqlDemoStore(data).charged(TraceReader.read(trace).fingerprint());
    }

    private static int chargedSoFar(Path data, Path trace) throws Exception {
        try {
            return charged(data, trace).once().cardinality();
        } catch (Fault e) {
            return 0; // The store is being made.
        }
    }

    // As somebody from outside sees it: the store, and the list of refused rows.
    private static void assertComplete(Path data, Path trace) throws Exception {
        SqlDemoStore.Charged charged = charged(data, trace);
        String fingerprint = TraceReader.read(trace).fingerprint();
        List<String> refused =
                Files.readAllLines(data.resolve("demo-refused-" + fingerprint + ".csv"));
        assertEquals(0, charged.twice().cardinality());
        assertEquals(ROWS, charged.once().cardinality() + refused.stream().distinct().count());
        for (String line : refused) {
            int row = Integer.parseInt(line.substring(0, line.indexOf(',')));
            assertFalse(charged.once().get(row), line);
        }
    }

    @Test
    void shouldChargeOrRefuseEveryRowOnceOverAllStarts() throws Exception {
        Path trace = Traces.write(directory, ROWS, 6_000);
        Path data = directory.resolve("data");
        StopSignal stopped = new StopSignal();
        stopped.give();
        assertEquals(Summary.EXIT_STOPPED, run(data, trace, stopped));
        assertEquals(Summary.EXIT_DONE, run(data, trace, new StopSignal()));
        assertComplete(data, trace);
        int before = charged(data, trace).once().cardinality();
        assertEquals(Summary.EXIT_DONE, run(data, trace, new StopSignal()));
        assertEquals(before, charged(data, trace).once().cardinality());
        assertComplete(data, trace);
        // Another trace in the same place is another one.
        Path other = Traces.write(directory, 20, 500);
        assertEquals(Summary.EXIT_DONE, run(data, other, new StopSignal()));
        assertComplete(data, trace);
    }

    @Test
    void shouldGoOnWhereItWasKilled() throws Exception {
        Path trace = Traces.write(directory, ROWS, 6_000);
        Path data = directory.resolve("data");
        // Slow enough that calls are open when it is killed: 30 s of trace in 6 s.
        Process child =
                start(
                        List.of(
                                "--trace", trace.toString(),
                                "--data", data.toString(),
                                "--speed", "5"));
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (chargedSoFar(data, trace) < 20) {
            assertTrue(System.nanoTime() < deadline, "the child did nothing");
            assertFalse(child.waitFor(20, TimeUnit.MILLISECONDS), "the child ended by itself");
        }
        child.destroyForcibly();
        assertNotEquals(0, child.waitFor());
        assertTrue(charged(data, trace).once().cardinality() < ROWS);
        assertEquals(Summary.EXIT_DONE, run(data, trace, new StopSignal()));
        assertComplete(data, trace);
    }

    @Test
    void shouldTellWrongOptionsAndTracesBeforeAnythingRuns() throws IOException {
        Path data = directory.resolve("data");
        Path trace = Files.writeString(directory.resolve("bad.csv"), TraceReader.HEADER + "\nx");
        String[][] wrong = {
            {"--trace", trace.toString()},
            {"--for", "90"},
            {"--speed", "0"},
            {"--speed", "NaN"},
        };
        for (String[] arguments : wrong) {
            List<String> all = new ArrayList<>(List.of(arguments));
            all.addAll(List.of("--data", data.toString()));
            StringWriter error = new StringWriter();
            int status =
                    new CommandLine(new DemoCommand())
                            .setErr(new PrintWriter(error))
                            .execute(all.toArray(String[]::new));
            assertEquals(2, status, error::toString);
            assertTrue(error.toString().contains("expected"), error::toString);
            assertTrue(Files.notExists(data));
        }
    }
}
