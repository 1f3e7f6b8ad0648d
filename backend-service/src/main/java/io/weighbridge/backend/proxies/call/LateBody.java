package io.weighbridge.backend.proxies.call;

import java.io.IOException;

/// A body that is read only once it is known who sends it.
@FunctionalInterface
public interface LateBody {
    /// All of it, or more than `most` bytes of it.
    byte[] read(int most) throws IOException;
}
