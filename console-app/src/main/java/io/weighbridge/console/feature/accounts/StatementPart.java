package io.weighbridge.console.feature.accounts;

import io.weighbridge.console.control.DataTable;
import io.weighbridge.console.control.Described;
import io.weighbridge.console.fx.Paging;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.GetStatementRequest;
import io.weighbridge.proto.v1.PageRequest;
import io.weighbridge.proto.v1.Statement;
import io.weighbridge.proto.v1.StatementEntry;

import javafx.geometry.Pos;
import javafx.scene.control.DatePicker;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.function.Consumer;

/// Every movement of an account's credit, the newest first, with the balance after each.
final class StatementPart {
    private static final int PAGE = 100;

    private final Workbench bench;
    private final String account;
    private final boolean isDrawer;
    private final Consumer<Address> go;
    private final DatePicker until = new DatePicker();
    private final ListPart<StatementEntry> list;

    private StatementPart(Workbench bench, String account, boolean isDrawer, Consumer<Address> go) {
        this.bench = bench;
        this.account = account;
        this.isDrawer = isDrawer;
        this.go = go;
        until.setId("statement-until");
        until.setPrefWidth(140);
        Label label = Described.label(Texts.of("accounts.statement.until"), until);
        HBox tools = new HBox(8, label, until);
        tools.setAlignment(Pos.CENTER_LEFT);
        list = new ListPart<>("statement", table(), bench.background(), reader(null), tools);
        until.valueProperty().subscribe((_, day) -> list.readWith(reader(day)));
    }

    /// @param go where a line leads
    static ListPart<StatementEntry> of(
            Workbench bench, String account, boolean isDrawer, Consumer<Address> go) {
        return new StatementPart(bench, account, isDrawer, go).list;
    }

    private Paging.Reader<StatementEntry> reader(@Nullable LocalDate lastDay) {
        // To the end of that day in the operator's zone.
        long toMs =
                lastDay == null
                        ? 0
                        : lastDay.plusDays(1)
                                .atStartOfDay(bench.formats().zone())
                                .toInstant()
                                .toEpochMilli();
        return token -> {
            Statement statement =
                    bench.client()
                            .accounts()
                            .getStatement(
                                    GetStatementRequest.newBuilder()
                                            .setAccount(account)
                                            .setToAtMs(toMs)
                                            .setNewestFirst(true)
                                            .setPage(
                                                    PageRequest.newBuilder()
                                                            .setSize(PAGE)
                                                            .setToken(token))
                                            .build());
            return new Paging.Page<>(statement.getEntriesList(), statement.getNextPageToken());
        };
    }

    private DataTable<StatementEntry> table() {
        Formats formats = bench.formats();
        DataTable<StatementEntry> table =
                new DataTable<StatementEntry>(
                                Texts.of("accounts.part.statement"),
                                entry -> Long.toString(entry.getSequence()))
                        .text(
                                Texts.of("accounts.column.when"),
                                isDrawer ? 80 : 160,
                                entry ->
                                        isDrawer
                                                ? formats.relative(entry.getAtMs())
                                                : formats.instant(entry.getAtMs()))
                        .text(
                                Texts.of("accounts.column.kind"),
                                isDrawer ? 66 : 85,
                                entry -> AccountWords.kind(entry.getKind()))
                        .figure(
                                Texts.of("accounts.column.amount"),
                                120,
                                StatementEntry::getAmountNanos,
                                entry -> formats.change(entry.getAmountNanos()),
                                entry -> formats.exactMoney(entry.getAmountNanos()))
                        .figure(
                                Texts.of("accounts.column.after"),
                                isDrawer ? 108 : 116,
                                StatementEntry::getBalanceAfterNanos,
                                entry -> formats.money(entry.getBalanceAfterNanos()),
                                entry -> formats.exactMoney(entry.getBalanceAfterNanos()));
        if (!isDrawer) {
            table.text(
                            Texts.of("accounts.column.reason"),
                            110,
                            entry -> AccountWords.reason(entry.getReason()))
                    .text(Texts.of("accounts.column.note"), 150, StatementEntry::getNote)
                    .text(Texts.of("accounts.column.reference"), 310, StatementPart::reference)
                    .remember(bench.settings(), "account.statement");
        }
        return table.onOpen(this::open);
    }

    private static String reference(StatementEntry entry) {
        return entry.getRecordId().isEmpty() ? entry.getOperationId() : entry.getRecordId();
    }

    // "Why was this charged?" is answered by the usage record.
    private void open(StatementEntry entry) {
        if (!entry.getRecordId().isEmpty()) {
            go.accept(Address.of(Route.USAGE, entry.getRecordId()));
        }
    }
}
