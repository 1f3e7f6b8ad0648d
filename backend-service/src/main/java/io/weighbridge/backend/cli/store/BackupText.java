package io.weighbridge.backend.cli.store;

import io.weighbridge.backend.backup.Backup;

import java.io.PrintWriter;
import java.util.Locale;

/// What commands say of a backup.
final class BackupText {
    private BackupText() {}

    static void print(PrintWriter out, String what, Backup.Report report) {
        out.println(what);
        out.printf(
                Locale.ROOT,
                "  begun       %s%n  holds       everything up to fact %,d, of %s%n"
                        + "  secrets     %s%n  files       %,d, %,d bytes%n  accounts    %,d%n"
                        + "  transfers   %,d%n  open holds  %,d%n  sha256      %s%n"
                        + "The ledger balances.%n",
                report.madeAt(),
                report.lastSequence(),
                report.lastAt(),
                report.withSecrets() ? "included" : "omitted",
                report.files(),
                report.bytes(),
                report.ledger().accounts(),
                report.ledger().transfers(),
                report.ledger().openHolds(),
                report.sha256());
        out.flush();
    }
}
