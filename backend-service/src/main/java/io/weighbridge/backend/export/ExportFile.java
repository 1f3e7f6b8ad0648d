package io.weighbridge.backend.export;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// A file that appears whole or not at all: written beside its place and renamed by [#publish].
/// Closing it unpublished removes what was written.
final class ExportFile implements AutoCloseable {
    private final Path place;
    private final Path part;
    private final BufferedWriter writer;
    private boolean published;

    ExportFile(Path directory, String name) throws IOException {
        this.place = directory.resolve(name);
        this.part = directory.resolve("." + name + ".part");
        this.writer = Files.newBufferedWriter(part, StandardCharsets.UTF_8);
    }

    Writer writer() {
        return writer;
    }

    /// Writes one line of a CSV file, by RFC 4180.
    void row(Object... fields) throws IOException {
        for (int i = 0; i < fields.length; i++) {
            if (i > 0) {
                writer.write(',');
            }
            writer.write(CsvLine.quoted(String.valueOf(fields[i])));
        }
        writer.write("\r\n");
    }

    /// Puts the file in its place, over an older one.
    void publish() throws IOException {
        writer.close();
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(
                part, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        published = true;
    }

    @Override
    public void close() throws IOException {
        if (!published) {
            writer.close();
            Files.deleteIfExists(part);
        }
    }
}
