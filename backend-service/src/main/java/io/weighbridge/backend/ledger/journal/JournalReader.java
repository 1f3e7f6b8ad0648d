package io.weighbridge.backend.ledger.journal;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Reads a journal's directory without changing it, also beside a running service.
public final class JournalReader {
    static final String SUFFIX = ".journal";

    private JournalReader() {}

    static Path file(Path directory, long firstSequence) {
        return directory.resolve(String.format("%020d%s", firstSequence, SUFFIX));
    }

    /// The segments' files, oldest first.
    static List<Path> segments(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
        }
    }

    /// What a journal holds.
    ///
    /// @param nextSequence the sequence after its last fact; the given default when it is empty
    /// @param emptySegments files without any frame
    /// @param last the last frame; null when there is none
    record Contents(long nextSequence, List<Path> emptySegments, @Nullable Last last) {}

    /// A journal's last frame: its bytes, and where they are.
    record Last(Path file, int at, ByteBuffer frame) {}

    /// What a segment holds.
    private record End(long nextSequence, @Nullable Last last) {}

    /// The sequence after the last fact of a segment.
    ///
    /// @throws JournalDamagedException when it has no good header, or lacks facts in its middle
    static long end(Path file) throws IOException {
        ByteBuffer segment = load(file);
        long first = Frames.readSegmentHeader(segment);
        if (first < 0) {
            throw new JournalDamagedException(file + " has a damaged header");
        }
        return readFrames(file, segment, first, (sequence, facts, payload) -> {}).nextSequence();
    }

    /// Visits every group, oldest first.
    ///
    /// @param directory of the journal
    /// @param emptySequence what to answer when there is no fact at all
    /// @return the sequence after the last fact
    /// @throws JournalDamagedException when acknowledged facts are missing
    public static long read(Path directory, long emptySequence, FrameVisitor visitor)
            throws IOException {
        return readContents(directory, emptySequence, Long.MAX_VALUE, visitor).nextSequence();
    }

    /// @param firstNeeded what its first fact may be at the latest
    static Contents readContents(
            Path directory, long emptySequence, long firstNeeded, FrameVisitor visitor)
            throws IOException {
        long next = -1;
        Last last = null;
        List<Path> empty = new ArrayList<>();
        List<Path> files = segments(directory);
        for (int i = 0; i < files.size(); i++) {
            Path file = files.get(i);
            ByteBuffer segment = load(file);
            long first = Frames.readSegmentHeader(segment);
            if (first < 0) {
                requireUnused(file, segment, i == files.size() - 1);
                empty.add(file);
                continue;
            }
            if (next < 0 && first > firstNeeded) {
                throw new JournalDamagedException(
                        "it begins with fact "
                                + first
                                + " in "
                                + file
                                + ", the store ends with fact "
                                + (firstNeeded - 1)
                                + ": the facts between them are missing (expected: all segments of"
                                + " this store's journal)");
            }
            if (next >= 0 && first != next) {
                throw new JournalDamagedException(
                        file + " begins with fact " + first + " (expected: " + next + ")");
            }
            End end = readFrames(file, segment, first, visitor);
            if (end.last() == null) {
                empty.add(file);
            } else {
                last = end.last();
            }
            next = end.nextSequence();
        }
        return new Contents(next < 0 ? emptySequence : next, empty, last);
    }

    // Only the frame: the segment's 64 MiB need not be kept for it.
    private static ByteBuffer copy(ByteBuffer frame) {
        return ByteBuffer.allocate(frame.remaining()).put(frame).flip();
    }

    private static ByteBuffer load(Path file) throws IOException {
        try {
            return ByteBuffer.wrap(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            throw new JournalTrimmedException(file, e);
        }
    }

    // A crash while the newest segment was being made leaves a file without a good header and
    // without a frame; anything else without a good header was damaged.
    private static void requireUnused(Path file, ByteBuffer segment, boolean newest)
            throws JournalDamagedException {
        if (!newest || Frames.hasLaterFrame(segment, 0, 0)) {
            throw new JournalDamagedException(file + " has a damaged header");
        }
    }

    private static End readFrames(Path file, ByteBuffer segment, long first, FrameVisitor visitor)
            throws IOException {
        long next = first;
        int at = Frames.SEGMENT_HEADER;
        int before = at;
        while (true) {
            Frames.Frame frame = Frames.read(segment, at);
            if (frame == null || frame.firstSequence() != next) {
                break;
            }
            visitor.frame(
                    frame.firstSequence(),
                    frame.facts(),
                    segment.slice(frame.payloadAt(), frame.payloadLength()));
            next = frame.nextSequence();
            before = at;
            at = frame.end();
        }
        if (Frames.hasLaterFrame(segment, at, next)) {
            throw new JournalDamagedException(
                    file
                            + " is damaged at byte "
                            + at
                            + ": fact "
                            + next
                            + " is missing, later ones"
                            + " are there");
        }
        Last last =
                at == before
                        ? null
                        : new Last(file, before, copy(segment.slice(before, at - before)));
        return new End(next, last);
    }
}
