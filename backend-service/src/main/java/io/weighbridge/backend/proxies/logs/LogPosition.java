package io.weighbridge.backend.proxies.logs;

import io.weighbridge.backend.platform.fault.Fault;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// How far a log was read.
///
/// @param fileKey which file it is, whatever its name is now; empty for none yet
/// @param offset in bytes
/// @param tail what tells the bytes before it, as [LogTail] does: a file may have been cut, and
///     have grown again, or another may have got the number that tells files apart
public record LogPosition(String fileKey, long offset, String tail) {
    /// Nothing was read.
    public static final LogPosition START = new LogPosition("", 0, LogTail.NONE);

    /// Reads a kept one; the start where there is none.
    ///
    /// @throws Fault INVALID_FIELD when it is none
    public static LogPosition load(Path file) {
        if (!Files.exists(file)) {
            return START;
        }
        try {
            String[] lines = Files.readString(file).split("\n", -1);
            return new LogPosition(lines[1], Long.parseLong(lines[0]), lines[2]);
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw Fault.invalid("position", file, "a file that this command wrote");
        }
    }

    /// Keeps it. Durable when it returns, and never half of it.
    public void save(Path file) {
        Path next = file.resolveSibling(file.getFileName() + ".new");
        byte[] text =
                (offset + "\n" + fileKey + "\n" + tail + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            Files.write(next, text);
            try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(
                    next,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw Fault.internal(file + " cannot be written: " + e.getMessage(), e);
        }
    }
}
