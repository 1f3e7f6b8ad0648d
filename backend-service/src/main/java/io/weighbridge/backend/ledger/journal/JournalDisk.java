package io.weighbridge.backend.ledger.journal;

import io.weighbridge.backend.platform.files.Directories;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The operations by which the journal changes the disk: all that a failing disk can spoil.
public interface JournalDisk {
    /// Files as the operating system has them.
    JournalDisk REAL =
            new JournalDisk() {
                @Override
                public Segment create(Path file) throws IOException {
                    return open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                }

                @Override
                public Segment open(Path file) throws IOException {
                    return open(file, StandardOpenOption.WRITE);
                }

                private static Segment open(Path file, OpenOption... options) throws IOException {
                    return new RealSegment(FileChannel.open(file, options));
                }

                @Override
                public void delete(Path file) throws IOException {
                    Files.deleteIfExists(file);
                }

                @Override
                public void forceNames(Path directory) throws IOException {
                    Directories.force(directory);
                }
            };

    /// Makes a file that must not be there, for writing.
    Segment create(Path file) throws IOException;

    /// Opens a file for writing.
    Segment open(Path file) throws IOException;

    /// Deletes a file, if it is there.
    void delete(Path file) throws IOException;

    /// Returns when the directory's names are on the disk.
    void forceNames(Path directory) throws IOException;

    /// A file of the journal that is open for writing.
    interface Segment extends AutoCloseable {
        /// Writes some of the bytes.
        ///
        /// @return how many
        int write(ByteBuffer bytes, long at) throws IOException;

        /// Cuts it to this size.
        void truncate(long size) throws IOException;

        /// Returns when what was written is on the disk. After a failure that is never known again
        /// of what was written before: the operating system may have dropped it, and another force
        /// may succeed without it.
        void force(boolean size) throws IOException;

        @Override
        void close() throws IOException;
    }
}
