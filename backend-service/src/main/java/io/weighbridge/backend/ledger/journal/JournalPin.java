package io.weighbridge.backend.ledger.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Keeps a running service from deleting segments of its journal, from another process: as long as
/// it is held, none goes. The operating system drops it with the process, however that ends.
public final class JournalPin implements AutoCloseable {
    private static final String FILE_NAME = "pin";

    private final FileChannel channel;

    private JournalPin(FileChannel channel) {
        this.channel = channel;
    }

    /// Takes it, for a journal that may be in use.
    ///
    /// @throws IOException when it cannot be taken, or somebody else has it
    public static JournalPin take(Path journal) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        journal.resolve(FILE_NAME),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        try {
            // Null when another process has it.
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return new JournalPin(channel);
            }
        } catch (OverlappingFileLockException e) {
            // This process has it.
        }
        channel.close();
        throw new IOException("another backup of " + journal + " is being made");
    }

    /// Whether anybody holds it. One that may not be looked at, because another user made it,
    /// holds nothing: that backup fails, and says so.
    static boolean isHeld(Path journal) throws IOException {
        Path file = journal.resolve(FILE_NAME);
        if (!Files.isReadable(file)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return channel.tryLock(0, Long.MAX_VALUE, true) == null;
        } catch (OverlappingFileLockException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
