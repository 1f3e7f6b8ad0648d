package io.weighbridge.backend.proxies.logs;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The lines of a file that others append to: whole ones only, from a position on, through rotation
/// (the file gets another name and a new one its own) and truncation. Used by one thread.
public final class FollowedLog implements AutoCloseable {
    private static final int PART_BYTES = 64 << 10;
    // What is longer is cut, and so no line of any format.
    private static final int LINE_BYTES_MAX = 64 << 10;

    private final Path path;
    private @Nullable FileChannel channel;
    private LogPosition position;
    private final ByteBuffer part = ByteBuffer.allocate(PART_BYTES).limit(0);
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    // Bytes since the last line's end, of which the line holds the first.
    private long pending;

    /// @param from where to begin; a file that got another name since is found beside it
    public FollowedLog(Path path, LogPosition from) throws IOException {
        this.path = path.toAbsolutePath();
        this.position = from;
        Path file = from.fileKey().isEmpty() ? null : find(from.fileKey());
        if (file != null) {
            open(file, from.offset());
        }
    }

    private static String key(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        Object key = attributes.fileKey();
        return key == null ? attributes.creationTime().toString() : key.toString();
    }

    private @Nullable Path find(String key) throws IOException {
        Path folder = path.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return null;
        }
        String name = String.valueOf(path.getFileName());
        try (Stream<Path> files = Files.list(folder)) {
            for (Path each : files.filter(Files::isRegularFile).toList()) {
                if (String.valueOf(each.getFileName()).startsWith(name) && key(each).equals(key)) {
                    return each;
                }
            }
        }
        return null;
    }

    private void open(Path file, long offset) throws IOException {
        close();
        FileChannel opened = FileChannel.open(file);
        channel = opened;
        long from = offset > opened.size() ? 0 : offset;
        position = new LogPosition(key(file), from);
        opened.position(from);
        part.limit(0);
        line.reset();
        pending = 0;
    }

    /// The next whole lines, at most so many; none when there are none now.
    public List<String> next(int most) throws IOException {
        List<String> lines = new ArrayList<>();
        read(lines, most);
        if (lines.isEmpty() && isReplaced()) {
            // Whoever writes may have gone on in the old one until it began the new.
            read(lines, most);
            if (lines.isEmpty()) {
                open(path, 0);
                read(lines, most);
            }
        }
        return lines;
    }

    /// After the lines that were given last.
    public LogPosition position() {
        return position;
    }

    // By a file that has something in it: an empty one may not be written to yet.
    private boolean isReplaced() throws IOException {
        if (!Files.isRegularFile(path)) {
            return false;
        }
        FileChannel current = channel;
        if (current == null) {
            return true;
        }
        boolean isOther = !key(path).equals(position.fileKey());
        return isOther ? Files.size(path) > 0 : current.size() < position.offset() + pending;
    }

    private void read(List<String> lines, int most) throws IOException {
        FileChannel current = channel;
        if (current == null) {
            return;
        }
        while (lines.size() < most) {
            if (!part.hasRemaining()) {
                part.clear();
                int length = current.read(part);
                part.flip();
                if (length <= 0) {
                    part.limit(0);
                    return;
                }
            }
            take(part.get(), lines);
        }
    }

    private void take(byte next, List<String> lines) {
        pending++;
        if (next != '\n') {
            if (line.size() < LINE_BYTES_MAX) {
                line.write(next);
            }
            return;
        }
        lines.add(line.toString(StandardCharsets.UTF_8));
        position = new LogPosition(position.fileKey(), position.offset() + pending);
        line.reset();
        pending = 0;
    }

    @Override
    public void close() throws IOException {
        FileChannel current = channel;
        if (current != null) {
            channel = null;
            current.close();
        }
    }
}
