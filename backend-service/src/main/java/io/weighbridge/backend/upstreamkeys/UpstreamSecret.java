package io.weighbridge.backend.upstreamkeys;

/// A key in the clear, for one call. No text of this object has it.
public final class UpstreamSecret {
    private final String value;

    /// Takes one.
    public UpstreamSecret(String value) {
        this.value = value;
    }

    /// The key, for the request to the provider and for nothing else.
    public String value() {
        return value;
    }

    /// Whether a text has it in it, so that it is to be told to nobody.
    public boolean isIn(String text) {
        return text.contains(value);
    }

    @Override
    public String toString() {
        return "UpstreamSecret[***]";
    }
}
