package io.weighbridge.backend.usage.refusals;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.usage.BucketSpan;
import io.weighbridge.backend.usage.Granularity;
import io.weighbridge.model.RefusalReason;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Set;

/// What was refused: the last calls of each key, in memory, and how many there were by hour and
/// day. Safe for sharing.
public final class Refusals {
    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    private final RefusalLog last = new RefusalLog();
    private final RefusalStore store;
    private final RefusalCounts counts;

    public Refusals(RefusalStore store) {
        this.store = store;
        this.counts = new RefusalCounts(store);
    }

    /// A call was refused. Quick: called where calls are decided.
    public void refused(RefusedCall call) {
        last.add(call);
        counts.refused(call.accountId(), call.serviceId(), call.reason(), call.atMs());
    }

    /// A call was refused whose key was not recognised. As quick.
    ///
    /// @param serviceId 0 when there is no service of the name
    public void unrecognised(long serviceId, RefusalReason reason, long atMs) {
        counts.refused(0, serviceId, reason, atMs);
    }

    /// Writes what was counted.
    ///
    /// @throws Fault STORE_UNAVAILABLE; nothing is lost
    public void write() {
        counts.write();
    }

    /// The newest calls first.
    ///
    /// @param accountId 0 for all
    /// @param keyId 0 for all
    /// @param most how many
    public List<RefusedCall> newest(long accountId, long keyId, int most) {
        return last.newest(accountId, keyId, most);
    }

    /// Sums by time, then by group, of every refusal so far; without the last ones while the store
    /// takes no writes. The instants are cut down to the begins of their buckets. For threads that
    /// may wait.
    ///
    /// @throws Fault INVALID_FIELD, INVALID_PAGE_TOKEN
    public Page<RefusalSum> query(RefusalQuery asked, int pageSize, String pageToken) {
        Granularity granularity = asked.granularity();
        if (granularity == Granularity.MINUTE) {
            throw Fault.invalid("granularity", granularity.number(), "hour or day");
        }
        BucketSpan span = BucketSpan.checked(asked.buckets(), asked.fromMs(), asked.toMs());
        RefusalQuery query = asked.within(asked.groupBy(), span.fromMs(), span.toMs());
        PageKey page = PageKey.of(pageSize, pageToken, "refusals " + filterOf(query));
        try {
            counts.write();
        } catch (Fault e) {
            LOG.debug("the last refusals are not written: {}", e.toString());
        }
        return store.query(query, page);
    }

    // A set prints its members in any order.
    private static String filterOf(RefusalQuery query) {
        return query.groupBy().stream().sorted().toList()
                + " "
                + query.within(Set.of(), query.fromMs(), query.toMs());
    }
}
