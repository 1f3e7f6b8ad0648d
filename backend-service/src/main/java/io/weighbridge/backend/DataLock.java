package io.weighbridge.backend;

import io.weighbridge.backend.platform.fault.Fault;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Keeps a second service off a data directory. The operating system drops it with the process,
/// however that ends.
public final class DataLock implements AutoCloseable {
    /// The lock's file in the data directory.
    public static final String FILE_NAME = "weighbridge.lock";

    private final FileChannel channel;

    private DataLock(FileChannel channel) {
        this.channel = channel;
    }

    /// Takes the lock of a data directory, which must exist.
    ///
    /// @throws Fault STORE_UNAVAILABLE when another process has it
    public static DataLock take(Path directory) {
        Path file = directory.resolve(FILE_NAME);
        try {
            FileChannel channel =
                    FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                throw Fault.storeUnavailable(
                        directory + " is in use by another Weighbridge process", null);
            }
            return new DataLock(channel);
        } catch (IOException e) {
            throw Fault.storeUnavailable("cannot lock " + file + ": " + e.getMessage(), e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // This process has it.
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw Fault.storeUnavailable("cannot unlock the data directory", e);
        }
    }
}
