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
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/// The lines of a file that others append to: whole ones only, from a position on, through rotation
/// (the file gets another name and a new one its own) and truncation. Used by one thread.
public final class FollowedLog implements AutoCloseable {
    private static final int PART_BYTES = 64 << 10;
    // What is longer is cut, and so no line of any format.
    private static final int LINE_BYTES_MAX = 64 << 10;

    private final Path path;
    private final long lateMs;
    private final LongSupplier nanos;
    private final Consumer<String> notices;
    private @Nullable FileChannel channel;
    private LogPosition position;
    // Of what was read.
    private LogTail tail = new LogTail();
    // Since when there is another file of the name, and the old one is quiet; null for not.
    private @Nullable Long quietSince;
    private final ByteBuffer part = ByteBuffer.allocate(PART_BYTES).limit(0);
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    // Bytes since the last line's end, of which the line holds the first.
    private long pending;

    /// @param from where to begin; a file that got another name since is found beside it
    /// @param lateMs how long a file that was replaced must have been quiet before it is let go:
    ///     some who write to it may not know of the new one yet
    /// @param nanos a clock
    /// @param notices told where lines may have been lost
    public FollowedLog(
            Path path, LogPosition from, long lateMs, LongSupplier nanos, Consumer<String> notices)
            throws IOException {
        this.path = path.toAbsolutePath();
        this.position = from;
        this.lateMs = lateMs;
        this.nanos = nanos;
        this.notices = notices;
        Path file = from.fileKey().isEmpty() ? null : find(from.fileKey());
        if (file != null) {
            open(file, from);
        } else if (!from.fileKey().isEmpty()) {
            notices.accept(
                    path
                            + ": the file that was read before is not there any more; what it had"
                            + " since is lost, and the new one is read from its beginning");
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

    private void open(Path file, LogPosition from) throws IOException {
        close();
        FileChannel opened = FileChannel.open(file);
        channel = opened;
        quietSince = null;
        if (isAt(opened, from.offset(), from.tail())) {
            goTo(opened, new LogPosition(key(file), from.offset(), from.tail()));
        } else {
            begin(opened, key(file));
        }
    }

    private void begin(FileChannel file, String fileKey) throws IOException {
        notices.accept(
                path
                        + ": not the file that was read before, or cut since; it is read from its"
                        + " beginning");
        goTo(file, new LogPosition(fileKey, 0, LogTail.NONE));
    }

    private void goTo(FileChannel file, LogPosition place) throws IOException {
        position = place;
        tail = LogTail.before(file, place.offset());
        file.position(place.offset());
        part.limit(0);
        line.reset();
        pending = 0;
    }

    private static boolean isAt(FileChannel file, long place, String told) throws IOException {
        return file.size() >= place && LogTail.before(file, place).told().equals(told);
    }

    /// The next whole lines, at most so many; none when there are none now.
    public List<String> next(int most) throws IOException {
        List<String> lines = new ArrayList<>();
        FileChannel current = channel;
        if (current != null && !part.hasRemaining()) {
            if (!isAt(current, position.offset() + pending, tail.told())) {
                begin(current, position.fileKey());
            }
        }
        read(lines, most);
        if (lines.isEmpty() && isReplaced()) {
            // Whoever writes may have gone on in the old one until it began the new.
            read(lines, most);
            if (lines.isEmpty() && isQuiet()) {
                open(path, LogPosition.START);
                read(lines, most);
            }
        }
        if (!lines.isEmpty()) {
            quietSince = null;
        }
        return lines;
    }

    private boolean isQuiet() {
        long now = nanos.getAsLong();
        Long since = quietSince;
        if (since == null) {
            since = now;
            quietSince = since;
        }
        return channel == null || now - since >= TimeUnit.MILLISECONDS.toNanos(lateMs);
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
        return channel == null || (!key(path).equals(position.fileKey()) && Files.size(path) > 0);
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
        tail.add(next);
        if (next != '\n') {
            if (line.size() < LINE_BYTES_MAX) {
                line.write(next);
            }
            return;
        }
        lines.add(line.toString(StandardCharsets.UTF_8));
        position = new LogPosition(position.fileKey(), position.offset() + pending, tail.told());
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
