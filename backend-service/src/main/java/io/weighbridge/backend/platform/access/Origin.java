package io.weighbridge.backend.platform.access;

/// How a call that may change something came.
///
/// @param method full name of the method
/// @param peer address and port that it came from
/// @param reason that the caller gave beside the request; empty for none
public record Origin(String method, String peer, String reason) {}
