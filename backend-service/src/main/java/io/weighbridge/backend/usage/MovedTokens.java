package io.weighbridge.backend.usage;

/// Tokens to add to what the sums of an hour say to have those that were used in it: a rating that
/// tells tokens counts them in its own hour, and the call used them in another.
///
/// @param group the hour, and whose they are: account and key are 0 where they are not asked for
/// @param inputTokens below 0 where more were told in the hour than used
/// @param cachedInputTokens of the input
/// @param outputTokens that were written
public record MovedTokens(
        Rollup.Group group, long inputTokens, long cachedInputTokens, long outputTokens) {}
