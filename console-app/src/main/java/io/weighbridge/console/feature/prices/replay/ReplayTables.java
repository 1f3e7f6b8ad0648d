package io.weighbridge.console.feature.prices.replay;

import io.weighbridge.console.control.ChipCell;
import io.weighbridge.console.control.DataTable;
import io.weighbridge.console.feature.prices.replay.ReplayModel.AccountLine;
import io.weighbridge.console.feature.prices.replay.ReplayModel.Seen;
import io.weighbridge.console.feature.prices.words.Difference;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.ReplayService;
import io.weighbridge.proto.v1.ReplaySums;

import java.math.BigInteger;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/// The columns of replays, and of what one says of services and accounts.
final class ReplayTables {
    private ReplayTables() {}

    static DataTable<Seen> replays(Formats formats) {
        DataTable<Seen> table =
                new DataTable<Seen>(
                                Texts.of("prices.tab.replays"), seen -> seen.replay().getReplay())
                        .drawn(
                                Texts.of("prices.version.state"),
                                90,
                                null,
                                seen -> ReplayWords.state(seen.replay()),
                                _ ->
                                        new ChipCell<>(
                                                seen -> ReplayWords.state(seen.replay()),
                                                seen -> ReplayWords.style(seen.replay())))
                        .text(
                                Texts.of("prices.replay.book"),
                                180,
                                seen -> ReplayWords.book(seen.replay(), seen.book()))
                        .text(
                                Texts.of("prices.replay.calls-of"),
                                285,
                                seen -> ReplayWords.span(seen.replay(), formats))
                        .figure(
                                Texts.of("prices.replay.asked"),
                                85,
                                seen -> seen.replay().getAskedAtMs(),
                                seen -> formats.relative(seen.replay().getAskedAtMs()),
                                seen -> formats.exactInstant(seen.replay().getAskedAtMs()));
        return sums(table, seen -> seen.replay().getSums(), formats)
                .text(Texts.of("prices.replay.id"), 180, seen -> seen.replay().getReplay());
    }

    static DataTable<ReplayService> services(Formats formats) {
        return sums(
                new DataTable<>(Texts.of("prices.replay.services"), ReplayService::getService)
                        .text(Texts.of("prices.replay.service"), 200, ReplayService::getService),
                ReplayService::getSums,
                formats);
    }

    static DataTable<AccountLine> accounts(Formats formats) {
        DataTable<AccountLine> table =
                new DataTable<AccountLine>(
                                Texts.of("prices.replay.accounts"),
                                each -> each.line().getAccount())
                        .text(Texts.of("prices.replay.account"), 170, AccountLine::name);
        return sums(table, each -> each.line().getSums(), formats)
                .text(
                        Texts.of("prices.replay.credit"),
                        310,
                        each -> ReplayWords.dry(each.line(), formats));
    }

    private static <R> DataTable<R> sums(
            DataTable<R> table, Function<R, ReplaySums> sums, Formats formats) {
        table.figure(
                Texts.of("prices.replay.calls"),
                65,
                row -> sums.apply(row).getCalls(),
                row -> formats.count(sums.apply(row).getCalls()),
                row -> Long.toString(sums.apply(row).getCalls()));
        money(
                table,
                "prices.replay.before",
                row -> ReplayWords.beforeNanos(sums.apply(row)),
                formats);
        money(table, "prices.replay.after", row -> sums.apply(row).getAfterNanos(), formats);
        table.figure(
                        Texts.of("prices.replay.more"),
                        90,
                        row -> ReplayWords.moreNanos(sums.apply(row)),
                        row -> formats.change(ReplayWords.moreNanos(sums.apply(row))),
                        row -> formats.exactChange(ReplayWords.moreNanos(sums.apply(row))))
                .figure(
                        Texts.of("prices.replay.percent"),
                        90,
                        row -> basisPoints(sums.apply(row)),
                        row -> percent(sums.apply(row)),
                        row -> percent(sums.apply(row)))
                .figure(
                        Texts.of("prices.replay.not-priced"),
                        90,
                        row -> sums.apply(row).getUnpricedBeforeNanos(),
                        row -> notPriced(sums.apply(row), formats),
                        row -> formats.exactMoney(sums.apply(row).getUnpricedBeforeNanos()));
        return table;
    }

    private static String percent(ReplaySums sums) {
        return ReplayWords.percent(ReplayWords.beforeNanos(sums), sums.getAfterNanos());
    }

    private static long basisPoints(ReplaySums sums) {
        return Difference.basisPoints(
                BigInteger.valueOf(ReplayWords.beforeNanos(sums)),
                BigInteger.valueOf(sums.getAfterNanos()));
    }

    private static String notPriced(ReplaySums sums, Formats formats) {
        return sums.getUnpricedCalls() == 0 ? "" : formats.money(sums.getUnpricedBeforeNanos());
    }

    private static <R> void money(
            DataTable<R> table, String key, ToLongFunction<R> nanos, Formats formats) {
        table.figure(
                Texts.of(key),
                85,
                nanos::applyAsLong,
                row -> formats.money(nanos.applyAsLong(row)),
                row -> formats.exactMoney(nanos.applyAsLong(row)));
    }
}
