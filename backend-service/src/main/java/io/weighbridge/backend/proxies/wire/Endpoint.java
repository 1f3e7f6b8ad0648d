package io.weighbridge.backend.proxies.wire;

/// What of OpenAI's and Anthropic's APIs is served by a call to the model.
public enum Endpoint {
    CHAT("/chat/completions", true),
    COMPLETIONS("/completions", true),
    EMBEDDINGS("/embeddings", false),
    /// Anthropic's.
    MESSAGES("/messages", true);

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

    /// Whether a stream tells its usage only to who asks for it.
    boolean tellsUsageOnlyIfAsked() {
        return this == CHAT || this == COMPLETIONS;
    }

    /// Whether it makes tokens.
    public boolean hasOutput() {
        return hasOutput;
    }
}
