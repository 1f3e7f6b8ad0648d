package io.weighbridge.console.feature.accounts;

import io.weighbridge.console.control.DataTable;
import io.weighbridge.console.fx.Paging;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.ListNoticesReply;
import io.weighbridge.proto.v1.ListNoticesRequest;
import io.weighbridge.proto.v1.Notice;
import io.weighbridge.proto.v1.PageRequest;

import javafx.scene.control.Label;

import java.util.function.Consumer;

/// Who inside an account uses how much, and what its owner must know.
final class UseParts {
    private UseParts() {}

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
        Label partial = new Label();
        partial.setId("subjects-partial");
        partial.getStyleClass().add("watch");
        partial.setWrapText(true);
        partial.visibleProperty().bind(partial.textProperty().isNotEmpty());
        partial.managedProperty().bind(partial.visibleProperty());
        SubjectSums sums = new SubjectSums(bench.client(), account);
        return new ListPart<>(
                "subjects",
                table,
                bench.background(),
                _ -> {
                    SubjectSums.Read read = sums.read(formats.clock().millis());
                    String said = said(read, formats);
                    bench.background().fx().execute(() -> partial.setText(said));
                    return new Paging.Page<>(read.uses(), "");
                },
                partial);
    }

    private static String said(SubjectSums.Read read, Formats formats) {
        return read.isWhole()
                ? ""
                : Texts.of("accounts.subjects.partial", formats.instant(read.wholeUntilMs()));
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
                        .onOpen(
                                notice -> {
                                    if (!notice.getKey().isEmpty()) {
                                        go.accept(Address.of(Route.KEYS, notice.getKey()));
                                    }
                                })
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
