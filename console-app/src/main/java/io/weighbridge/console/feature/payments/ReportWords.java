package io.weighbridge.console.feature.payments;

import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.DifferenceKind;
import io.weighbridge.proto.v1.ReconciliationDifference;
import io.weighbridge.proto.v1.ReconciliationGap;
import io.weighbridge.proto.v1.ReconciliationRun;
import io.weighbridge.proto.v1.ReconciliationState;

import java.util.Locale;
import java.util.stream.Collectors;

/// Words of reports and of what they found, and how they look: ok, watch, over, empty for none.
final class ReportWords {
    private ReportWords() {}

    /// By what it found, too: a word, not only a colour, tells them apart.
    static String state(ReconciliationRun report) {
        String key = "payments.report." + report.getState().name();
        return report.getDifferences() > 0 && Texts.has(key + ".differs")
                ? Texts.of(key + ".differs")
                : Texts.word("payments.report.", report.getState().name());
    }

    /// How its state looks.
    static String style(ReconciliationRun report) {
        return switch (report.getState()) {
            case RECONCILIATION_STATE_COMPLETE -> report.getDifferences() == 0 ? "ok" : "over";
            case RECONCILIATION_STATE_INCOMPLETE -> report.getDifferences() == 0 ? "watch" : "over";
            case RECONCILIATION_STATE_RUNNING -> "watch";
            case RECONCILIATION_STATE_WAITING, RECONCILIATION_STATE_UNSPECIFIED, UNRECOGNIZED -> "";
        };
    }

    /// Empty while it is not made.
    static String differences(ReconciliationRun report, Formats formats) {
        return ReportModel.isOpen(report) ? "" : formats.count(report.getDifferences());
    }

    /// How far its differences are apart together; empty for none.
    static String gaps(ReconciliationRun report, Formats formats) {
        return report.getGapsList().stream()
                .map(gap -> gap(gap, formats))
                .collect(Collectors.joining(", "));
    }

    private static String gap(ReconciliationGap gap, Formats formats) {
        return gap.getNanos() == Long.MAX_VALUE
                ? Texts.of("payments.report.uncountable", gap.getCurrency())
                : formats.exactMoney(gap.getNanos(), gap.getCurrency());
    }

    /// What it says, in a few words.
    static String verdict(ReconciliationRun report, Formats formats) {
        if (report.getDifferences() > 0) {
            return found(report, formats.count(report.getDifferences()), formats);
        }
        return Texts.word("payments.verdict.", report.getState().name());
    }

    /// What that means, where there are no differences to be seen.
    static String meaning(ReconciliationRun report, Formats formats) {
        return report.getState() == ReconciliationState.RECONCILIATION_STATE_COMPLETE
                        && report.getPayments() == 0
                ? Texts.of("payments.meaning.nothing")
                : Texts.of(
                        "payments.meaning." + report.getState().name(),
                        formats.count(report.getPayments()));
    }

    private static String found(ReconciliationRun report, String count, Formats formats) {
        String key =
                report.getDifferences() == 1 ? "payments.verdict.one" : "payments.verdict.found";
        return report.getGapsCount() == 0
                ? Texts.of(key, count)
                : Texts.of(key + ".apart", count, gaps(report, formats));
    }

    static String kind(DifferenceKind kind) {
        return Texts.word("payments.difference.", kind.name());
    }

    /// As the contract calls it, in small letters.
    static String csv(DifferenceKind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace("difference_kind_", "");
    }

    /// What a difference says, in a sentence.
    static String says(ReconciliationDifference difference, Formats formats) {
        String key = "payments.says." + difference.getKind().name();
        if (!Texts.has(key)) {
            return difference.getDetail();
        }
        String currency = difference.getCurrency();
        String text =
                Texts.of(
                        key,
                        formats.exactMoney(difference.getExpectedNanos(), currency),
                        formats.exactMoney(difference.getFoundNanos(), currency),
                        difference.getProvider());
        return difference.getDetail().isEmpty()
                ? text
                : text + ' ' + Texts.of("payments.says.detail", difference.getDetail());
    }
}
