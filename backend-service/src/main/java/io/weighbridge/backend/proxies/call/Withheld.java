package io.weighbridge.backend.proxies.call;

import org.jspecify.annotations.Nullable;

/// Keeps what a client must not see out of a model server's errors.
@FunctionalInterface
public interface Withheld {
    /// What the client is told in the place of an error.
    ///
    /// @param told as the model server wrote it
    /// @return null when the client may see it
    @Nullable ApiError instead(byte[] told);
}
