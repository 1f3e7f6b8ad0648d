package io.weighbridge.backend.crash;

import io.weighbridge.backend.ledger.Ledger;
import io.weighbridge.backend.ledger.journal.JournalReader;
import io.weighbridge.backend.platform.sql.Database;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Stream;

/// What a loss of power does more than SIGKILL: the end of the journal that nobody was told of is
/// gone, and the group that was being written is there by half.
final class PowerLoss {
    // The layout of the journal, known here on its own.
    private static final int SEGMENT_HEADER = 64;
    private static final int FRAME_HEADER = 24;
    private static final int ALIGNMENT = 8;

    private record Frame(long firstSequence, int at, int end, long nextSequence, boolean kept) {}

    private final Path data;
    private final Set<UUID> mustKeep;
    private final SplittableRandom random;

    /// @param mustKeep ids whose frames were forced before their answers
    PowerLoss(Path data, Set<UUID> mustKeep, SplittableRandom random) {
        this.data = data;
        this.mustKeep = mustKeep;
        this.random = random;
    }

    /// Cuts the newest segment.
    ///
    /// @return how many frames are gone
    int strike() throws IOException, SQLException {
        Path segment;
        try (Stream<Path> files = Files.list(data.resolve(Ledger.JOURNAL))) {
            segment = files.max(Comparator.naturalOrder()).orElseThrow();
        }
        long folded = foldedSequence();
        List<Frame> frames = frames(segment);
        int first = frames.size();
        while (first > 0
                && !frames.get(first - 1).kept
                && frames.get(first - 1).nextSequence > folded + 1) {
            first--;
        }
        int from = first == frames.size() ? end(frames) : frames.get(first).at;
        try (FileChannel file =
                FileChannel.open(segment, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            byte[] torn = torn(file, frames, first);
            file.write(ByteBuffer.allocate(end(frames) - from), from);
            file.write(ByteBuffer.wrap(torn), from);
        }
        return frames.size() - first;
    }

    private static int end(List<Frame> frames) {
        return frames.isEmpty() ? SEGMENT_HEADER : frames.getLast().end;
    }

    // The first lost frame without its last bytes; a beginning made up when none was lost.
    private byte[] torn(FileChannel file, List<Frame> frames, int first) throws IOException {
        if (first == frames.size()) {
            ByteBuffer header = ByteBuffer.allocate(FRAME_HEADER + 100);
            return header.putInt(0x5742_4a46).putInt(500).putInt(random.nextInt()).array();
        }
        Frame frame = frames.get(first);
        ByteBuffer bytes =
                ByteBuffer.allocate(random.nextInt(frame.end - frame.at - ALIGNMENT + 1));
        file.read(bytes, frame.at);
        return bytes.array();
    }

    private List<Frame> frames(Path segment) throws IOException {
        String name = segment.getFileName().toString();
        long segmentSequence = Long.parseLong(name.substring(0, name.indexOf('.')));
        List<Frame> frames = new ArrayList<>();
        var _ =
                JournalReader.read(
                        data.resolve(Ledger.JOURNAL),
                        0,
                        (sequence, facts, payload) -> {
                            if (sequence >= segmentSequence) {
                                int at = end(frames);
                                int padded =
                                        (payload.remaining() + ALIGNMENT - 1)
                                                / ALIGNMENT
                                                * ALIGNMENT;
                                frames.add(
                                        new Frame(
                                                sequence,
                                                at,
                                                at + FRAME_HEADER + padded,
                                                sequence + facts,
                                                isKept(payload)));
                            }
                        });
        return frames;
    }

    private boolean isKept(ByteBuffer payload) {
        for (int at = payload.position(); at <= payload.limit() - 16; at++) {
            if (mustKeep.contains(new UUID(payload.getLong(at), payload.getLong(at + 8)))) {
                return true;
            }
        }
        return false;
    }

    private long foldedSequence() throws SQLException {
        try (Connection sql = Database.openReadOnly(data);
                var rows =
                        sql.createStatement()
                                .executeQuery("SELECT folded_sequence FROM ledger_state")) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
