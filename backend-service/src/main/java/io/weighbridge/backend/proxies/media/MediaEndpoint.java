package io.weighbridge.backend.proxies.media;

/// What of OpenAI's API makes or hears pictures and sound.
public enum MediaEndpoint {
    GENERATIONS("/images/generations", false, true),
    EDITS("/images/edits", true, true),
    VARIATIONS("/images/variations", true, false),
    SPEECH("/audio/speech", false, true),
    TRANSCRIPTIONS("/audio/transcriptions", true, false),
    TRANSLATIONS("/audio/translations", true, false);

    private final String path;
    private final boolean takesForms;
    private final boolean takesJson;

    MediaEndpoint(String path, boolean takesForms, boolean takesJson) {
        this.path = path;
        this.takesForms = takesForms;
        this.takesJson = takesJson;
    }

    /// Below the base URL.
    public String path() {
        return path;
    }

    boolean takesForms() {
        return takesForms;
    }

    boolean takesJson() {
        return takesJson;
    }

    /// Whether it makes pictures.
    public boolean makesImages() {
        return this == GENERATIONS || this == EDITS || this == VARIATIONS;
    }

    /// Whether it writes down what it hears.
    public boolean hears() {
        return this == TRANSCRIPTIONS || this == TRANSLATIONS;
    }
}
