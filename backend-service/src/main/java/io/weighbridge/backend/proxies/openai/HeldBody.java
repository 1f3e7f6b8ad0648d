package io.weighbridge.backend.proxies.openai;

import io.weighbridge.backend.proxies.call.ApiError;
import io.weighbridge.backend.proxies.call.MemoryBudget;
import io.weighbridge.backend.proxies.wire.SentBody;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/// The body of a request while it is in memory: as the client sent it, then as the model server is
/// to get it. It counts against the budget from its first byte until it is closed. Used by one
/// thread.
public final class HeldBody implements AutoCloseable {
    private static final int PART_BYTES = 16 << 10;

    private final MemoryBudget budget;
    private final String key;
    private long taken;
    private byte[] bytes = {};
    private SentBody sent = SentBody.NONE;

    public HeldBody(MemoryBudget budget, String key) {
        this.budget = budget;
        this.key = key;
    }

    /// Reads a client's.
    ///
    /// @return what is wrong, null when it is there
    /// @throws IOException when it does not come
    @Nullable ApiError read(InputStream in, int bytesMax) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] part = new byte[PART_BYTES];
        for (int length = in.read(part); length >= 0; length = in.read(part)) {
            if (all.size() + length > bytesMax) {
                return tooLong(bytesMax);
            }
            if (!budget.take(key, length)) {
                return ApiError.unavailable(
                        503, "gateway_busy", "Too many long requests come at the same time.");
            }
            taken += length;
            all.write(part, 0, length);
        }
        bytes = all.toByteArray();
        return null;
    }

    static ApiError tooLong(int bytesMax) {
        return ApiError.wrong(
                413, "request_too_large", "The body is longer than " + bytesMax + " bytes.");
    }

    /// What the client sent, or is to be sent instead.
    public byte[] bytes() {
        return bytes;
    }

    /// What the model server is to get instead. It is about as long, so it counts the same.
    public void replace(byte[] written) {
        bytes = written;
    }

    /// The same in a form of its own.
    void replace(SentBody written) {
        bytes = new byte[0];
        sent = written;
    }

    /// What the model server is to get.
    SentBody sent() {
        return sent;
    }

    /// It has been sent, or never will be.
    @Override
    public void close() {
        bytes = new byte[0];
        sent = SentBody.NONE;
        budget.give(key, taken);
        taken = 0;
    }
}
