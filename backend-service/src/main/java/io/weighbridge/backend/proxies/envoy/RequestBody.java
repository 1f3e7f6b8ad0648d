package io.weighbridge.backend.proxies.envoy;

import io.weighbridge.backend.proxies.call.ApiError;
import io.weighbridge.backend.proxies.call.MemoryBudget;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;

/// The body of a request while it comes. Each byte counts as in memory from when it is here until
/// its call is open or refused, however long the rest takes. Used by one thread at a time.
final class RequestBody {
    private final MemoryBudget budget;
    private final String key;
    private final int bytesMax;
    private ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int taken;

    /// @param key whose share of the budget it takes
    RequestBody(MemoryBudget budget, String key, int bytesMax) {
        this.budget = budget;
        this.key = key;
        this.bytesMax = bytesMax;
    }

    /// Keeps a part. What is refused is not kept, and nothing before it.
    ///
    /// @return null when it is kept
    @Nullable ApiError add(byte[] part) {
        if (taken + (long) part.length > bytesMax) {
            drop();
            return ApiError.wrong(
                    413, "request_too_large", "The body is longer than " + bytesMax + " bytes.");
        }
        if (!budget.take(key, part.length)) {
            drop();
            return EnvoyCall.busy("Too many long requests come at the same time.");
        }
        taken += part.length;
        bytes.writeBytes(part);
        return null;
    }

    /// How many bytes of it are kept.
    int size() {
        return bytes.size();
    }

    /// All of it, once; it counts until it is dropped.
    byte[] whole() {
        byte[] all = bytes.toByteArray();
        bytes = new ByteArrayOutputStream();
        return all;
    }

    /// It is not needed any more; of no consequence when it was dropped before.
    void drop() {
        bytes = new ByteArrayOutputStream();
        budget.give(key, taken);
        taken = 0;
    }
}
