package io.weighbridge.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.backend.platform.fault.Doubtful;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

/// What is done again and again can be told apart, in the log and in a list of threads.
final class HousekeepingTest {
    private record Cups() implements Doubtful {
        @Override
        public void settleDoubts() {}
    }

    private record Plates() implements Doubtful {
        @Override
        public void settleDoubts() {}
    }

    @Test
    void shouldNameTheRoundsOfDoubtsByWhoseTheyAre(@TempDir Path directory) {
        try (Opened opened = new Opened()) {
            new Housekeeping(opened, Config.of(directory)).settle(new Cups(), new Plates());
            assertEquals(
                    List.of("in-doubt Cups", "in-doubt Plates"),
                    Thread.getAllStackTraces().keySet().stream()
                            .map(Thread::getName)
                            .filter(name -> name.matches("in-doubt (Cups|Plates)"))
                            .sorted()
                            .toList());
        }
    }
}
