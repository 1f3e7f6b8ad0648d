package io.weighbridge.backend.usage;

import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.model.RequestId;

import java.util.Optional;

/// Where usage records are read from, as far as they were folded.
public interface UsageStore {
    /// The record of a request.
    Optional<UsageRecord> find(RequestId id);

    /// The record of a request with what became of it.
    Optional<RecordDetails> details(RequestId id);

    /// Records, newest first.
    Page<RecordDetails> list(RecordFilter filter, PageKey page);

    /// Records in quarantine, oldest first.
    ///
    /// @param accountId 0 for all accounts
    Page<RecordDetails> unrated(long accountId, PageKey page);
}
