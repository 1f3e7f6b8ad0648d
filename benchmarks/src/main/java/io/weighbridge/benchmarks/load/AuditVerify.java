package io.weighbridge.benchmarks.load;

import io.weighbridge.backend.operators.audit.AuditCheck;
import io.weighbridge.backend.operators.audit.AuditReport;
import io.weighbridge.backend.operators.audit.SqlAuditCopy;
import io.weighbridge.backend.platform.audit.Act;
import io.weighbridge.backend.platform.audit.ActorKind;
import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.audit.SqlAuditTrail;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.platform.sql.StoreAddress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// How many entries of the audit log are checked in a second: with one thread, and with as many as
/// `audit verify` takes here. The entries are those of a changed key: about 700 bytes each.
public final class AuditVerify {
    private static final int BATCH = 10_000;
    private static final int ROUNDS = 5;

    private AuditVerify() {}

    /// @param args how many entries; default 1,000,000
    public static void main(String[] args) throws IOException {
        int entries = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
        Path directory = Files.createTempDirectory("weighbridge-audit");
        try {
            fill(directory, entries);
            int processors = Runtime.getRuntime().availableProcessors();
            for (int threads : processors > 1 ? new int[] {1, processors} : new int[] {1}) {
                measure(directory, threads);
            }
        } finally {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static void fill(Path directory, int entries) {
        Act act =
                new Act(
                        ActorKind.OPERATOR,
                        123_456_789_012L,
                        "anna.example",
                        1,
                        123_456_789_013L,
                        "192.168.100.100:50000",
                        "weighbridge.v1.Keys/UpdateKey",
                        "");
        String key =
                "{\"account\":\"acct_00g5q8vhk3m2x\",\"hint\":\"wb-live-...abcd\",\"version\":%d,"
                        + "\"name\":\"production\",\"plan\":\"\",\"allServices\":true,"
                        + "\"services\":[],\"expiresAtMs\":0,\"overrides\":[],"
                        + "\"revokedAtMs\":0,\"revokedReason\":\"\"}";
        try (Database database = Database.open(directory)) {
            for (int from = 0; from < entries; from += BATCH) {
                List<Change> changes = new ArrayList<>();
                for (int i = from; i < Math.min(entries, from + BATCH); i++) {
                    changes.add(
                            Change.by(
                                    act,
                                    1_700_000_000_000L + i,
                                    "key.update",
                                    "key_00g5q8vhk3m2x",
                                    key.formatted(i),
                                    key.formatted(i + 1),
                                    "asked for by the customer"));
                }
                var _ =
                        database.write(
                                connection -> {
                                    SqlAuditTrail.append(connection, changes);
                                    return true;
                                });
            }
        }
    }

    private static void measure(Path directory, int threads) {
        double best = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long begin = System.nanoTime();
            AuditReport report =
                    new AuditCheck(
                                    new SqlAuditCopy(new StoreAddress.Embedded(directory)),
                                    null,
                                    threads)
                            .run(null);
            double seconds = (System.nanoTime() - begin) / 1e9;
            if (!report.isIntact()) {
                throw new IllegalStateException(report.toString());
            }
            double rate = report.entries() / seconds;
            best = Math.max(best, rate);
            System.out.printf(
                    "%d thread(s), round %d: %,.0f entries/s%n", threads, round + 1, rate);
        }
        System.out.printf("%d thread(s), best: %,.0f entries/s%n", threads, best);
    }
}
