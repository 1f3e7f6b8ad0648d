package io.weighbridge.backend.proxies.wire;

/// How large texts are: their bytes, and their tokens as far as a tokenizer counted them.
///
/// @param bytes of all of them
/// @param countedBytes of those whose tokens were counted
/// @param tokens of these
public record TextSize(long bytes, long countedBytes, long tokens) {
    /// No text.
    public static final TextSize NONE = ofBytes(0);

    /// Texts that nobody counted the tokens of.
    public static TextSize ofBytes(long bytes) {
        return new TextSize(bytes, 0, 0);
    }

    /// Both together.
    public TextSize plus(TextSize other) {
        return new TextSize(
                bytes + other.bytes, countedBytes + other.countedBytes, tokens + other.tokens);
    }

    /// Tokens: as they were counted, and of the rest four bytes each.
    public long likelyTokens() {
        return tokens + PromptSize.likely(bytes - countedBytes);
    }

    /// What counted them: a tokenizer of that name, their bytes, or both.
    public String countedBy(String tokenizer) {
        if (countedBytes == bytes) {
            return tokenizer;
        }
        return countedBytes == 0 ? TextMeasure.BYTES.name() : tokenizer + "+bytes";
    }

    TextSize orLarger(TextSize other) {
        return other.likelyTokens() > likelyTokens() ? other : this;
    }
}
