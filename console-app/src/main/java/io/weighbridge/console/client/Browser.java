package io.weighbridge.console.client;

import java.time.Duration;
import java.util.function.Consumer;

/// The system's browser, for logins in it.
///
/// @param opens shows an address to the operator
/// @param atMost how long what comes of it is waited for
public record Browser(Consumer<String> opens, Duration atMost) {
    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

    /// One that is waited for as long as people need.
    public static Browser of(Consumer<String> opens) {
        return new Browser(opens, FIVE_MINUTES);
    }
}
