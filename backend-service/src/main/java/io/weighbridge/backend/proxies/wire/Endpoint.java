package io.weighbridge.backend.proxies.wire;

/// What of OpenAI's API is served by a call to the model.
public enum Endpoint {
    CHAT("/chat/completions", true),
    COMPLETIONS("/completions", true),
    EMBEDDINGS("/embeddings", false);

    private final String path;
    private final boolean hasOutput;

    Endpoint(String path, boolean hasOutput) {
        this.path = path;
        this.hasOutput = hasOutput;
    }

    /// Below the base URL.
    public String path() {
        return path;
    }

    /// Whether it makes tokens.
    public boolean hasOutput() {
        return hasOutput;
    }
}
