package io.weighbridge.backend.ledger.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/// A journal that was damaged gives back what was written, without its last group at most, or is
/// refused. It never gives back anything else.
final class JournalDamageTest {
    private static final int SMALL_SEGMENT = 600;
    private static final int LARGE_SEGMENT = 10_000;

    private record Group(long first, List<Byte> payload) {}

    private static Group group(long first, ByteBuffer payload) {
        List<Byte> bytes = new ArrayList<>();
        while (payload.hasRemaining()) {
            bytes.add(payload.get());
        }
        return new Group(first, bytes);
    }

    private static List<Group> write(Path directory, int groups, Random random, int segmentBytes)
            throws IOException {
        List<Group> written = new ArrayList<>();
        try (FileJournal journal =
                FileJournal.open(
                        directory,
                        JournalDisk.REAL,
                        1,
                        (first, facts, payload) -> {},
                        segmentBytes)) {
            for (int i = 0; i < groups; i++) {
                byte[] payload = new byte[random.nextInt(1, 200)];
                random.nextBytes(payload);
                long first = journal.nextSequence();
                journal.append(first, 1 + random.nextInt(3), payload, payload.length);
                journal.force();
                written.add(group(first, ByteBuffer.wrap(payload)));
            }
        }
        return written;
    }

    private static List<Group> read(Path directory) throws IOException {
        List<Group> read = new ArrayList<>();
        JournalReader.read(
                directory, 1, (first, facts, payload) -> read.add(group(first, payload)));
        return read;
    }

    private interface Work {
        void in(Path directory) throws IOException;
    }

    private static void inDirectory(Work work) {
        try {
            Path directory = Files.createTempDirectory("journal");
            try {
                work.in(directory);
            } finally {
                try (Stream<Path> files = Files.walk(directory)) {
                    files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // Where the bytes that mean something end.
    private static int usedBytes(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] == 0) {
            end--;
        }
        return end;
    }

    private static Path segment(Path directory, int number) throws IOException {
        List<Path> segments = JournalReader.segments(directory);
        return segments.get(number % segments.size());
    }

    private static void flip(Path file, int at, int mask) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[at] ^= (byte) mask;
        Files.write(file, bytes);
    }

    @Property(tries = 80)
    void aFlippedByteLosesTheLastGroupOfAllAtMost(
            @ForAll @LongRange(min = 0, max = 1L << 40) long seed,
            @ForAll @IntRange(min = 1, max = 255) int mask,
            @ForAll @IntRange(min = 0, max = 20) int segment) {
        inDirectory(
                directory -> {
                    Random random = new Random(seed);
                    List<Group> written = write(directory, 8, random, SMALL_SEGMENT);
                    Path file = segment(directory, segment);
                    flip(file, random.nextInt(usedBytes(file)), mask);
                    assertNothingButTheLastIsLost(directory, written);
                });
    }

    @Property(tries = 50)
    void aTruncatedSegmentLosesOnlyWhatWasCutOffItsEnd(
            @ForAll @LongRange(min = 0, max = 1L << 40) long seed,
            @ForAll @IntRange(min = 0, max = 20) int segment) {
        inDirectory(
                directory -> {
                    Random random = new Random(seed);
                    List<Group> written = write(directory, 8, random, SMALL_SEGMENT);
                    Path file = segment(directory, segment);
                    boolean newest = file.equals(segments(directory).getLast());
                    byte[] bytes = Files.readAllBytes(file);
                    int length = random.nextInt(usedBytes(file));
                    Files.write(file, java.util.Arrays.copyOf(bytes, length));
                    if (newest) {
                        List<Group> read = read(directory);
                        assertEquals(written.subList(0, read.size()), read, "a beginning of it");
                    } else {
                        assertNothingButTheLastIsLost(directory, written);
                    }
                });
    }

    private static List<Path> segments(Path directory) throws IOException {
        return JournalReader.segments(directory);
    }

    private static void assertNothingButTheLastIsLost(Path directory, List<Group> written)
            throws IOException {
        List<Group> read;
        try {
            read = read(directory);
        } catch (JournalDamagedException refused) {
            return;
        }
        assertTrue(read.size() >= written.size() - 1, "lost " + (written.size() - read.size()));
        assertEquals(written.subList(0, read.size()), read);
    }

    @Property(tries = 10)
    void aDamagedGroupBeforeAGoodOneIsRefused(
            @ForAll @LongRange(min = 0, max = 1L << 40) long seed) {
        inDirectory(
                directory -> {
                    Random random = new Random(seed);
                    List<Group> written = write(directory, 6, random, LARGE_SEGMENT);
                    Path file = segment(directory, 0);
                    int last = Frames.size(written.getLast().payload().size());
                    int end = Frames.SEGMENT_HEADER;
                    for (Group group : written) {
                        end += Frames.size(group.payload().size());
                    }
                    int paddingLeast = 8;
                    int until = end - last - paddingLeast;
                    flip(file, random.nextInt(Frames.SEGMENT_HEADER, until), 0x10);
                    try {
                        // Only the padding of a group is not covered: then nothing is lost.
                        assertEquals(written, read(directory));
                    } catch (JournalDamagedException refused) {
                        assertTrue(String.valueOf(refused.getMessage()).contains("damaged"));
                    }
                });
    }

    @Property(tries = 15)
    void aJournalGoesOnAfterEveryRestartAndRollsOver(
            @ForAll @LongRange(min = 0, max = 1L << 40) long seed,
            @ForAll @IntRange(min = 1, max = 6) int restarts) {
        inDirectory(
                directory -> {
                    Random random = new Random(seed);
                    List<Group> written = new ArrayList<>();
                    for (int i = 0; i < restarts; i++) {
                        written.addAll(write(directory, random.nextInt(6), random, SMALL_SEGMENT));
                        assertEquals(written, read(directory));
                    }
                });
    }

    @Property(tries = 15)
    void aTornLastGroupIsDroppedAndWhatFollowsTakesItsPlace(
            @ForAll @LongRange(min = 0, max = 1L << 40) long seed) {
        inDirectory(
                directory -> {
                    Random random = new Random(seed);
                    List<Group> written =
                            new ArrayList<>(write(directory, 4, random, LARGE_SEGMENT));
                    int last = Frames.size(written.removeLast().payload().size());
                    int at = usedBytes(segment(directory, 0)) - 1 - random.nextInt(last / 2);
                    byte[] bytes = Files.readAllBytes(segment(directory, 0));
                    java.util.Arrays.fill(bytes, at, bytes.length, (byte) 0);
                    Files.write(segment(directory, 0), bytes);
                    assertEquals(written, read(directory));
                    written.addAll(write(directory, 3, random, LARGE_SEGMENT));
                    assertEquals(written, read(directory));
                });
    }

    @Property(tries = 10)
    void aMissingSegmentInTheMiddleIsRefused(
            @ForAll @LongRange(min = 0, max = 1L << 40) long seed) {
        inDirectory(
                directory -> {
                    write(directory, 16, new Random(seed), SMALL_SEGMENT);
                    List<Path> segments = segments(directory);
                    assertTrue(segments.size() >= 3);
                    Files.delete(segments.get(1));
                    assertThrows(JournalDamagedException.class, () -> read(directory));
                });
    }
}
