package io.weighbridge.backend.payments.reconcile;

import io.weighbridge.backend.notices.Notice;
import io.weighbridge.backend.notices.NoticeKind;
import io.weighbridge.backend.payments.provider.PaymentLists;
import io.weighbridge.backend.payments.provider.PaymentProvider;
import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.audit.JsonText;
import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.IdKind;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/// Reports of what providers, orders and the ledger say differently: each day by itself, and when
/// somebody asks. One is made at a time; one that a stop or a crash ends is made anew.
final class Reconciliations {
    /// How many may wait.
    static final int WAITING_MAX = 10;

    private static final Logger LOG = LoggerFactory.getLogger(Reconciliations.class);
    private static final int DAYS_BACK_MAX = 1_000;
    private static final int WHY_LENGTH_MAX = 500;
    private static final long RETRY_MS = 15 * 60_000;
    private static final int DOUBLINGS_MAX = 4;

    private final ReconciliationStore store;
    private final Books books;
    private final Map<String, PaymentProvider> providers = new LinkedHashMap<>();
    private final ReconciliationSettings settings;
    private final Runnable settled;
    private final IdSource ids;
    private final TimeSource time;
    private volatile @Nullable ReconciliationRun newestDaily;
    private volatile boolean stopping;

    Reconciliations(
            ReconciliationStore store,
            Books books,
            List<PaymentProvider> providers,
            ReconciliationSettings settings,
            Runnable settled,
            IdSource ids,
            TimeSource time) {
        this.store = store;
        this.books = books;
        providers.forEach(each -> this.providers.put(each.name(), each));
        this.settings = settings;
        this.settled = settled;
        this.ids = ids;
        this.time = time;
    }

    /// Has a day compared soon. One at a time (this object's monitor), so that never too many wait.
    ///
    /// @param day as 2026-11-29, today at the latest; empty for yesterday
    /// @throws Fault INVALID_FIELD, RECONCILIATION_RUNNING, PROVIDER_MISSING (nobody takes money:
    ///     it would wait for ever)
    synchronized ReconciliationRun ask(String day) {
        LocalDate today = today();
        LocalDate wanted = day.isEmpty() ? today.minusDays(1) : parsed(day);
        if (wanted.isAfter(today) || wanted.isBefore(today.minusDays(DAYS_BACK_MAX))) {
            throw Fault.invalid("day", day, today.minusDays(DAYS_BACK_MAX) + " to " + today);
        }
        if (providers.isEmpty()) {
            throw Fault.of(
                    ErrorCode.PROVIDER_MISSING,
                    "payment providers: none (expected: one in the settings, to compare with)");
        }
        if (store.open().size() >= WAITING_MAX) {
            throw Fault.of(
                    ErrorCode.RECONCILIATION_RUNNING,
                    "reconciliations: " + WAITING_MAX + " wait (expected: fewer)");
        }
        ReconciliationRun run = waiting(wanted, false, 1);
        store.add(
                run,
                Change.now(
                        time.wallMs(),
                        "reconciliation.run",
                        IdKind.RECONCILIATION.format(run.id()),
                        "",
                        JsonText.object().add("day", wanted.toString()).toString()));
        return run;
    }

    private static LocalDate parsed(String day) {
        try {
            return LocalDate.parse(day);
        } catch (DateTimeParseException e) {
            throw Fault.invalid("day", Check.shown(day), "a day such as 2026-11-29, or empty");
        }
    }

    private LocalDate today() {
        return Instant.ofEpochMilli(time.wallMs()).atZone(ZoneOffset.UTC).toLocalDate();
    }

    private static long beginMs(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    }

    private ReconciliationRun waiting(LocalDate day, boolean isAutomatic, int attempt) {
        return new ReconciliationRun(
                ids.next(),
                day,
                beginMs(day.minusDays(settings.lookBackDays())),
                Math.min(beginMs(day.plusDays(1)), time.wallMs()),
                ReconciliationState.WAITING,
                "",
                isAutomatic,
                attempt,
                time.wallMs(),
                0,
                0,
                0,
                0);
    }

    /// Now and then: makes the report that is due, and those that wait. For one thread.
    void round() {
        if (stopping || providers.isEmpty()) {
            return;
        }
        if (newestDaily == null) {
            newestDaily = store.newestDaily().orElse(null);
        }
        plan();
        for (ReconciliationRun run : store.open()) {
            if (!stopping) {
                make(run);
            }
        }
    }

    /// From now on nothing is begun, and what runs ends soon, to be made anew at the next start.
    void stop() {
        stopping = true;
    }

    private synchronized void plan() {
        LocalDate day = dueDay();
        long endMs = beginMs(day.plusDays(1));
        List<ReconciliationRun> made =
                store.of(day).stream().filter(run -> run.toMs() == endMs).toList();
        boolean isOpen = made.stream().anyMatch(run -> run.endedAtMs() == 0);
        boolean isDone = made.stream().anyMatch(run -> run.state() == ReconciliationState.COMPLETE);
        if (isOpen || isDone) {
            return;
        }
        int attempts = (int) made.stream().filter(ReconciliationRun::isAutomatic).count();
        long nextMs =
                made.isEmpty()
                        ? 0
                        : made.getLast().endedAtMs()
                                + (RETRY_MS << Math.min(attempts, DOUBLINGS_MAX));
        if (time.wallMs() >= nextMs) {
            store.add(waiting(day, true, attempts + 1), null);
        }
    }

