package io.weighbridge.console.feature.prices.replay;

import io.weighbridge.console.feature.prices.books.Part;
import io.weighbridge.console.feature.prices.words.Difference;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.console.text.TimeInput;
import io.weighbridge.proto.v1.PriceBook;
import io.weighbridge.proto.v1.Replay;
import io.weighbridge.proto.v1.ReplayAccount;
import io.weighbridge.proto.v1.ReplaySums;

import java.math.BigInteger;

/// Words and figures of replays. What is compared is always of the same calls: those that the book
/// prices.
final class ReplayWords {
    private ReplayWords() {}

    static String state(Replay replay) {
        return Texts.word("prices.replay.", replay.getState().name());
    }

    static String style(Replay replay) {
        return switch (replay.getState()) {
            case REPLAY_STATE_DONE -> "ok";
            case REPLAY_STATE_RUNNING, REPLAY_STATE_CANCELLED -> "watch";
            case REPLAY_STATE_FAILED -> "over";
            case REPLAY_STATE_UNSPECIFIED, UNRECOGNIZED -> "";
        };
    }

    /// The note of its book, or the id of one that is gone.
    static String book(Replay replay, PriceBook book) {
        return book.getId().isEmpty() ? replay.getPriceBook() : Part.title(book);
    }

    /// From when to when.
    static String span(Replay replay, Formats formats) {
        return Texts.of(
                "prices.replay.span",
                TimeInput.beginText(replay.getFromMs(), formats.zone()),
                TimeInput.endText(replay.getToMs(), formats.zone()));
    }

    /// What the calls were charged that the book prices.
    static long beforeNanos(ReplaySums sums) {
        return sums.getBeforeNanos() - sums.getUnpricedBeforeNanos();
    }

    /// How much more those would be charged.
    static long moreNanos(ReplaySums sums) {
        return sums.getAfterNanos() - beforeNanos(sums);
    }

    /// `+20 %`, `−33.33 %`, `0 %`; a dash where there is nothing to compare with.
    static String percent(long before, long after) {
        if (before == 0) {
            return after == 0 ? "0 %" : "–";
        }
        String text =
                Difference.percent(
                        Difference.basisPoints(
                                BigInteger.valueOf(before), BigInteger.valueOf(after)));
        return text.isEmpty() ? "0 %" : text;
    }

    /// How far it came, 0 to 1.
    static double progress(Replay replay) {
        long wholeMs = replay.getToMs() - replay.getFromMs();
        return wholeMs <= 0 ? 0 : (double) (replay.getDoneToMs() - replay.getFromMs()) / wholeMs;
    }

    static String progressText(Replay replay, Formats formats) {
        return Texts.of(
                "prices.replay.progress",
                formats.percent(
                        replay.getDoneToMs() - replay.getFromMs(),
                        replay.getToMs() - replay.getFromMs()),
                TimeInput.text(replay.getDoneToMs(), formats.zone()),
                formats.count(replay.getSums().getCalls()));
    }

    /// What the book has no price for; empty for nothing.
    static String unpriced(ReplaySums sums, Formats formats) {
        return sums.getUnpricedCalls() == 0
                ? ""
                : Texts.of(
                        "prices.replay.unpriced",
                        formats.count(sums.getUnpricedCalls()),
                        formats.count(sums.getCalls()),
                        formats.money(sums.getUnpricedBeforeNanos()));
    }

    /// Charges less cost, and its part of the charges: `$3.00 (30 %)`.
    static String margin(long chargesNanos, long costNanos, Formats formats) {
        long marginNanos = chargesNanos - costNanos;
        return chargesNanos == 0
                ? formats.money(marginNanos)
                : Texts.of(
                        "prices.replay.margin.part",
                        formats.money(marginNanos),
                        formats.percent(marginNanos, chargesNanos).replace('-', '\u2212'));
    }

    /// When an account's credit would not have sufficed; empty when it would.
    static String dry(ReplayAccount account, Formats formats) {
        return account.getDryAtMs() == 0
                ? ""
                : Texts.of(
                        "prices.replay.dry", TimeInput.text(account.getDryAtMs(), formats.zone()));
    }
}
