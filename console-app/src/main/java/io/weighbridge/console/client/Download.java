package io.weighbridge.console.client;

import io.grpc.Status;
import io.weighbridge.proto.v1.ExportChunk;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Iterator;
import java.util.function.Consumer;

/// Writes an export to a file, chunk by chunk, beside its place; it takes its name when it is
/// whole. One that was cancelled or failed leaves nothing.
public final class Download {
    /// How far it is.
    ///
    /// @param rows written
    /// @param rowsInAll how many there will be; 0 when that is not known
    public record Progress(long rows, long rowsInAll) {}

    private final CallScope scope = new CallScope();
    private final boolean isSecret;

    /// @param isSecret whether only the operator may read the file, where the system has such files
    public Download(boolean isSecret) {
        this.isSecret = isSecret;
    }

    /// Begins the export's stream.
    @FunctionalInterface
    public interface Source {
        Iterator<ExportChunk> begin();
    }

    /// Writes all of it. Blocks.
    ///
    /// @param progress told after each chunk, on this thread
    /// @return the rows in the file
    public long write(Source source, Path file, Consumer<Progress> progress) throws Exception {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            long rows = scope.call(() -> copy(source.begin(), part, progress));
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
            return rows;
        } catch (IOException e) {
            throw new ClientException(
                    "FILE_UNWRITABLE", "The file cannot be written: " + e.getMessage());
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private long copy(Iterator<ExportChunk> chunks, Path part, Consumer<Progress> progress)
            throws IOException {
        long rows = 0;
        try (OutputStream out = opened(part)) {
            while (chunks.hasNext()) {
                if (isCancelled()) {
                    throw Status.CANCELLED.asRuntimeException();
                }
                ExportChunk chunk = chunks.next();
                chunk.getData().writeTo(out);
                rows = chunk.getRows();
                progress.accept(new Progress(rows, chunk.getRowsInAll()));
            }
        }
        return rows;
    }

    private OutputStream opened(Path part) throws IOException {
        if (isSecret && part.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.deleteIfExists(part);
            Files.createFile(
                    part,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
        }
        return Files.newOutputStream(part);
    }

    /// Ends it; what was written is removed by the thread that writes.
    public void cancel() {
        scope.cancel();
    }

    /// Whether it was ended.
    public boolean isCancelled() {
        return scope.isCancelled();
    }
}
