package io.weighbridge.console.client;

/// One service that the console can connect to.
///
/// @param name what the operator calls it, unique
/// @param address host and port
/// @param trust how its certificate is checked
/// @param user what the operator last logged in as; empty for none
/// @param environment which colour it has, so that nobody edits production by mistake
public record Profile(
        String name, String address, Trust trust, String user, Environment environment) {
    /// What kind of installation.
    public enum Environment {
        DEMO,
        TEST,
        PRODUCTION
    }
}
