package io.weighbridge.backend.usage;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.RequestId;

import java.util.Optional;

/// Where usage records are read from, as far as they were folded.
public interface UsageStore {
    /// The record of a request.
    Optional<UsageRecord> find(RequestId id);

    /// The record of a request with what became of it.
    Optional<RecordDetails> details(RequestId id);

    /// Whether a request was settled, but its record was deleted since because of its age.
    boolean isGone(RequestId id);

    /// Why there is no record of a request.
    ///
    /// @param field that named it
    default Fault notFound(String field, RequestId id) {
        return isGone(id)
                ? Fault.of(
                        ErrorCode.RECORD_NOT_KEPT,
                        field
                                + ": "
                                + id
                                + " was settled, but its usage record is no longer kept (expected:"
                                + " one that is younger than the retention)")
                : Fault.of(
                        ErrorCode.RECORD_UNKNOWN,
                        field + ": " + id + " (expected: the id of a usage record)");
    }

    /// Records, newest first. A page ends early, even empty, when much was looked through for it.
    Page<RecordDetails> list(RecordFilter filter, PageKey page);

    /// Records in quarantine, oldest first.
    ///
    /// @param accountId 0 for all accounts
    Page<RecordDetails> unrated(long accountId, PageKey page);
}
