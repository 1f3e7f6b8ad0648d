package io.weighbridge.backend.platform.tls;

/// How the certificate is.
///
/// @param expiresAtMs when the one in use, or one that vouches for it, expires
/// @param loadedAtMs when it was read
/// @param failures how many newer files could not be used since the start
/// @param problem why the present files cannot be used, so that older ones stay in use; empty when
///     they are in use
public record TlsStatus(long expiresAtMs, long loadedAtMs, long failures, String problem) {}
