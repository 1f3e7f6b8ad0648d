package io.weighbridge.backend;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.files.Directories;
import io.weighbridge.backend.platform.sql.PostgresAddress;
import io.weighbridge.backend.platform.sql.StoreAddress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A file in the data directory that says that the store was moved elsewhere: two services on two
/// copies would each charge and credit, and neither would know.
public final class MovedMark {
    private static final String FILE_NAME = "moved.txt";

    private MovedMark() {}

    /// Leaves it, on the disk when this returns.
    public static void leave(Path dataDirectory, PostgresAddress target) throws IOException {
        Files.writeString(
                dataDirectory.resolve(FILE_NAME),
                "The store of this directory was moved to\n"
                        + target
                        + "\nand must not be used any more: what happens there is not here.\n"
                        + "Only when the move was interrupted, and that database is empty, delete"
                        + " this file.\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE,
                StandardOpenOption.SYNC);
        Directories.force(dataDirectory);
    }

    /// Takes it back, after a move that was not done.
    public static void remove(Path dataDirectory) throws IOException {
        Files.deleteIfExists(dataDirectory.resolve(FILE_NAME));
    }

    /// @throws Fault STORE_UNAVAILABLE when this store was moved elsewhere
    public static void requireNone(StoreAddress store) {
        if (store instanceof StoreAddress.Embedded embedded
                && Files.exists(embedded.directory().resolve(FILE_NAME))) {
            throw Fault.storeUnavailable(
                    embedded.directory()
                            + " was moved: "
                            + embedded.directory().resolve(FILE_NAME)
                            + " says where to (expected: store.url set to that place)",
                    null);
        }
    }
}
