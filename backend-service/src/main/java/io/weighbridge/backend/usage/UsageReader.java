package io.weighbridge.backend.usage;

import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.model.RequestId;

import java.util.Set;

/// Answers questions about usage. Every answer has every settle that was answered before it was
/// asked. For threads that may wait.
public final class UsageReader {
    /// The most buckets between the first and the last of a query.
    public static final long BUCKETS_MAX = 100_000;

    private static final int SUBJECT_MAX = 100;

    private final UsageStore records;
    private final RollupStore rollups;
    private final Runnable upToDate;

    /// @param upToDate returns when the stores have everything that was answered
    public UsageReader(UsageStore records, RollupStore rollups, Runnable upToDate) {
        this.records = records;
        this.rollups = rollups;
        this.upToDate = upToDate;
    }

    /// The record of a request.
    ///
    /// @throws Fault RECORD_UNKNOWN, RECORD_NOT_KEPT
    public RecordDetails require(RequestId id) {
        upToDate.run();
        return records.details(id).orElseThrow(() -> records.notFound("record_id", id));
    }

    /// Records, newest first. A page can be empty and still have a token.
    ///
    /// @throws Fault INVALID_FIELD, INVALID_PAGE_TOKEN
    public Page<RecordDetails> list(RecordFilter filter, int pageSize, String pageToken) {
        Check.text("subject", filter.subject(), 0, SUBJECT_MAX);
        Check.range("from_at_ms", filter.fromMs(), 0, Long.MAX_VALUE);
        Check.range("to_at_ms", filter.toMs(), 0, Long.MAX_VALUE);
        if (filter.toMs() != 0 && filter.toMs() < filter.fromMs()) {
            throw Fault.invalid("to_at_ms", filter.toMs(), "0, or not before from_at_ms");
        }
        PageKey page = PageKey.of(pageSize, pageToken, "records " + filter);
        upToDate.run();
        return records.list(filter, page);
    }

    /// Records that wait for a price, oldest first.
    ///
    /// @param accountId 0 for all accounts
    /// @throws Fault INVALID_FIELD, INVALID_PAGE_TOKEN
    public Page<RecordDetails> unrated(long accountId, int pageSize, String pageToken) {
        PageKey page = PageKey.of(pageSize, pageToken, "unrated " + accountId);
        upToDate.run();
        return records.unrated(accountId, page);
    }

    /// Sums by time, then by group. The instants are cut down to the begins of their buckets.
    ///
    /// @throws Fault INVALID_FIELD, INVALID_PAGE_TOKEN
    public Page<Rollup> query(RollupQuery asked, int pageSize, String pageToken) {
        Check.text("subject", asked.subject(), 0, SUBJECT_MAX);
        Check.range("from_at_ms", asked.fromMs(), 0, Long.MAX_VALUE);
        if (asked.toMs() < asked.fromMs()) {
            throw Fault.invalid("to_at_ms", asked.toMs(), "not before from_at_ms");
        }
        Granularity granularity = asked.granularity();
        RollupQuery query =
                new RollupQuery(
                        granularity,
                        granularity.bucketMs(asked.fromMs()),
                        granularity.bucketMs(asked.toMs()),
                        asked.groupBy(),
                        asked.accountId(),
                        asked.keyId(),
                        asked.serviceId(),
                        asked.subject());
        long buckets = (query.toMs() - query.fromMs()) / granularity.lengthMs();
        if (buckets > BUCKETS_MAX) {
            throw Fault.invalid(
                    "to_at_ms",
                    asked.toMs(),
                    "at most " + BUCKETS_MAX + " buckets after from_at_ms, not " + buckets);
        }
        PageKey page = PageKey.of(pageSize, pageToken, "rollups " + filterOf(query));
        upToDate.run();
        return rollups.query(query, page);
    }

    // A set prints its members in any order.
    private static String filterOf(RollupQuery query) {
        return query.groupBy().stream().sorted().toList()
                + " "
                + new RollupQuery(
                        query.granularity(),
                        query.fromMs(),
                        query.toMs(),
                        Set.of(),
                        query.accountId(),
                        query.keyId(),
                        query.serviceId(),
                        query.subject());
    }
}
