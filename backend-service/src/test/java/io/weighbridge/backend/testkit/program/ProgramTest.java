package io.weighbridge.backend.testkit.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

final class ProgramTest {
    @TempDir Path folder;

    @Test
    void aProgramEndsWithAllThatItStarted() {
        RunningProgram program =
                RunningProgram.start(
                        List.of("sh", "-c", "sleep 600 & echo $MARK; wait"),
                        folder,
                        Map.of("MARK", "started"));
        List<ProcessHandle> all;
        try (program) {
            io.weighbridge.backend.testkit.Calls.await(
                    "it wrote", () -> program.output().equals("started\n"));
            all = program.process().descendants().toList();
        }
        assertEquals(1, all.size());
        all.forEach(one -> one.onExit().join());
        assertFalse(program.process().isAlive());
    }
}
