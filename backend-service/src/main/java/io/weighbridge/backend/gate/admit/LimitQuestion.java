package io.weighbridge.backend.gate.admit;

/// What somebody asks about limits, or tells them, without a call.
///
/// @param key a secret of a key, or the key's id
/// @param isKeyId whether it is the id: of a key that somebody else has checked
/// @param service by its name
/// @param ofTokens whether tokens are counted, else requests
/// @param hits how many; 0 asks only
/// @param clientAddress as text, empty when it is not known or not believed
public record LimitQuestion(
        String key,
        boolean isKeyId,
        String service,
        boolean ofTokens,
        long hits,
        String clientAddress) {
    /// The same, without anything that is counted.
    public LimitQuestion asking() {
        return new LimitQuestion(key, isKeyId, service, ofTokens, 0, clientAddress);
    }

    /// Leaves the key out.
    @Override
    public String toString() {
        return "LimitQuestion[" + service + "]";
    }
}
