package io.weighbridge.backend.proxies.openai;

import io.weighbridge.backend.proxies.call.MemoryBudget;

/// Where the answers to one key's calls that are not streamed are kept until they are sent.
///
/// @param budget of all of them
/// @param key whose
/// @param bytesMax of one
public record HeldAnswers(MemoryBudget budget, String key, int bytesMax) {
    /// A new one.
    public HeldAnswer begin() {
        return new HeldAnswer(this);
    }

    /// Leaves the key out.
    @Override
    public String toString() {
        return "HeldAnswers[" + bytesMax + "]";
    }
}
