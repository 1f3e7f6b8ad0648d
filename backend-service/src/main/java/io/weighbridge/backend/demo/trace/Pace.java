package io.weighbridge.backend.demo.trace;

/// How fast a source is played.
///
/// @param source what is played
/// @param speed trace seconds in a second
public record Pace(RowSource source, double speed) {
    /// A limit a minute that a key with this share of the calls meets about when `share` of them
    /// have come. A limit gives a minute's worth at once and another each minute, so what it lets
    /// through of a trace depends on how long the replay takes.
    public long callsPerMinute(double share) {
        double calls =
                source.isEndless()
                        ? GeneratedRows.callsPerMinute() * speed
                        : source.total() / (1 + source.minutes() / speed);
        return Math.max(2, Math.round(share * calls));
    }

    /// The same for input tokens.
    public long tokensPerMinute(double share) {
        return Math.round(callsPerMinute(share) * source.meanTokens());
    }
}
