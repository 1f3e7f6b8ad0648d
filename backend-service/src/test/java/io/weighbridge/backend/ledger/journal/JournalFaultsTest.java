package io.weighbridge.backend.ledger.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/// A journal on a disk that fails again and again: whatever fails, and whenever the power goes,
/// what was forced is there, and nothing else but the group that was being written.
final class JournalFaultsTest {
    private static final int STEPS = 20;
    private static final FaultyDisk.Trouble[] TROUBLES = FaultyDisk.Trouble.values();

    // Of one try: jqwik uses one instance for all.
    private FaultyDisk disk = new FaultyDisk();
    private final List<String> forced = new ArrayList<>();

    @Property(tries = 30)
    void shouldKeepWhatWasForcedAndRecover(@ForAll long seed) throws IOException {
        disk = new FaultyDisk();
        forced.clear();
        SplittableRandom random = new SplittableRandom(seed);
        Path scratch = Files.createTempDirectory("journal");
        Path live = scratch.resolve("live");
        FaultyDisk.Trouble met = FaultyDisk.Trouble.NONE;
        try (FileJournal journal =
                FileJournal.open(
                        live, disk, 1, (first, facts, payload) -> {}, random.nextInt(600, 9_000))) {
            for (int step = 0; step < STEPS; step++) {
                byte[] payload = new byte[random.nextInt(1, 700)];
                for (int i = 0; i < payload.length; i++) {
                    payload[i] = (byte) random.nextInt();
                }
                long first = journal.nextSequence();
                int facts = random.nextInt(1, 4);
                disk.set(TROUBLES[random.nextInt(TROUBLES.length)]);
                boolean written = write(journal, first, facts, payload);
                check(scratch, random, first, payload);
                while (!written) {
                    disk.set(random.nextBoolean() ? FaultyDisk.Trouble.NONE : met);
                    met = TROUBLES[random.nextInt(TROUBLES.length)];
                    written = recover(journal) && write(journal, first, facts, payload);
                    check(scratch, random, first, payload);
                }
                disk.set(FaultyDisk.Trouble.NONE);
                forced.add(shown(first, ByteBuffer.wrap(payload)));
                assertEquals(forced, read(live));
                check(scratch, random, first, payload);
            }
        } finally {
            try (Stream<Path> files = Files.walk(scratch)) {
                files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
            }
        }
        assertTrue(disk.failures() > 0);
    }

    private static boolean write(FileJournal journal, long first, int facts, byte[] payload) {
        try {
            journal.append(first, facts, payload, payload.length);
            journal.force();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean recover(FileJournal journal) {
        try {
            journal.recover();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    // What a loss of power would leave now, read as a start reads it.
    private void check(Path scratch, SplittableRandom random, long first, byte[] payload)
            throws IOException {
        Path image = Files.createTempDirectory(scratch, "image");
        disk.cutPower(image, random);
        List<String> left = read(image);
        String writing = shown(first, ByteBuffer.wrap(payload));
        if (left.size() > forced.size() && !forced.contains(writing)) {
            assertEquals(writing, left.removeLast());
        }
        assertEquals(forced, left);
    }

    private static List<String> read(Path directory) throws IOException {
        List<String> read = new ArrayList<>();
        var _ =
                JournalReader.read(
                        directory, 1, (first, facts, payload) -> read.add(shown(first, payload)));
        return read;
    }

    private static String shown(long first, ByteBuffer payload) {
        return first + ":" + payload.duplicate().hashCode() + ":" + payload.remaining();
    }
}
