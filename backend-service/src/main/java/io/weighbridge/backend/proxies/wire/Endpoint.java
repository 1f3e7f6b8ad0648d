package io.weighbridge.backend.proxies.wire;

/// What of OpenAI's and Anthropic's APIs is served by a call to the model.
public enum Endpoint {
    CHAT("/chat/completions", true),
    COMPLETIONS("/completions", true),
    EMBEDDINGS("/embeddings", false),
    /// Anthropic's.
    MESSAGES("/messages", true),
    RESPONSES("/responses", true);

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

    /// The field in which a request to it has its maximum.
    ///
    /// @param ofChats where the server reads that of chats
    String maximumField(String ofChats) {
        return switch (this) {
            case CHAT -> ofChats;
            case RESPONSES -> "max_output_tokens";
            case COMPLETIONS, EMBEDDINGS, MESSAGES -> "max_tokens";
        };
    }

    /// Whether it makes tokens.
    public boolean hasOutput() {
        return hasOutput;
    }
}
