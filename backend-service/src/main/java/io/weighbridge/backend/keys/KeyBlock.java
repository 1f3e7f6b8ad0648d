package io.weighbridge.backend.keys;

/// Whether a key is kept from calls for now.
///
/// @param atMs since when, 0 when it is not
/// @param reason empty when it is not
public record KeyBlock(long atMs, String reason) {
    /// It is not.
    public static final KeyBlock NONE = new KeyBlock(0, "");

    /// Whether calls are refused.
    public boolean isBlocked() {
        return atMs > 0;
    }
}
