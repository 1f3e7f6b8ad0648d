package io.weighbridge.console.feature.accounts;

import io.weighbridge.console.control.DataTable;
import io.weighbridge.console.fx.Paging;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.Granularity;
import io.weighbridge.proto.v1.GroupBy;
import io.weighbridge.proto.v1.ListNoticesReply;
import io.weighbridge.proto.v1.ListNoticesRequest;
import io.weighbridge.proto.v1.Notice;
import io.weighbridge.proto.v1.PageRequest;
import io.weighbridge.proto.v1.QueryRollupsReply;
import io.weighbridge.proto.v1.QueryRollupsRequest;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Who inside an account uses how much, and what its owner must know.
final class UseParts {
    private static final int PAGE = 1_000;
    private static final int PAGES_MAX = 10;
    private static final int DAYS = 7;
    private static final long DAY_MS = 86_400_000;

    private UseParts() {}

    /// One subject's use.
    record SubjectUse(String subject, long calls, long failed, long chargeNanos) {
        SubjectUse plus(SubjectUse other) {
            return new SubjectUse(
                    subject,
                    calls + other.calls,
                    failed + other.failed,
                    chargeNanos + other.chargeNanos);
        }
    }

    /// Subjects of the last seven days, who spent most first.
    static ListPart<SubjectUse> subjects(Workbench bench, String account, Consumer<Address> go) {
        Formats formats = bench.formats();
        DataTable<SubjectUse> table =
                new DataTable<SubjectUse>(Texts.of("accounts.part.subjects"), SubjectUse::subject)
                        .text(
                                Texts.of("accounts.column.subject"),
                                220,
                                use ->
                                        use.subject().isEmpty()
                                                ? Texts.of("accounts.subject.none")
                                                : use.subject())
                        .figure(
                                Texts.of("accounts.column.charged"),
                                120,
                                SubjectUse::chargeNanos,
                                use -> formats.money(use.chargeNanos()),
                                use -> formats.exactMoney(use.chargeNanos()))
                        .figure(
                                Texts.of("accounts.column.calls"),
                                100,
                                SubjectUse::calls,
                                use -> formats.count(use.calls()),
                                use -> Long.toString(use.calls()))
                        .figure(
                                Texts.of("accounts.column.failed"),
                                100,
                                SubjectUse::failed,
                                use -> formats.count(use.failed()),
                                use -> Long.toString(use.failed()))
                        .onOpen(
                                use ->
                                        go.accept(
                                                Address.of(Route.USAGE)
                                                        .with("account", account)
                                                        .with("subject", use.subject())))
                        .remember(bench.settings(), "account.subjects");
        return new ListPart<>(
                "subjects",
                table,
                bench.background(),
                _ -> new Paging.Page<>(subjects(bench, account), ""));
    }

    // Sums of days come page by page; of very many subjects the first pages are told.
    private static List<SubjectUse> subjects(Workbench bench, String account) {
        long nowMs = bench.formats().clock().millis();
        Map<String, SubjectUse> sums = new HashMap<>();
        String token = "";
        for (int page = 0; page < PAGES_MAX; page++) {
            QueryRollupsReply reply =
                    bench.client()
                            .usage()
                            .queryRollups(
                                    QueryRollupsRequest.newBuilder()
                                            .setAccount(account)
                                            .setGranularity(Granularity.GRANULARITY_DAY)
                                            .addGroupBy(GroupBy.GROUP_BY_SUBJECT)
                                            .setFromAtMs(nowMs - (DAYS - 1) * DAY_MS)
                                            .setToAtMs(nowMs + DAY_MS)
                                            .setPage(
                                                    PageRequest.newBuilder()
                                                            .setSize(PAGE)
                                                            .setToken(token))
                                            .build());
            reply.getRollupsList()
                    .forEach(
                            sum ->
                                    sums.merge(
                                            sum.getSubject(),
                                            new SubjectUse(
                                                    sum.getSubject(),
                                                    sum.getCalls(),
                                                    sum.getFailedCalls(),
                                                    sum.getChargeNanos()),
                                            SubjectUse::plus));
            token = reply.getNextPageToken();
            if (token.isEmpty()) {
                break;
            }
        }
        return sums.values().stream()
                .sorted(
                        Comparator.comparingLong(SubjectUse::chargeNanos)
                                .reversed()
                                .thenComparing(SubjectUse::subject))
                .toList();
    }

    /// What the owner must know of, newest first.
    static ListPart<Notice> notices(Workbench bench, String account, Consumer<Address> go) {
        Formats formats = bench.formats();
        DataTable<Notice> table =
                new DataTable<Notice>(Texts.of("accounts.part.notices"), Notice::toString)
                        .text(
                                Texts.of("accounts.column.when"),
                                160,
                                notice -> formats.instant(notice.getAtMs()))
                        .text(
                                Texts.of("accounts.column.what"),
                                260,
                                notice -> Texts.of("accounts.notice." + notice.getKind().name()))
                        .text(Texts.of("accounts.column.key"), 170, Notice::getKey)
                        .text(Texts.of("accounts.column.reported"), 300, Notice::getReported)
                        .onOpen(notice -> go.accept(Address.of(Route.KEYS, notice.getKey())))
                        .remember(bench.settings(), "account.notices");
        return new ListPart<>(
                "notices",
                table,
                bench.background(),
                token -> {
                    ListNoticesReply reply =
                            bench.client()
                                    .accounts()
                                    .listNotices(
                                            ListNoticesRequest.newBuilder()
                                                    .setAccount(account)
                                                    .setPage(
                                                            PageRequest.newBuilder()
                                                                    .setToken(token))
                                                    .build());
                    return new Paging.Page<>(reply.getNoticesList(), reply.getNextPageToken());
                });
    }
}
