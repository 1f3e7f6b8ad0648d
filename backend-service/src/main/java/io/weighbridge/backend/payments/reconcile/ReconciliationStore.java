package io.weighbridge.backend.payments.reconcile;

import io.weighbridge.backend.notices.Notice;
import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// Where reports are kept. What is written is durable when it returns.
public interface ReconciliationStore {
    /// How many reports are kept: the newest.
    int KEPT_MAX = 2_000;

    /// Adds one that waits.
    ///
    /// @param change for the audit log; null when nobody asked for it
    void add(ReconciliationRun run, @Nullable Change change);

    /// Those that wait or run, the oldest first.
    List<ReconciliationRun> open();

    /// The newest that was due by itself and has ended; empty for none.
    Optional<ReconciliationRun> newestDaily();

    /// Those of a day, the oldest first.
    List<ReconciliationRun> of(LocalDate day);

    /// The one with this id.
    Optional<ReconciliationRun> find(long id);

    /// Newest first.
    Page<ReconciliationRun> list(PageKey page);

    /// One begins.
    void begin(ReconciliationRun run);

    /// One ends, with what it found and who must know, in one transaction. Reports beyond the
    /// newest are deleted.
    void end(
            ReconciliationRun run,
            List<Total> totals,
            List<Difference> differences,
            List<Notice> notices);

    /// What a report's payments come to, by provider and currency.
    List<Total> totals(long id);

    /// How far reports' differences are apart, by report and currency.
    List<Gap> gaps(List<Long> ids);

    /// A report's differences, in the order in which they were found.
    Page<Difference> differences(long id, PageKey page);
}
