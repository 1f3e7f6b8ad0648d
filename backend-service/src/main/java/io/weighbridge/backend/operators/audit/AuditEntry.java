package io.weighbridge.backend.operators.audit;

import io.weighbridge.backend.platform.audit.Change;

/// A change in the log.
///
/// @param sequence from 1, without gaps
/// @param hash of it and all before it, in hexadecimal
public record AuditEntry(long sequence, Change change, String hash) {}
