package io.weighbridge.backend.proxies.wire;

import java.io.IOException;
import java.io.OutputStream;

/// The body of a request as a model server gets it: written by us, by the name that this server
/// knows the model by. Immutable.
public interface SentBody {
    /// One that has nothing.
    SentBody NONE = new JsonBody(new byte[] {'{', '}'});

    /// Its media type.
    String contentType();

    /// How many bytes it has with this name.
    long length(String model);

    /// Writes it.
    void writeTo(String model, OutputStream out) throws IOException;
}
