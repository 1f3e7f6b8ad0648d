package io.weighbridge.backend.ledger.journal;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// A disk that fails when told to, over real files, and that knows what a loss of power would leave
/// of them: what was forced, and any part of what was not. As Linux does it, a force that fails
/// drops what it should have written, and the next one succeeds without it, while reading still
/// shows it.
public final class FaultyDisk implements JournalDisk {
    /// What is wrong.
    public enum Trouble {
        NONE(""),
        /// A write gets half of its bytes in.
        FULL("No space left on device"),
        /// Writes work, the disk does not take them.
        FORCE_FAILS("Input/output error"),
        READ_ONLY("Read-only file system");

        private final String message;

        Trouble(String message) {
            this.message = message;
        }
    }

    private static final int SECTOR = 512;

    // All guarded by this.
    private final Map<Path, Image> images = new HashMap<>();
    private Trouble trouble = Trouble.NONE;
    private int failures;

    private static final class Image {
        private byte[] forced = {};
        private final List<Change> pending = new ArrayList<>();
        private boolean named;
    }

    /// A write, or a cut when there are no bytes.
    private static final class Change {
        private final long at;
        private final byte @Nullable [] bytes;

        Change(long at, byte @Nullable [] bytes) {
            this.at = at;
            this.bytes = bytes;
        }
    }

    /// Something is wrong from now on, or nothing.
    public synchronized void set(Trouble now) {
        trouble = now;
    }

    /// How many operations failed.
    public synchronized int failures() {
        return failures;
    }

    private synchronized void failIf(Trouble... which) throws IOException {
        if (Arrays.asList(which).contains(trouble)) {
            failures++;
            throw new IOException(trouble.message);
        }
    }

    @Override
    public synchronized Segment create(Path file) throws IOException {
        failIf(Trouble.READ_ONLY);
        Segment real = JournalDisk.REAL.create(file);
        images.put(file, new Image());
        return new FaultySegment(real, image(file));
    }

    @Override
    public synchronized Segment open(Path file) throws IOException {
        failIf(Trouble.READ_ONLY);
        return new FaultySegment(JournalDisk.REAL.open(file), image(file));
    }

    private Image image(Path file) {
        return images.computeIfAbsent(file, missing -> new Image());
    }

    @Override
    public synchronized void delete(Path file) throws IOException {
        failIf(Trouble.READ_ONLY);
        JournalDisk.REAL.delete(file);
        images.remove(file);
    }

    @Override
    public synchronized void forceNames(Path directory) throws IOException {
        failIf(Trouble.READ_ONLY, Trouble.FORCE_FAILS);
        images.values().forEach(image -> image.named = true);
    }

    /// Writes what would be left if the power went now.
    public synchronized void cutPower(Path to, SplittableRandom random) throws IOException {
        Files.createDirectories(to);
        for (Map.Entry<Path, Image> file : images.entrySet()) {
            Image image = file.getValue();
            if (image.named || random.nextBoolean()) {
                byte[] left = image.forced;
                for (Change change : image.pending) {
                    left = random.nextBoolean() ? apply(left, change, random) : left;
                }
                Files.write(to.resolve(file.getKey().getFileName()), left);
            }
        }
    }

    // Of a write any of its sectors, or all when there is no chance in it.
    private static byte[] apply(byte[] to, Change change, @Nullable SplittableRandom random) {
        byte[] bytes = change.bytes;
        int at = (int) change.at;
        if (bytes == null) {
            return Arrays.copyOf(to, at);
        }
        byte[] after = Arrays.copyOf(to, Math.max(to.length, at + bytes.length));
        for (int from = 0; from < bytes.length; from += SECTOR) {
            if (random == null || random.nextBoolean()) {
                System.arraycopy(
                        bytes, from, after, at + from, Math.min(SECTOR, bytes.length - from));
            }
        }
        return after;
    }

    private final class FaultySegment implements Segment {
        private final Segment real;
        private final Image image;

        FaultySegment(Segment real, Image image) {
            this.real = real;
            this.image = image;
        }

        @Override
        public int write(ByteBuffer bytes, long at) throws IOException {
            synchronized (FaultyDisk.this) {
                failIf(Trouble.READ_ONLY);
                int limit = bytes.limit();
                if (trouble == Trouble.FULL) {
                    bytes.limit(bytes.position() + bytes.remaining() / 2);
                }
                byte[] copy = new byte[bytes.remaining()];
                bytes.duplicate().get(copy);
                int written = real.write(bytes, at);
                bytes.limit(limit);
                image.pending.add(new Change(at, Arrays.copyOf(copy, written)));
                failIf(Trouble.FULL);
                return written;
            }
        }

        @Override
        public void truncate(long size) throws IOException {
            synchronized (FaultyDisk.this) {
                failIf(Trouble.READ_ONLY);
                real.truncate(size);
                image.pending.add(new Change(size, null));
            }
        }

        @Override
        public void force(boolean size) throws IOException {
            synchronized (FaultyDisk.this) {
                if (trouble == Trouble.FORCE_FAILS) {
                    image.pending.clear();
                }
                failIf(Trouble.READ_ONLY, Trouble.FORCE_FAILS);
                for (Change change : image.pending) {
                    image.forced = apply(image.forced, change, null);
                }
                image.pending.clear();
            }
        }

        @Override
        public void close() throws IOException {
            real.close();
        }
    }
}
