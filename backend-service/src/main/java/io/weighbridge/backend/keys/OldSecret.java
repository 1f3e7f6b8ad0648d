package io.weighbridge.backend.keys;

/// A secret that was replaced by a newer one of the same key.
///
/// @param hint its head and last four characters
/// @param shownTo the operator whom it was shown to, 0 for the installation itself
/// @param untilMs when it ends or ended: from then on it is refused
public record OldSecret(KeyDigest digest, String hint, long shownTo, long untilMs) {
    OldSecret endedBy(long atMs) {
        return untilMs <= atMs ? this : new OldSecret(digest, hint, shownTo, atMs);
    }
}
