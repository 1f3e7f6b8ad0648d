package io.weighbridge.backend.ledger.journal;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/// A journal in a directory of files. Owned by the ledger's writer thread; [#trim] and [#oldest]
/// may be called by others, so the list of segments is guarded by this object's monitor.
///
/// The file is filled with zeros ahead of the writing position, so that a force seldom has to write
/// the file's size as well.
public final class FileJournal implements Journal {
    /// Size of a segment.
    public static final int SEGMENT_BYTES = 64 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(FileJournal.class);
    private static final int CHUNK_BYTES = 4 << 20;

    private final Path directory;
    private final JournalDisk disk;
    private final int segmentBytes;
    private final ByteBuffer zeros = ByteBuffer.allocateDirect(64 << 10);
    // First sequences of the segments on the disk, oldest first; the last is the present one.
    private final Deque<Long> segments = new ArrayDeque<>();
    private ByteBuffer out = ByteBuffer.allocateDirect(1 << 20);
    private JournalDisk.@Nullable Segment present;
    private long position;
    private long filled;
    private long nextSequence;
    // Up to here everything is known to be on the disk: where in the last segment, and the sequence
    // after it.
    private long forcedPosition;
    private long forcedSequence;

    private FileJournal(Path directory, JournalDisk disk, int segmentBytes, long nextSequence)
            throws IOException {
        this.directory = directory;
        this.disk = disk;
        this.segmentBytes = segmentBytes;
        this.nextSequence = nextSequence;
        this.forcedSequence = nextSequence;
        newSegment(nextSequence);
    }

    /// Opens a journal, making it if there is none, after showing what it holds to the visitor.
    ///
    /// @param emptySequence sequence after the last fact that was folded: what follows when the
    ///     journal holds nothing newer
    /// @throws JournalDamagedException when acknowledged facts are missing, in it or between the
    ///     last one that was folded and its first
    public static FileJournal open(
            Path directory, JournalDisk disk, long emptySequence, FrameVisitor visitor)
            throws IOException {
        return open(directory, disk, emptySequence, visitor, SEGMENT_BYTES);
    }

    /// Opens the journal in a directory.
    public static JournalSource in(Path directory, JournalDisk disk) {
        return (emptySequence, visitor) -> open(directory, disk, emptySequence, visitor);
    }

    static FileJournal open(
            Path directory,
            JournalDisk disk,
            long emptySequence,
            FrameVisitor visitor,
            int segmentBytes)
            throws IOException {
        Files.createDirectories(directory);
        if (emptySequence > 1 && JournalReader.segments(directory).isEmpty()) {
            LOG.warn(
                    "There is no journal in {}, although the store has facts up to {}. If it was"
                            + " lost, charges that were not in the store yet and open holds are"
                            + " lost with it.",
                    directory,
                    emptySequence - 1);
        }
        JournalReader.Contents contents =
                JournalReader.readContents(directory, emptySequence, emptySequence, visitor);
        forceWhatIsThere(directory, disk, contents.last());
        for (Path file : contents.emptySegments()) {
            disk.delete(file);
        }
        if (contents.nextSequence() < emptySequence) {
            // Its end was lost after it had been folded: nothing in it is needed, and the numbers
            // of the folded facts are not given again.
            for (Path file : JournalReader.segments(directory)) {
                disk.delete(file);
            }
        }
        long next = Math.max(contents.nextSequence(), emptySequence);
        FileJournal journal = new FileJournal(directory, disk, segmentBytes, next);
        journal.segments.clear();
        for (Path file : JournalReader.segments(directory)) {
            String name = file.getFileName().toString();
            journal.segments.add(
                    Long.parseLong(
                            name.substring(0, name.length() - JournalReader.SUFFIX.length())));
        }
        return journal;
    }

    // A killed process leaves groups that were written but not forced. They count from now on, and
    // what follows them is forced in another file: so they must not be lost with the power later.
    // The last one is written anew, because its force may have failed: then the operating system
    // takes it for written although it is not. The groups before it were forced when it was begun.
    private static void forceWhatIsThere(
            Path directory, JournalDisk disk, JournalReader.@Nullable Last last)
            throws IOException {
        for (Path file : JournalReader.segments(directory)) {
            try (JournalDisk.Segment segment = disk.open(file)) {
                if (last != null && last.file().equals(file)) {
                    write(segment, last.frame().duplicate(), last.at());
                }
                segment.force(false);
            }
        }
    }

    @Override
    public long nextSequence() {
        return nextSequence;
    }

