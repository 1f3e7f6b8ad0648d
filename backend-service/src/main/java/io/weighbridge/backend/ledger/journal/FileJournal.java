package io.weighbridge.backend.ledger.journal;

import io.weighbridge.backend.platform.files.Directories;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
    private final int segmentBytes;
    private final ByteBuffer zeros = ByteBuffer.allocateDirect(64 << 10);
    // First sequences of the segments on the disk, oldest first; the last is the present one.
    private final Deque<Long> segments = new ArrayDeque<>();
    private ByteBuffer out = ByteBuffer.allocateDirect(1 << 20);
    private FileChannel channel;
    private long position;
    private long filled;
    private long nextSequence;

    private FileJournal(Path directory, int segmentBytes, long nextSequence) throws IOException {
        this.directory = directory;
        this.segmentBytes = segmentBytes;
        this.nextSequence = nextSequence;
        this.channel = newSegment(nextSequence);
    }

    /// Opens a journal, making it if there is none, after showing what it holds to the visitor.
    ///
    /// @param emptySequence sequence after the last fact that was folded: what follows when the
    ///     journal holds nothing newer
    /// @throws JournalDamagedException when acknowledged facts are missing, in it or between the
    ///     last one that was folded and its first
    public static FileJournal open(Path directory, long emptySequence, FrameVisitor visitor)
            throws IOException {
        return open(directory, emptySequence, visitor, SEGMENT_BYTES);
    }

    /// Opens the journal in a directory.
    public static JournalSource in(Path directory) {
        return (emptySequence, visitor) -> open(directory, emptySequence, visitor);
    }

    static FileJournal open(
            Path directory, long emptySequence, FrameVisitor visitor, int segmentBytes)
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
        forceWhatIsThere(directory);
        JournalReader.Contents contents =
                JournalReader.readContents(directory, emptySequence, emptySequence, visitor);
        for (Path file : contents.emptySegments()) {
            Files.delete(file);
        }
        if (contents.nextSequence() < emptySequence) {
            // Its end was lost after it had been folded: nothing in it is needed, and the numbers
            // of the folded facts are not given again.
            for (Path file : JournalReader.segments(directory)) {
                Files.delete(file);
            }
        }
        long next = Math.max(contents.nextSequence(), emptySequence);
        FileJournal journal = new FileJournal(directory, segmentBytes, next);
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
    private static void forceWhatIsThere(Path directory) throws IOException {
        for (Path file : JournalReader.segments(directory)) {
            try (FileChannel segment = FileChannel.open(file, StandardOpenOption.WRITE)) {
                segment.force(false);
            }
        }
    }

    @Override
    public long nextSequence() {
        return nextSequence;
    }

    private FileChannel newSegment(long firstSequence) throws IOException {
        FileChannel fresh =
                FileChannel.open(
                        JournalReader.file(directory, firstSequence),
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.WRITE);
        position = 0;
        filled = 0;
        channel = fresh;
        fill(Math.min(CHUNK_BYTES, segmentBytes));
        writeAt(Frames.segmentHeader(firstSequence), 0);
        fresh.force(true);
        Directories.force(directory);
        position = Frames.SEGMENT_HEADER;
        synchronized (this) {
            segments.add(firstSequence);
        }
        return fresh;
    }

    private void fill(long until) throws IOException {
        while (filled < until) {
            zeros.clear().limit((int) Math.min(zeros.capacity(), until - filled));
            filled += channel.write(zeros, filled);
        }
    }

    private void writeAt(ByteBuffer bytes, long at) throws IOException {
        long to = at;
        while (bytes.hasRemaining()) {
            to += channel.write(bytes, to);
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
            channel.force(false);
            channel.close();
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
        writeAt(out.flip(), position);
        position += size;
        nextSequence += facts;
    }

    @Override
    public void force() throws IOException {
        channel.force(false);
    }

    @Override
    public void check() {
        // A file tells when it is written.
    }

    @Override
    public void recover() throws JournalLostException {
        throw new JournalLostException(
                "only a restart, which reads its files anew, can tell what is on the disk", null);
    }

    @Override
    public synchronized void trim(long firstNeeded) throws IOException {
        while (segments.size() > 1) {
            Oldest oldest = oldest();
            if (oldest.nextFirstSequence() > firstNeeded) {
                return;
            }
            Files.deleteIfExists(JournalReader.file(directory, oldest.firstSequence()));
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
        channel.close();
    }
}
