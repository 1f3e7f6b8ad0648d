package io.weighbridge.backend.proxies.logs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.weighbridge.backend.platform.fault.Fault;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

final class FollowedLogTest {
    @TempDir Path folder;

    private final AtomicLong nanos = new AtomicLong();
    private final List<String> said = new ArrayList<>();
    private Path file = Path.of("");

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("usage.log");
    }

    private void append(Path to, String text) throws IOException {
        Files.writeString(to, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private FollowedLog follow(LogPosition from) throws IOException {
        return new FollowedLog(file, from, 0, nanos::get, said::add);
    }

    private LogPosition afterTheFirst() throws IOException {
        try (FollowedLog log = follow(LogPosition.START)) {
            assertEquals(List.of("one"), log.next(1));
            return log.position();
        }
    }

    private static List<String> all(FollowedLog log) throws IOException {
        return log.next(100);
    }

    @Test
    void aLineCountsWhenItIsWhole() throws IOException {
        try (FollowedLog log = follow(LogPosition.START)) {
            assertEquals(List.of(), all(log));
            append(file, "one\ntw");
            assertEquals(List.of("one"), all(log));
            assertEquals(4, log.position().offset());
            assertEquals(List.of(), all(log));
            append(file, "o\nthree\n");
            assertEquals(List.of("two"), log.next(1));
            assertEquals(8, log.position().offset());
            assertEquals(List.of("three"), all(log));
        }
    }

    @Test
    void goesOnWhereItWas() throws IOException {
        append(file, "one\ntwo\nthr");
        LogPosition kept = afterTheFirst();
        append(file, "ee\n");
        Path position = folder.resolve("position");
        kept.save(position);
        assertEquals(kept, LogPosition.load(position));
        try (FollowedLog log = follow(LogPosition.load(position))) {
            assertEquals(List.of("two", "three"), all(log));
        }
    }

    @Test
    void aRotatedLogIsReadToItsEndFirst() throws IOException {
        append(file, "one\n");
        Path old = folder.resolve("usage.log.1");
        try (FollowedLog log = follow(LogPosition.START)) {
            assertEquals(List.of("one"), all(log));
            Files.move(file, old);
            append(old, "two\n");
            assertEquals(List.of("two"), all(log));
            // Made anew, and not written to yet: the old one may still be.
            append(file, "");
            assertEquals(List.of(), all(log));
            append(old, "three\n");
            assertEquals(List.of("three"), all(log));
            append(old, "four\n");
            append(file, "five\n");
            assertEquals(List.of("four"), all(log));
            assertEquals(List.of("five"), all(log));
        }
    }

    @Test
    void aLogThatWasRotatedMeanwhileIsFound() throws IOException {
        append(file, "one\ntwo\n");
        LogPosition kept = afterTheFirst();
        Files.move(file, folder.resolve("usage.log.1"));
        append(file, "three\n");
        try (FollowedLog log = follow(kept)) {
            assertEquals(List.of("two"), all(log));
            assertEquals(List.of("three"), all(log));
        }
        Files.delete(folder.resolve("usage.log.1"));
        try (FollowedLog log = follow(kept)) {
            assertEquals(List.of("three"), all(log));
        }
        assertEquals(1, said.size(), said::toString);
    }

    @Test
    void aWriterThatHearsLateOfTheNewLogIsReadFirst() throws IOException {
        append(file, "one\n");
        Path old = folder.resolve("usage.log.1");
        try (FollowedLog log =
                new FollowedLog(file, LogPosition.START, 300, nanos::get, said::add)) {
            assertEquals(List.of("one"), all(log));
            Files.move(file, old);
            append(file, "new\n");
            assertEquals(List.of(), all(log));
            append(old, "late\n");
            assertEquals(List.of("late"), all(log));
            nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(400));
            // Quiet from now on, and long enough only later.
            assertEquals(List.of(), all(log));
            nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(300));
            assertEquals(List.of("new"), all(log));
        }
    }

    @Test
    void aLogThatWasCutAndHasGrownAgainIsReadFromItsBeginning() throws IOException {
        append(file, "one\ntwo\nthree\n");
        List<String> lines = List.of("first line", "second line", "third line");
        LogPosition kept;
        try (FollowedLog log = follow(LogPosition.START)) {
            assertEquals(List.of("one", "two", "three"), all(log));
            kept = log.position();
            Files.write(file, lines);
            assertEquals(lines, all(log));
        }
        assertEquals(1, said.size(), said::toString);
        try (FollowedLog log = follow(kept)) {
            assertEquals(lines, all(log));
        }
        assertEquals(2, said.size(), said::toString);
    }

    @Test
    void aLogThatWasCutIsReadFromItsBeginning() throws IOException {
        append(file, "one\ntwo\n");
        try (FollowedLog log = follow(LogPosition.START)) {
            assertEquals(List.of("one", "two"), all(log));
            Files.writeString(file, "new\n");
            assertEquals(List.of("new"), all(log));
        }
    }

    @Test
    void aLineWithoutEndTakesNoMemoryWithoutEnd() throws IOException {
        append(file, "x".repeat(300_000) + "\nnext\n");
        try (FollowedLog log = follow(LogPosition.START)) {
            List<String> lines = all(log);
            assertEquals(2, lines.size());
            assertEquals(64 << 10, lines.getFirst().length());
            assertEquals("next", lines.get(1));
            assertEquals(300_006, log.position().offset());
        }
    }

    @Test
    void aForeignPositionIsRefused() throws IOException {
        Path other = Files.writeString(folder.resolve("other"), "hello");
        assertThrows(Fault.class, () -> LogPosition.load(other));
        assertEquals(LogPosition.START, LogPosition.load(folder.resolve("none")));
    }
}
