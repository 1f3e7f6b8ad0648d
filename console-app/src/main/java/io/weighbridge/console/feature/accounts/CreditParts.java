package io.weighbridge.console.feature.accounts;

import io.weighbridge.console.control.DataTable;
import io.weighbridge.console.fx.Paging;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.Grant;
import io.weighbridge.proto.v1.GrantKind;
import io.weighbridge.proto.v1.Hold;
import io.weighbridge.proto.v1.ListGrantsReply;
import io.weighbridge.proto.v1.ListGrantsRequest;
import io.weighbridge.proto.v1.ListHoldsReply;
import io.weighbridge.proto.v1.ListHoldsRequest;
import io.weighbridge.proto.v1.PageRequest;

import java.util.function.Consumer;
import java.util.function.Predicate;

/// What an account's credit consists of, and what of it is set aside.
final class CreditParts {
    private static final int PAGE = 100;

    private CreditParts() {}

    private static PageRequest page(String token) {
        return PageRequest.newBuilder().setSize(PAGE).setToken(token).build();
    }

    /// Open holds, oldest first, with their age and when they are let go.
    static ListPart<Hold> holds(Workbench bench, String account, Consumer<Address> go) {
        Formats formats = bench.formats();
        DataTable<Hold> table =
                new DataTable<Hold>(Texts.of("accounts.part.holds"), Hold::getRequestId)
                        .figure(
                                Texts.of("accounts.column.held"),
                                100,
                                Hold::getHeldNanos,
                                hold -> formats.money(hold.getHeldNanos()),
                                hold -> formats.exactMoney(hold.getHeldNanos()))
                        .text(
                                Texts.of("accounts.column.age"),
                                100,
                                hold -> formats.relative(hold.getOpenedAtMs()))
                        .text(
                                Texts.of("accounts.column.release"),
                                140,
                                hold ->
                                        hold.getQuarantined()
                                                ? Texts.of("accounts.hold.unrated")
                                                : formats.relative(hold.getExpiresAtMs()))
                        .text(Texts.of("accounts.column.service"), 120, Hold::getService)
                        .text(Texts.of("accounts.column.subject"), 120, Hold::getSubject)
                        .text(Texts.of("accounts.column.key"), 170, Hold::getKey)
                        .text(Texts.of("accounts.column.request"), 310, Hold::getRequestId)
                        .onOpen(hold -> go.accept(place(hold)))
                        .remember(bench.settings(), "account.holds");
        return new ListPart<>(
                "holds",
                table,
                bench.background(),
                token -> {
                    ListHoldsReply reply =
                            bench.client()
                                    .accounts()
                                    .listHolds(
                                            ListHoldsRequest.newBuilder()
                                                    .setAccount(account)
                                                    .setPage(page(token))
                                                    .build());
                    return new Paging.Page<>(reply.getHoldsList(), reply.getNextPageToken());
                });
    }

    // A call in flight has no record yet.
    private static Address place(Hold hold) {
        return hold.getQuarantined()
                ? Address.of(Route.USAGE, hold.getRequestId())
                : Address.of(Route.KEYS, hold.getKey());
    }

    /// All grants in the order in which they are burnt.
    static ListPart<Grant> grants(Workbench bench, String account) {
        return grants(bench, account, "grants", _ -> true);
    }

    /// What was bought.
    static ListPart<Grant> topUps(Workbench bench, String account) {
        return grants(
                bench,
                account,
                "top-ups",
                grant -> grant.getKind() == GrantKind.GRANT_KIND_PURCHASED);
    }

    private static ListPart<Grant> grants(
            Workbench bench, String account, String name, Predicate<Grant> wanted) {
        Formats formats = bench.formats();
        DataTable<Grant> table =
                new DataTable<Grant>(Texts.of("accounts.part." + name), Grant::getId)
                        .text(
                                Texts.of("accounts.column.kind"),
                                100,
                                grant -> AccountWords.kind(grant.getKind()))
                        .figure(
                                Texts.of("accounts.column.granted"),
                                110,
                                Grant::getGrantedNanos,
                                grant -> formats.money(grant.getGrantedNanos()),
                                grant -> formats.exactMoney(grant.getGrantedNanos()))
                        .drawn(
                                Texts.of("accounts.column.left"),
                                180,
                                null,
                                grant -> formats.exactMoney(grant.getRemainingNanos()),
                                _ -> new LeftCell(formats))
                        .text(
                                Texts.of("accounts.column.expires"),
                                140,
                                grant ->
                                        grant.getExpiresAtMs() == 0
                                                ? Texts.of("accounts.never")
                                                : formats.relative(grant.getExpiresAtMs()))
                        .text(
                                Texts.of("accounts.column.made"),
                                160,
                                grant -> formats.instant(grant.getCreatedAtMs()))
                        .text(Texts.of("accounts.column.note"), 240, Grant::getNote)
                        .remember(bench.settings(), "account." + name);
        return new ListPart<>(
                name, table, bench.background(), token -> read(bench, account, token, wanted));
    }

    // Pages on until something wanted is there: an empty page would look like the end.
    private static Paging.Page<Grant> read(
            Workbench bench, String account, String from, Predicate<Grant> wanted) {
        String token = from;
        while (true) {
            ListGrantsReply reply =
                    bench.client()
                            .accounts()
                            .listGrants(
                                    ListGrantsRequest.newBuilder()
                                            .setAccount(account)
                                            .setPage(page(token))
                                            .build());
            var rows = reply.getGrantsList().stream().filter(wanted).toList();
            token = reply.getNextPageToken();
            if (!rows.isEmpty() || token.isEmpty()) {
                return new Paging.Page<>(rows, token);
            }
        }
    }
}
