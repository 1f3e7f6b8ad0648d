package io.weighbridge.backend.proxies.envoy;

import com.google.protobuf.ByteString;

import io.weighbridge.backend.proxies.call.ApiError;
import io.weighbridge.backend.proxies.call.MemoryBudget;

import org.jspecify.annotations.Nullable;

/// The body of a request while it comes. Each byte counts as in memory from when it is here until
/// its call is open or refused, however long the rest takes. Used by one thread at a time.
final class RequestBody {
    private final MemoryBudget budget;
    private final String key;
    private final int bytesMax;
    private ByteString bytes = ByteString.EMPTY;
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
    @Nullable ApiError add(ByteString part) {
        if (taken + (long) part.size() > bytesMax) {
            drop();
            return ApiError.wrong(
                    413, "request_too_large", "The body is longer than " + bytesMax + " bytes.");
        }
        if (!budget.take(key, part.size())) {
            drop();
            return EnvoyCall.busy("Too many long requests come at the same time.");
        }
        taken += part.size();
        bytes = bytes.concat(part);
        return null;
    }

    /// All of it, once; it counts until it is dropped.
    byte[] whole() {
        byte[] all = bytes.toByteArray();
        bytes = ByteString.EMPTY;
        return all;
    }

    /// It is not needed any more; of no consequence when it was dropped before.
    void drop() {
        bytes = ByteString.EMPTY;
        budget.give(key, taken);
        taken = 0;
    }
}
