package io.weighbridge.backend;

import io.weighbridge.backend.ledger.Credit;
import io.weighbridge.backend.ledger.DiskGuard;
import io.weighbridge.backend.ledger.Ledger;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.sql.StoreAddress;
import io.weighbridge.backend.platform.time.Periodic;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.backend.usage.RetentionStore;
import io.weighbridge.backend.usage.UsageRetention;

import java.io.IOException;
import java.time.Duration;

/// What is done again and again beside the calls.
///
/// @param opened ends it with the service
record Housekeeping(Config config, Opened opened, TimeSource time) {
    // How often what is only for people is saved or logged.
    private static final Duration PAUSE = Duration.ofSeconds(60);
    private static final Duration RETENTION_PAUSE = Duration.ofSeconds(2);
    private static final Duration DISK_GUARD_PAUSE = Duration.ofSeconds(5);

    void eachMinute(String name, Runnable work) {
        opened.add(Periodic.start(name, PAUSE, work));
    }

    /// Deletes usage records when they are old enough.
    void keepRecords(RetentionStore store, Credit credit) {
        UsageRetention retention =
                new UsageRetention(store, time, config.usageRecordsDays(), credit::betweenRefunds);
        opened.add(Periodic.start("retention", RETENTION_PAUSE, retention::round));
    }

    /// Watches over the disk of the data directory. A PostgreSQL server's disk is not ours to see.
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
