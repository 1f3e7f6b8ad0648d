package io.weighbridge.backend.operators;

/// What it costs to hash a password with Argon2id, and so to guess one from a stolen hash.
///
/// @param memoryKib of one hash
/// @param iterations over that memory
public record PasswordCost(int memoryKib, int iterations) {
    /// As OWASP recommends for Argon2id: 19 MiB and tens of milliseconds of a processor.
    public static final PasswordCost RECOMMENDED = new PasswordCost(19_456, 2);

    /// Next to nothing, for operators who guard nothing: those of tests.
    public static final PasswordCost NONE = new PasswordCost(64, 1);
}
