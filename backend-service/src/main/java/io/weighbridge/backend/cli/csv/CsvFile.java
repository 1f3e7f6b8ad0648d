package io.weighbridge.backend.cli.csv;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// A file that appears whole or not at all: written as `FILE.part` and renamed by [#publish], over
/// an older one. Closing it unpublished, or ending the program, removes what was written.
final class CsvFile implements AutoCloseable {
    private final Path place;
    private final Path part;
    private final FileChannel channel;

    CsvFile(Path place) throws IOException {
        this.place = place;
        this.part = place.resolveSibling(place.getFileName() + ".part");
        this.channel =
                FileChannel.open(
                        part,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE);
        part.toFile().deleteOnExit();
    }

    void write(ByteBuffer data) throws IOException {
        while (data.hasRemaining()) {
            var _ = channel.write(data);
        }
    }

    void publish() throws IOException {
        channel.force(true);
        channel.close();
        Files.move(
                part, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(part);
    }
}
