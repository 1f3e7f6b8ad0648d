package io.weighbridge.backend.proxies.logs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32C;

/// The last bytes before a place in a file. Another file, or one that was cut and has grown again,
/// has others there.
final class LogTail {
    /// What tells a tail without bytes.
    static final String NONE = new LogTail().told();

    private static final int BYTES_MAX = 64;

    private final byte[] last = new byte[BYTES_MAX];
    private long count;

    /// What a file has before a place.
    static LogTail before(FileChannel file, long place) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(place, BYTES_MAX));
        long from = place - bytes.capacity();
        int length = 0;
        while (bytes.hasRemaining() && length >= 0) {
            length = file.read(bytes, from + bytes.position());
        }
        LogTail tail = new LogTail();
        bytes.flip();
        while (bytes.hasRemaining()) {
            tail.add(bytes.get());
        }
        return tail;
    }

    void add(byte next) {
        last[(int) (count % BYTES_MAX)] = next;
        count++;
    }

    /// A checksum of these bytes, in words.
    String told() {
        CRC32C sum = new CRC32C();
        for (long i = Math.max(0, count - BYTES_MAX); i < count; i++) {
            sum.update(last[(int) (i % BYTES_MAX)]);
        }
        return Long.toHexString(sum.getValue());
    }
}
