package io.weighbridge.backend;

import io.weighbridge.backend.compute.measure.MeasureAssembly;
import io.weighbridge.backend.ledger.DiskGuard;
import io.weighbridge.backend.ledger.Ledger;
import io.weighbridge.backend.ledger.accounts.Credit;
import io.weighbridge.backend.operators.approvals.FourEyes;
import io.weighbridge.backend.payments.PaymentsAssembly;
import io.weighbridge.backend.payments.autotopup.AutoTopUpAssembly;
import io.weighbridge.backend.payments.reconcile.ReconciliationAssembly;
import io.weighbridge.backend.platform.fault.Doubtful;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.sql.StoreAddress;
import io.weighbridge.backend.platform.time.Periodic;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.backend.usage.RetentionStore;
import io.weighbridge.backend.usage.UsageRetention;
import io.weighbridge.backend.usage.refusals.Refusals;

import java.io.IOException;
import java.time.Duration;

/// Starts what the service does again and again beside its calls.
///
/// @param opened what is started is closed with it
record Housekeeping(Opened opened, Config config) {
    // How often what is only for people is saved or logged.
    private static final Duration PAUSE = Duration.ofSeconds(60);
    // What a crash may lose of the refusals.
    private static final Duration REFUSALS_PAUSE = Duration.ofSeconds(10);
    // While the store is there: how long a call may go by what a change replaced that seemed to
    // fail; nothing to do is quick.
    private static final Duration DOUBTS_PAUSE = Duration.ofSeconds(2);
    // The same after the store was away: who looks holds off those who want to change something.
    private static final Duration DOUBTS_PAUSE_MOST = Duration.ofSeconds(30);
    private static final Duration RETENTION_PAUSE = Duration.ofSeconds(2);
    private static final Duration PAYMENTS_PAUSE = Duration.ofSeconds(5);
    private static final Duration RECONCILE_PAUSE = Duration.ofSeconds(5);
    private static final Duration TIDYING_PAUSE = Duration.ofHours(1);
    private static final Duration POLLING_PAUSE = Duration.ofSeconds(15);
    private static final Duration DISK_GUARD_PAUSE = Duration.ofSeconds(5);

    /// Does it each minute.
    ///
    /// @param name for the log
    void each(String name, Runnable work) {
        opened.add(Periodic.start(name, PAUSE, work));
    }

    /// Writes what was refused, a last time when all calls are over.
    void write(Refusals refusals) {
        opened.add(Periodic.start("refusals", REFUSALS_PAUSE, refusals::write));
    }

    /// Does what payments have to do by themselves, and gives the credit of codes that a fault left
    /// without it.
    void sell(Selling selling) {
        PaymentsAssembly payments = selling.payments();
        ReconciliationAssembly reconciliation = selling.reconciliation();
        AutoTopUpAssembly autoTopUps = selling.autoTopUps();

        opened.add(Periodic.start("payments-drain", PAYMENTS_PAUSE, payments::drain));
        opened.add(Periodic.start("payments-poll", POLLING_PAUSE, payments::poll));
        opened.add(Periodic.start("reconcile", RECONCILE_PAUSE, reconciliation::round));
        opened.add(Periodic.start("payments-count", POLLING_PAUSE, payments::count));
        opened.add(Periodic.start("payments-tidy", TIDYING_PAUSE, payments::tidy));
        Duration pause = Duration.ofMillis(autoTopUps.settings().pauseMs());
        opened.add(Periodic.start("auto-topup", pause, autoTopUps::round));
        // Closed before them, whose last rounds would ask the providers.
        AutoCloseable stop =
                () -> {
                    payments.stop();
                    reconciliation.stop();
                    autoTopUps.stop();
                };
        opened.add(stop);
        opened.add(Periodic.start("codes", PAYMENTS_PAUSE, selling.codes().redemptions()::finish));
    }

    /// Does what approvals and limits have to do by themselves.
    void approvals(FourEyes fourEyes) {
        each("adjustment-uses", fourEyes::forgetUses);
        opened.add(Periodic.start("approved-refunds", PAYMENTS_PAUSE, fourEyes::makeRefunds));
        // Closed before it, as with payments.
        AutoCloseable stop = fourEyes::stop;
        opened.add(stop);
    }

    /// Asks those who tell what GPUs and model servers do, and deletes old hours of them.
    void measure(MeasureAssembly measured) {
        opened.add(Periodic.start("measure", ComputeTable.pause(config), measured::round));
        opened.add(Periodic.start("measure-retention", TIDYING_PAUSE, measured::retire));
    }

    /// Settles what is in doubt: a key whose revocation seemed to fail must not go on working until
    /// somebody changes another. That is within 2 s of the store's being there again, or 30 s where
    /// it was away for long.
    void settle(Doubtful... all) {
        for (Doubtful each : all) {
            opened.add(
                    Periodic.start(
                            "in-doubt " + each.getClass().getSimpleName(),
                            DOUBTS_PAUSE,
                            DOUBTS_PAUSE_MOST,
                            each::settleDoubts));
        }
    }

    /// Deletes old usage records.
    void retire(RetentionStore store, Credit credit, TimeSource time) {
        UsageRetention retention =
                new UsageRetention(store, time, config.usageRecordsDays(), credit::betweenRefunds);
        opened.add(Periodic.start("retention", RETENTION_PAUSE, retention::round));
    }

    /// Admits nothing while the disk is nearly full. A PostgreSQL server's disk is not ours to see.
    ///
    /// @throws Fault STORE_UNAVAILABLE when the disk cannot be found
    void guardDisk(Ledger ledger) {
        if (!(config.store() instanceof StoreAddress.Embedded)) {
            return;
        }
        try {
            DiskGuard guard =
                    new DiskGuard(
                            DiskGuard.of(config.dataDirectory()),
                            ledger,
                            (long) config.minFreeMib() << 20);
            guard.look();
            opened.add(Periodic.start("disk-guard", DISK_GUARD_PAUSE, guard::look));
        } catch (IOException e) {
            throw Fault.storeUnavailable("cannot find the disk of " + config.dataDirectory(), e);
        }
    }
}