    private void newSegment(long firstSequence) throws IOException {
        JournalDisk.Segment fresh = disk.create(JournalReader.file(directory, firstSequence));
        present = fresh;
        position = 0;
        filled = 0;
        fill(Math.min(CHUNK_BYTES, segmentBytes));
        write(fresh, Frames.segmentHeader(firstSequence), 0);
        fresh.force(true);
        disk.forceNames(directory);
        position = Frames.SEGMENT_HEADER;
        forcedPosition = position;
        synchronized (this) {
            if (segments.isEmpty() || segments.getLast() != firstSequence) {
                segments.add(firstSequence);
            }
        }
    }

    private JournalDisk.Segment present() throws IOException {
        JournalDisk.Segment segment = present;
        if (segment == null) {
            throw new IOException("no segment is open since the last failure");
        }
        return segment;
    }

    private void fill(long until) throws IOException {
        while (filled < until) {
            zeros.clear().limit((int) Math.min(zeros.capacity(), until - filled));
            filled += present().write(zeros, filled);
        }
    }

    private static void write(JournalDisk.Segment segment, ByteBuffer bytes, long at)
            throws IOException {
        long to = at;
        while (bytes.hasRemaining()) {
            to += segment.write(bytes, to);
        }
    }

    @Override
    public void append(long firstSequence, int facts, byte[] payload, int length)
            throws IOException {
        if (firstSequence != nextSequence || length > PAYLOAD_MAX) {
            throw new IllegalArgumentException(
                    "group of fact "
                            + firstSequence
                            + ", "
                            + length
                            + " bytes (expected: fact "
                            + nextSequence
                            + ", at most "
                            + PAYLOAD_MAX
                            + " bytes)");
        }
        int size = Frames.size(length);
        if (position + size > segmentBytes && position > Frames.SEGMENT_HEADER) {
            force();
            present().close();
            newSegment(firstSequence);
        }
        if (position + size > filled) {
            fill(Math.max(position + size, Math.min(segmentBytes, filled + CHUNK_BYTES)));
        }
        if (out.capacity() < size) {
            out = ByteBuffer.allocateDirect(size);
        }
        out.clear();
        Frames.put(out, firstSequence, facts, payload, length);
        write(present(), out.flip(), position);
        position += size;
        nextSequence += facts;
    }

    @Override
    public void force() throws IOException {
        present().force(false);
        forcedPosition = position;
        forcedSequence = nextSequence;
    }

    @Override
    public void recover() throws IOException {
        closePresent();
        Path last = JournalReader.file(directory, lastSegment());
        if (lastSegment() == forcedSequence) {
            disk.delete(last);
        } else {
            try (JournalDisk.Segment segment = disk.open(last)) {
                segment.truncate(forcedPosition);
                segment.force(true);
            }
            requireForced(last);
            // Half made when the failure came.
            disk.delete(JournalReader.file(directory, forcedSequence));
        }
        disk.forceNames(directory);
        nextSequence = forcedSequence;
        newSegment(forcedSequence);
    }

    // What is read now is what a start would read.
    private void requireForced(Path last) throws IOException {
        long end = JournalReader.end(last);
        if (end != forcedSequence) {
            throw new JournalDamagedException(
                    last + " ends before fact " + end + " (expected: " + forcedSequence + ")");
        }
    }

    private synchronized long lastSegment() {
        return segments.getLast();
    }

    // Whatever comes of it: what this file has beyond the last force is not used any more.
    private void closePresent() {
        JournalDisk.Segment segment = present;
        present = null;
        if (segment != null) {
            try {
                segment.close();
            } catch (IOException e) {
                LOG.debug("A journal segment could not be closed", e);
            }
        }
    }

    @Override
    public void check() {
        // A file tells when it is written.
    }

    @Override
    public synchronized void trim(long firstNeeded) throws IOException {
        if (JournalPin.isHeld(directory)) {
            return; // A backup reads them.
        }
        while (segments.size() > 1) {
            Oldest oldest = oldest();
            if (oldest.nextFirstSequence() > firstNeeded) {
                return;
            }
            disk.delete(JournalReader.file(directory, oldest.firstSequence()));
            segments.removeFirst();
        }
    }

    @Override
    public synchronized Oldest oldest() {
        var iterator = segments.iterator();
        long first = iterator.next();
        return new Oldest(first, iterator.hasNext() ? iterator.next() : first);
    }

    @Override
    public void close() throws IOException {
        JournalDisk.Segment segment = present;
        if (segment != null) {
            segment.close();
        }
    }
}
