package io.weighbridge.backend.demo;

import io.weighbridge.backend.demo.screen.Texts;
import io.weighbridge.backend.demo.trace.RowSource;
import io.weighbridge.backend.export.Exported;
import io.weighbridge.backend.ledger.check.LedgerReport;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What is told at the end, all of it from the store and the list of refused rows.
///
/// @param source what was played
/// @param done rows done, of all starts
/// @param reckoning the rows against the store
/// @param refusals why rows were refused, in words
/// @param charged the charged rows
/// @param totals the whole store
/// @param ledger the ledger's check
/// @param openHolds holds of the demo still open
/// @param failures what went wrong, in words
/// @param failureCount how many rows that were
record Summary(
        RowSource source,
        long done,
        Progress.Reckoning reckoning,
        String refusals,
        SqlDemoStore.Charged charged,
        SqlDemoStore.Totals totals,
        LedgerReport ledger,
        long openHolds,
        List<String> failures,
        long failureCount) {
    /// All is right and nothing is left to do.
    static final int EXIT_DONE = 0;

    /// Something is wrong.
    static final int EXIT_WRONG = 1;

    /// All is right so far; rows of the trace are left.
    static final int EXIT_STOPPED = 3;

    Summary {
        failures = List.copyOf(failures);
    }

    /// What is wrong, empty when nothing is.
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        for (String problem : ledger.problems()) {
            problems.add("ledger: " + problem);
        }
        add(problems, reckoning.chargedTwice(), "rows were charged more than once");
        add(problems, reckoning.both(), "rows were charged and refused");
        add(problems, reckoning.missing(), "rows were neither charged nor refused");
        add(problems, openHolds, "holds are still open");
        if (failureCount > 0) {
            problems.add(
                    Texts.count(failureCount) + " rows failed: " + String.join("; ", failures));
        }
        return problems;
    }

    private static void add(List<String> problems, long count, String what) {
        if (count > 0) {
            problems.add(Texts.count(count) + " " + what);
        }
    }

    private boolean isComplete() {
        return source.isEndless() || done == source.total();
    }

    int exitStatus() {
        if (!problems().isEmpty()) {
            return EXIT_WRONG;
        }
        return isComplete() ? EXIT_DONE : EXIT_STOPPED;
    }

    List<String> lines(@Nullable Exported exported) {
        List<String> lines = new ArrayList<>();
        String of = source.isEndless() ? "" : " of " + Texts.count(source.total());
        line(
                lines,
                "rows",
                Texts.count(done)
                        + of
                        + ": "
                        + Texts.count(reckoning.charged())
                        + " charged, "
                        + Texts.count(reckoning.refused())
                        + " refused");
        line(lines, "refused", refusals.isEmpty() ? "none" : refusals);
        line(
                lines,
                "tokens",
                Texts.count(charged.inputTokens())
                        + " in, "
                        + Texts.count(charged.outputTokens())
                        + " out");
        line(lines, "prices", Texts.exactMoney(charged.priceNanos()));
        line(lines, "fees", Texts.exactMoney(charged.feeNanos()));
        line(
                lines,
                "overruns",
                Texts.count(charged.overruns())
                        + " calls, "
                        + Texts.exactMoney(charged.overrunNanos())
                        + " above their holds");
        addCredit(lines);
        line(
                lines,
                "ledger",
                (ledger.balanced() ? "balances: " : "does not balance: ")
                        + Texts.count(ledger.accounts())
                        + " accounts, "
                        + Texts.count(ledger.transfers())
                        + " transfers, sum 0");
        if (exported != null) {
            line(lines, "export", text(exported));
        }
        problems().forEach(problem -> line(lines, "PROBLEM", problem));
        line(lines, "result", result());
        if (exitStatus() == EXIT_STOPPED) {
            line(lines, "", "Start it again to go on.");
        }
        return lines;
    }

    private void addCredit(List<String> lines) {
        line(
                lines,
                "credit in",
                Texts.exactMoney(totals.boughtNanos())
                        + " bought, "
                        + Texts.exactMoney(totals.promotionalNanos())
                        + " given");
        line(
                lines,
                "corrected",
                Texts.exactMoney(totals.adjustedNanos())
                        + " adjusted, "
                        + Texts.exactMoney(totals.refundedNanos())
                        + " refunded");
        String label = "balances";
        for (SqlDemoStore.Balance balance : totals.balances()) {
            line(
                    lines,
                    label,
                    String.format(
                            Locale.ROOT,
                            "%-20s %16s",
                            balance.account(),
                            Texts.exactMoney(balance.nanos())));
            label = "";
        }
    }

    private static String text(Exported exported) {
        return Texts.count(exported.usageRecords())
                + " usage records, "
                + Texts.count(exported.transfers())
                + " transfers, "
                + Texts.count(exported.balances())
                + " balances, "
                + Texts.count(exported.priceBooks())
                + " price book(s)";
    }

    private String result() {
        if (!problems().isEmpty()) {
            return "WRONG: see the problems above";
        }
        return isComplete()
                ? "every row charged once or refused with a reason; the ledger balances"
                : Texts.count(source.total() - done)
                        + " rows are left, all others are right; the ledger balances";
    }

    private static void line(List<String> lines, String label, String text) {
        lines.add(String.format(Locale.ROOT, "%-10s %s", label, text));
    }
}
