package io.weighbridge.backend.export;

import io.weighbridge.backend.compute.cost.CallCost;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.usage.Call;
import io.weighbridge.backend.usage.Charge;
import io.weighbridge.backend.usage.RecordDetails;
import io.weighbridge.backend.usage.RecordFilter;
import io.weighbridge.backend.usage.Settlement;
import io.weighbridge.backend.usage.UsageRecord;
import io.weighbridge.backend.usage.UsageStore;
import io.weighbridge.model.Outcome;
import io.weighbridge.model.RequestId;
import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Units;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// A store with many records that counts how many pages were read of it. None of them is of the
/// subject "nobody": whoever asks for those gets empty pages up to the last.
final class LongUsage implements UsageStore {
    private final long records;
    private final AtomicInteger pages = new AtomicInteger();
    private final AtomicInteger onVirtualThreads = new AtomicInteger();

    LongUsage(long records) {
        this.records = records;
    }

    int onVirtualThreads() {
        return onVirtualThreads.get();
    }

    int pages() {
        return pages.get();
    }

    @Override
    public Page<RecordDetails> list(RecordFilter filter, PageKey page) {
        pages.incrementAndGet();
        if (Thread.currentThread().isVirtual()) {
            onVirtualThreads.incrementAndGet();
        }
        List<RecordDetails> rows = new ArrayList<>();
        long next = page.after(0, records + 1) - 1;
        for (; next > 0 && rows.size() < page.limit(); next--) {
            rows.add(record(next));
        }
        if (filter.subject().equals("nobody")) {
            return new Page<>(
                    List.of(),
                    Page.of(rows, page, details -> details.record().sequence()).nextToken());
        }
        return Page.of(rows, page, details -> details.record().sequence());
    }

    private static RecordDetails record(long sequence) {
        Call call =
                new Call(
                        RequestId.next(1_764_082_800_000L),
                        1,
                        2,
                        3,
                        ServiceTier.STANDARD,
                        0,
                        "somebody",
                        "",
                        "test",
                        1_764_082_800_000L);
        return new RecordDetails(
                new UsageRecord(
                        sequence,
                        call,
                        new Settlement(Outcome.OK, Units.tokens(10, 10), -1, -1, -1),
                        Charge.NONE,
                        CallCost.NONE,
                        0,
                        0,
                        1_764_082_800_001L,
                        ""),
                null,
                Units.NONE,
                0,
                false,
                0,
                List.of());
    }

    @Override
    public Optional<UsageRecord> find(RequestId id) {
        return Optional.empty();
    }

    @Override
    public Optional<RecordDetails> details(RequestId id) {
        return Optional.empty();
    }

    @Override
    public boolean isGone(RequestId id) {
        return false;
    }

    @Override
    public Page<RecordDetails> unrated(long accountId, PageKey page) {
        return new Page<>(List.of(), "");
    }
}
