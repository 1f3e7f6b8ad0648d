package io.weighbridge.console.feature.accounts;

import io.weighbridge.console.control.ChipCell;
import io.weighbridge.console.control.DataTable;
import io.weighbridge.console.fx.Paging;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.ApiKey;
import io.weighbridge.proto.v1.ListKeysReply;
import io.weighbridge.proto.v1.ListKeysRequest;
import io.weighbridge.proto.v1.ListPlansRequest;
import io.weighbridge.proto.v1.PageRequest;
import io.weighbridge.proto.v1.Plan;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// An account's keys, and why calls with them were refused.
final class KeyParts {
    private static final int PAGE = 100;
    private static final int PLANS_MAX = 1_000;

    private KeyParts() {}

    /// A key, with its plan in words.
    record KeyRow(ApiKey key, String plan) {
        String id() {
            return key.getId();
        }
    }

    /// The account's keys, revoked ones too.
    static ListPart<KeyRow> keys(Workbench bench, String account, Consumer<Address> go) {
        Formats formats = bench.formats();
        DataTable<KeyRow> table =
                new DataTable<KeyRow>(Texts.of("accounts.part.keys"), KeyRow::id)
                        .text(
                                Texts.of("accounts.column.name"),
                                160,
                                row -> row.key().getSettings().getName())
                        .text(Texts.of("accounts.column.hint"), 130, row -> row.key().getHint())
                        .drawn(
                                Texts.of("accounts.column.state"),
                                100,
                                null,
                                row -> state(formats, row),
                                _ ->
                                        new ChipCell<>(
                                                row -> state(formats, row),
                                                row -> isOver(formats, row) ? "blocked" : "ok"))
                        .text(Texts.of("accounts.column.plan"), 120, KeyRow::plan)
                        .text(
                                Texts.of("accounts.column.last-used"),
                                120,
                                row ->
                                        row.key().getLastUsedAtMs() == 0
                                                ? Texts.of("accounts.never")
                                                : formats.relative(row.key().getLastUsedAtMs()))
                        .figure(
                                Texts.of("accounts.column.spent"),
                                110,
                                row -> row.key().getSpentNanos(),
                                row -> formats.money(row.key().getSpentNanos()),
                                row -> formats.exactMoney(row.key().getSpentNanos()))
                        .onOpen(row -> go.accept(Address.of(Route.KEYS, row.id())))
                        .remember(bench.settings(), "account.keys");
        return new ListPart<>(
                "keys", table, bench.background(), token -> readKeys(bench, account, token));
    }

    private static String state(Formats formats, KeyRow row) {
        return AccountWords.keyState(row.key(), formats.clock().millis());
    }

    private static boolean isOver(Formats formats, KeyRow row) {
        return !state(formats, row).equals(Texts.of("accounts.active"));
    }

    private static Paging.Page<KeyRow> readKeys(Workbench bench, String account, String token) {
        ListKeysReply reply =
                bench.client()
                        .keys()
                        .listKeys(
                                ListKeysRequest.newBuilder()
                                        .setAccount(account)
                                        .setIncludeRevoked(true)
                                        .setPage(
                                                PageRequest.newBuilder()
                                                        .setSize(PAGE)
                                                        .setToken(token))
                                        .build());
        Map<String, String> plans = new HashMap<>();
        for (Plan plan :
                bench.client()
                        .plans()
                        .listPlans(
                                ListPlansRequest.newBuilder()
                                        .setPage(PageRequest.newBuilder().setSize(PLANS_MAX))
                                        .build())
                        .getPlansList()) {
            plans.put(plan.getId(), plan.getName());
        }
        List<KeyRow> rows =
                reply.getKeysList().stream()
                        .map(
                                key -> {
                                    String plan = key.getSettings().getPlan();
                                    return new KeyRow(key, plans.getOrDefault(plan, plan));
                                })
                        .toList();
        return new Paging.Page<>(rows, reply.getNextPageToken());
    }

    /// The refusals that the service remembers, and what stood in the way.
    static ListPart<Refusals.Refused> refused(
            Workbench bench, String account, Consumer<Address> go) {
        Formats formats = bench.formats();
        DataTable<Refusals.Refused> table =
                new DataTable<Refusals.Refused>(
                                Texts.of("accounts.part.refused"), Refusals.Refused::id)
                        .text(
                                Texts.of("accounts.column.when"),
                                110,
                                refused -> formats.relative(refused.call().getAtMs()))
                        .text(Texts.of("accounts.column.key"), 140, Refusals.Refused::key)
                        .text(
                                Texts.of("accounts.column.service"),
                                110,
                                refused -> refused.call().getService())
                        .text(
                                Texts.of("accounts.column.why"),
                                190,
                                refused -> AccountWords.refusal(refused.call().getReason()))
                        .text(
                                Texts.of("accounts.column.then"),
                                520,
                                refused -> refused.explanation(formats))
                        .onOpen(refused -> go.accept(Address.of(Route.KEYS, refused.keyId())))
                        .remember(bench.settings(), "account.refused");
        Refusals refusals = new Refusals(bench.client());
        return new ListPart<>(
                "refused",
                table,
                bench.background(),
                _ -> new Paging.Page<>(refusals.read(account), ""));
    }
}
