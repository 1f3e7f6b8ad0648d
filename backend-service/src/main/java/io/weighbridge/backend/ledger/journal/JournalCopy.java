package io.weighbridge.backend.ledger.journal;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Writes groups as a journal that holds nothing else, for a backup. For one thread.
public final class JournalCopy implements AutoCloseable {
    private final Path directory;
    private @Nullable FileChannel channel;
    private long written;

    /// @param directory that is empty
    public JournalCopy(Path directory) {
        this.directory = directory;
    }

    /// Adds a group.
    public void add(long firstSequence, int facts, ByteBuffer payload) throws IOException {
        byte[] bytes = new byte[payload.remaining()];
        payload.duplicate().get(bytes);
        ByteBuffer frame = ByteBuffer.allocate(Frames.size(bytes.length));
        Frames.put(frame, firstSequence, facts, bytes, bytes.length);
        if (channel == null || written + frame.capacity() > FileJournal.SEGMENT_BYTES) {
            begin(firstSequence);
        }
        write(frame.flip());
    }

    /// Begins a segment; the first one's sequence says where the journal begins.
    public void begin(long firstSequence) throws IOException {
        close();
        channel =
                FileChannel.open(
                        JournalReader.file(directory, firstSequence),
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.WRITE);
        written = 0;
        write(Frames.segmentHeader(firstSequence));
    }

    private void write(ByteBuffer bytes) throws IOException {
        FileChannel to = channel;
        while (to != null && bytes.hasRemaining()) {
            written += to.write(bytes);
        }
    }

    @Override
    public void close() throws IOException {
        FileChannel open = channel;
        if (open != null) {
            channel = null;
            open.force(true);
            open.close();
        }
    }
}
