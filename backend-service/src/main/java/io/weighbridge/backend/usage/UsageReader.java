package io.weighbridge.backend.usage;

import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.model.RequestId;

import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Answers questions about usage. Every answer has every settle that was answered before it was
/// asked. For threads that may wait.
public final class UsageReader {
    /// The most buckets between the first and the last of a query.
    public static final long BUCKETS_MAX = 100_000;

    // Of each at most nine bytes in an answer, of which common clients take four million.
    private static final long SERIES_VALUES_MAX = 400_000;
    private static final int SUBJECT_MAX = 100;
    private static final int TAG_MAX = 100;
    private static final Set<GroupBy> WITH_TAGS = EnumSet.of(GroupBy.ACCOUNT, GroupBy.TAG);

    private final UsageStore records;
    private final RollupStore rollups;
    private final Runnable upToDate;

    /// @param upToDate returns when the stores have everything that was answered
    public UsageReader(UsageStore records, RollupStore rollups, Runnable upToDate) {
        this.records = records;
        this.rollups = rollups;
        this.upToDate = upToDate;
    }

    /// Keys of tags that are summed.
    public List<String> tagKeys() {
        return rollups.tagKeys();
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
        checkTag(filter.tag());
        PageKey page = PageKey.of(pageSize, pageToken, "records " + filter);
        upToDate.run();
        return records.list(filter, page);
    }

    private static void checkTag(TagFilter tag) {
        if (!tag.isNone() && !TagKeys.isKey(tag.key())) {
            throw Fault.invalid(
                    "tag_key", Check.shown(tag.key()), "1 to 40 of a-z, 0-9, '_', '-', '.'");
        }
        Check.text("tag", tag.value(), 0, TAG_MAX);
        if (tag.isNone() && !tag.value().isEmpty()) {
            throw Fault.invalid("tag_key", "", "the key of the tag");
        }
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
        BucketSpan span = BucketSpan.checked(asked.buckets(), asked.fromMs(), asked.toMs());
        checkTag(asked);
        RollupQuery query = asked.between(span.fromMs(), span.toMs());
        PageKey page = PageKey.of(pageSize, pageToken, "rollups " + filterOf(query));
        upToDate.run();
        return rollups.query(query, page);
    }

    /// Sums by service, of as many buckets of the question as an answer has room for. The instants
    /// are cut down to the begins of their buckets.
    ///
    /// @throws Fault INVALID_FIELD
    SeriesAnswer series(SeriesQuery asked) {
        BucketSpan span =
                BucketSpan.checked(
                        new ZoneBuckets(asked.granularity(), ZoneOffset.UTC),
                        asked.fromMs(),
                        asked.toMs());
        SeriesQuery query = asked.between(span.fromMs(), span.toMs()).upTo(SERIES_VALUES_MAX);
        upToDate.run();
        return new SeriesAnswer(query, rollups.series(query));
    }

    // A set prints its members in any order.
    private static String filterOf(RollupQuery query) {
        return query.groupBy().stream().sorted().toList() + " " + query.by(Set.of());
    }

    // Sums by tag are kept by account only, so that they stay few.
    private void checkTag(RollupQuery asked) {
        TagFilter tag = asked.tag();
        Check.text("tag", tag.value(), 0, TAG_MAX);
        boolean isWanted = asked.groupBy().contains(GroupBy.TAG) || !tag.value().isEmpty();
        if (tag.isNone() && !isWanted) {
            return;
        }
        if (!isWanted) {
            throw Fault.invalid(
                    "tag_key", Check.shown(tag.key()), "empty without GROUP_BY_TAG and tag");
        }
        List<String> tagKeys = tagKeys();
        if (!tagKeys.contains(tag.key())) {
            throw Fault.invalid(
                    "tag_key",
                    Check.shown(tag.key()),
                    tagKeys.isEmpty()
                            ? "nothing by tag: the setting usage.tag_keys is empty"
                            : "one of the setting usage.tag_keys: " + String.join(", ", tagKeys));
        }
        if (asked.granularity() == Granularity.MINUTE) {
            throw Fault.invalid("granularity", "minute", "hour or day, with tag_key");
        }
        if (!WITH_TAGS.containsAll(asked.groupBy())) {
            throw Fault.invalid("group_by", asked.groupBy(), "account and tag alone, with tag_key");
        }
        String emptied = "empty with tag_key: by tag there are sums of accounts alone";
        if (asked.keyId() != 0) {
            throw Fault.invalid("key", asked.keyId(), emptied);
        }
        if (asked.serviceId() != 0) {
            throw Fault.invalid("service", asked.serviceId(), emptied);
        }
        if (!asked.subject().isEmpty()) {
            throw Fault.invalid("subject", asked.subject(), emptied);
        }
    }
}
