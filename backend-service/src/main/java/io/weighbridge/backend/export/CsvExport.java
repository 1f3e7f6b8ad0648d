package io.weighbridge.backend.export;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.model.ErrorCode;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// One export's loop: reads a page when its transport is ready, and sends it in chunks, each when
/// the transport is ready again. It never holds more than a page and a chunk, and between two pages
/// nothing of the store is held.
final class CsvExport implements Runnable {
    /// The most bytes of a chunk.
    static final int CHUNK_BYTES_MAX = 65_536;

    /// How long a transport may take nothing: it would keep others out.
    static final long STALL_MS_MAX = 5 * 60_000;

    /// How much longer it may take in all for each chunk that was sent: 64 KiB, at 8 KiB a second.
    /// Who takes a little now and then would keep others out too.
    static final long CHUNK_MS_MAX = 8_000;

    // The clock is looked at so often while nothing happens.
    private static final long LOOK_MS = 500;

    /// Where chunks go. Called by one thread at a time.
    interface Sink {
        /// Whether it takes a chunk without putting it behind others.
        boolean isReady();

        void send(Chunk chunk);

        /// It was sent whole.
        void end();

        /// It was not.
        void fail(RuntimeException cause);
    }

    /// A part of the file.
    ///
    /// @param data at most [#CHUNK_BYTES_MAX] bytes; its receiver owns it
    /// @param rows how many rows are whole up to its end
    /// @param rowsInAll how many there will be; 0 when that is not known
    record Chunk(ByteBuffer data, long rows, long rowsInAll) {}

    private final CsvSource source;
    private final Sink sink;
    private final TimeSource time;
    private final Consumer<CsvExport> ended;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    // Guarded by lock.
    private boolean gone;
    private boolean stopping;
    // Of the thread that runs it.
    private final byte[] chunk = new byte[CHUNK_BYTES_MAX];
    private int chunkBytes;
    private long rows;
    private long rowsInAll;
    private long chunksSent;
    // For the transport, in all.
    private long waitedNanos;

    CsvExport(CsvSource source, Sink sink, TimeSource time, Consumer<CsvExport> ended) {
        this.source = source;
        this.sink = sink;
        this.time = time;
        this.ended = ended;
    }

    /// The transport may be ready again.
    void ready() {
        change(() -> {});
    }

    /// The caller went away.
    void cancel() {
        change(() -> gone = true);
    }

    /// The service stops.
    void stop() {
        change(() -> stopping = true);
    }

    private void change(Runnable what) {
        lock.lock();
        try {
            what.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void run() {
        try {
            if (write()) {
                sink.end();
            }
        } catch (RuntimeException e) {
            sink.fail(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ended.accept(this);
        }
    }

    // False when the caller went away, here and below.
    private boolean write() throws InterruptedException {
        if (!awaitReady()) {
            return false;
        }
        rowsInAll = source.rowsInAll().getAsLong();
        Page<String> page = source.pages().apply("");
        if (!add(source.header()) || !addAll(page)) {
            return false;
        }
        while (!page.nextToken().isEmpty()) {
            if (!awaitReady()) {
                return false;
            }
            page = source.pages().apply(page.nextToken());
            if (!addAll(page)) {
                return false;
            }
        }
        return flush();
    }

    private boolean addAll(Page<String> page) throws InterruptedException {
        for (String line : page.items()) {
            if (!add(line)) {
                return false;
            }
            rows++;
        }
        return true;
    }

    private boolean add(String line) throws InterruptedException {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > CHUNK_BYTES_MAX - chunkBytes && !flush()) {
            return false;
        }
        int from = 0;
        while (bytes.length - from > CHUNK_BYTES_MAX) {
            append(bytes, from, CHUNK_BYTES_MAX);
            from += CHUNK_BYTES_MAX;
            if (!flush()) {
                return false;
            }
        }
        append(bytes, from, bytes.length - from);
        return true;
    }

    private void append(byte[] bytes, int from, int length) {
        System.arraycopy(bytes, from, chunk, chunkBytes, length);
        chunkBytes += length;
    }

    private boolean flush() throws InterruptedException {
        if (!awaitReady()) {
            return false;
        }
        if (chunkBytes > 0) {
            byte[] copy = Arrays.copyOf(chunk, chunkBytes);
            sink.send(new Chunk(ByteBuffer.wrap(copy), rows, rowsInAll));
            chunkBytes = 0;
            chunksSent++;
        }
        return true;
    }

    private boolean awaitReady() throws InterruptedException {
        long sinceNanos = time.nanos();
        long leftNanos = waitNanosMax() - waitedNanos;
        boolean ready = awaitReady(sinceNanos, leftNanos);
        waitedNanos += time.nanos() - sinceNanos;
        return ready;
    }

    private long waitNanosMax() {
        return TimeUnit.MILLISECONDS.toNanos(STALL_MS_MAX + chunksSent * CHUNK_MS_MAX);
    }

    /// @throws Fault BUSY when the service stops, or when the transport was not ready for too long
    private boolean awaitReady(long sinceNanos, long leftNanos) throws InterruptedException {
        long mostNanos = Math.min(leftNanos, TimeUnit.MILLISECONDS.toNanos(STALL_MS_MAX));
        lock.lock();
        try {
            while (!gone) {
                if (stopping) {
                    throw Fault.of(ErrorCode.BUSY, "the service stops");
                }
                if (sink.isReady()) {
                    return true;
                }
                if (time.nanos() - sinceNanos > mostNanos) {
                    throw Fault.of(
                            ErrorCode.BUSY,
                            "the export was taken too slowly (expected: something within 5"
                                    + " minutes, and 8 KiB a second in all)");
                }
                var _ = changed.await(LOOK_MS, TimeUnit.MILLISECONDS);
            }
            return false;
        } finally {
            lock.unlock();
        }
    }
}
