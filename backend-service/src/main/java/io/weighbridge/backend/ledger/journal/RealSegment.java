package io.weighbridge.backend.ledger.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// A file of the journal as the operating system has it.
record RealSegment(FileChannel channel) implements JournalDisk.Segment {
    @Override
    public int write(ByteBuffer bytes, long at) throws IOException {
        return channel.write(bytes, at);
    }

    @Override
    public void truncate(long size) throws IOException {
        channel.truncate(size);
    }

    @Override
    public void force(boolean size) throws IOException {
        channel.force(size);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
