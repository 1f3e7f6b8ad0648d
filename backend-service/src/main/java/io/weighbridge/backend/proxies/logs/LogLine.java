package io.weighbridge.backend.proxies.logs;

/// What a line of a log says.
public sealed interface LogLine {
    /// How a call ended.
    record Ended(LoggedCall call) implements LogLine {}

    /// That a call ended, and nothing of what it used: somebody else must tell, or its hold ends by
    /// its service's policy.
    record WithoutUsage() implements LogLine {}

    /// Nothing about a call that was admitted.
    record OfNoCall() implements LogLine {}

    /// Not what the format is like.
    record Unreadable() implements LogLine {}
}