    // The newest whose time has come.
    private LocalDate dueDay() {
        LocalDate today = today();
        long atMs = beginMs(today) + settings.at().toSecondOfDay() * 1_000L;
        return today.minusDays(time.wallMs() >= atMs ? 1 : 2);
    }

    private void make(ReconciliationRun waiting) {
        ReconciliationRun run = waiting.started(time.wallMs());
        store.begin(run);
        try {
            compare(run);
        } catch (CancellationException e) {
            LOG.info("The reconciliation of {} is made anew after the next start", run.day());
        } catch (Fault fault) {
            if (fault.code() == ErrorCode.STORE_UNAVAILABLE) {
                throw fault; // It stays open and is made anew.
            }
            failed(run, fault);
        } catch (RuntimeException e) {
            failed(run, e);
        }
    }

    private void failed(ReconciliationRun run, RuntimeException e) {
        LOG.error("The reconciliation of {} failed", run.day(), e);
        end(run, "a fault of the service, which its log tells", List.of());
    }

    private void compare(ReconciliationRun run) {
        Map<String, Optional<PaymentLists>> all = new LinkedHashMap<>();
        providers.forEach((name, provider) -> all.put(name, provider.lists()));
        // Those of before; only what changed of them counts.
        books.providers().forEach(name -> all.putIfAbsent(name, Optional.empty()));
        List<ProviderPass.Outcome> outcomes = new ArrayList<>();
        StringBuilder why = new StringBuilder();
        all.forEach(
                (name, lists) -> {
                    ProviderPass.Outcome outcome =
                            new ProviderPass(
                                            name,
                                            lists,
                                            books,
                                            new Comparison(name, settings.pendingMs()),
                                            settled,
                                            time,
                                            () -> stopping)
                                    .run(run.fromMs(), run.toMs());
                    boolean isOfNone = !providers.containsKey(name) && outcome.payments() == 0;
                    if (!isOfNone) {
                        outcomes.add(outcome);
                    }
                    if (!isOfNone && !outcome.missing().isEmpty()) {
                        why.append(why.isEmpty() ? "" : "; ")
                                .append(name)
                                .append(": ")
                                .append(outcome.missing());
                    }
                });
        end(run, shortened(why.toString()), outcomes);
    }

    private static String shortened(String text) {
        return text.length() <= WHY_LENGTH_MAX ? text : text.substring(0, WHY_LENGTH_MAX);
    }

    private void end(ReconciliationRun run, String why, List<ProviderPass.Outcome> outcomes) {
        List<Difference> named =
                outcomes.stream().flatMap(each -> each.differences().stream()).toList();
        long more = outcomes.stream().mapToLong(ProviderPass.Outcome::more).sum();
        ReconciliationRun ended =
                run.ended(
                        why,
                        time.wallMs(),
                        outcomes.stream().mapToLong(ProviderPass.Outcome::payments).sum(),
                        named.size() + more);
        store.end(
                ended,
                outcomes.stream().flatMap(each -> each.totals().stream()).toList(),
                named,
                notices(ended));
        newestDaily = run.isAutomatic() ? ended : newestDaily;
    }

    /// The newest daily report that has ended; empty while none is known.
    Optional<ReconciliationRun> newestDaily() {
        return Optional.ofNullable(newestDaily);
    }

    // Who asked for one sees it; a day's first that is incomplete is told of, not each further.
    private List<Notice> notices(ReconciliationRun run) {
        boolean isWorthIt =
                run.differences() > 0
                        || (run.state() == ReconciliationState.INCOMPLETE && run.attempt() == 1);
        if (!run.isAutomatic() || !isWorthIt) {
            return List.of();
        }
        String incomplete =
                run.state() == ReconciliationState.INCOMPLETE ? ", incomplete: " + run.why() : "";
        String text =
                IdKind.RECONCILIATION.format(run.id())
                        + " of "
                        + run.day()
                        + ": differences: "
                        + run.differences()
                        + incomplete;
        return List.of(
                new Notice(ids.next(), 0, time.wallMs(), NoticeKind.RECONCILIATION, 0, text));
    }

    /// The one with this id.
    ///
    /// @throws Fault RECONCILIATION_UNKNOWN
    ReconciliationRun require(long id) {
        return store.find(id)
                .orElseThrow(
                        () ->
                                Fault.of(
                                        ErrorCode.RECONCILIATION_UNKNOWN,
                                        "reconciliation: "
                                                + IdKind.RECONCILIATION.format(id)
                                                + " (expected: the id of one)"));
    }

    Page<ReconciliationRun> list(PageKey page) {
        return store.list(page);
    }

    List<Total> totals(long id) {
        return store.totals(id);
    }

    List<Gap> gaps(List<Long> ids) {
        return store.gaps(ids);
    }

    Page<Difference> differences(long id, PageKey page) {
        return store.differences(id, page);
    }
}
