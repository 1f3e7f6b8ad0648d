package io.weighbridge.backend.usage;

import io.weighbridge.model.RequestId;

import java.util.Optional;

/// Where usage records are read from, as far as they were folded.
public interface UsageStore {
    /// The record of a request.
    Optional<UsageRecord> find(RequestId id);
}
