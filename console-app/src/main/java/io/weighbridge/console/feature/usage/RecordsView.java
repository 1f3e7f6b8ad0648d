package io.weighbridge.console.feature.usage;

import io.weighbridge.console.control.DataTable;
import io.weighbridge.console.control.NearEnd;
import io.weighbridge.console.control.StatePane;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.Unit;
import io.weighbridge.proto.v1.UnitCount;
import io.weighbridge.proto.v1.UsageRecord;

import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import java.util.List;

/// Records, newest first; Enter shows in the drawer why one was charged what it was.
final class RecordsView implements UsageView.Part {
    private final Workbench bench;
    private final Formats formats;
    private final Names names;
    private final RecordsModel model;
    private final DataTable<UsageRecord> table;
    private final Label shown = new Label();
    private final Button more = new Button(Texts.of("common.more"));
    private final StatePane state;
    private UsageQuery query = UsageQuery.of(Address.of(Route.USAGE));

    RecordsView(Workbench bench, Names names) {
        this.bench = bench;
        this.formats = bench.formats();
        this.names = names;
        this.model = new RecordsModel(bench.client(), names, bench.background(), formats);
        this.table = table();
        more.setId("usage-more");
        more.getStyleClass().add("small");
        more.setOnAction(_ -> model.more());
        more.visibleProperty().bind(model.hasMoreProperty());
        more.managedProperty().bind(more.visibleProperty());
        shown.setId("usage-shown");
        shown.getStyleClass().add("muted");
        HBox foot = new HBox(12, shown, more);
        foot.setAlignment(Pos.CENTER_LEFT);
        VBox all = new VBox(6, table.node(), foot);
        VBox.setVgrow(table.node(), Priority.ALWAYS);
        NearEnd.watch(table.node(), model::more);
        state =
                new StatePane(
                        all,
                        Texts.of("usage.empty.title"),
                        Texts.of("usage.empty.text"),
                        () -> model.read(query));
        model.stateProperty().subscribe(this::take);
    }

    private DataTable<UsageRecord> table() {
        DataTable<UsageRecord> records =
                new DataTable<>(Texts.of("usage.records"), UsageRecord::getId);
        records.node().setId("usage-records");
        return records.text(
                        Texts.of("usage.column.time"),
                        165,
                        record -> formats.instant(record.getSettledAtMs()))
                .text(
                        Texts.of("usage.group.account"),
                        140,
                        record -> names.of(Level.ACCOUNT, record.getAccount()))
                .text(Texts.of("usage.group.service"), 120, UsageRecord::getService)
                .figure(
                        Texts.of("usage.measure.charge"),
                        110,
                        RecordsView::charge,
                        record -> formats.money(charge(record)),
                        record -> formats.exactMoney(charge(record)))
                .text(Texts.of("usage.column.state"), 115, RecordsView::state)
                .figure(
                        Texts.of("usage.column.input"),
                        90,
                        record -> count(record, Unit.UNIT_INPUT_TOKENS),
                        record -> formats.brief(count(record, Unit.UNIT_INPUT_TOKENS)),
                        record -> formats.count(count(record, Unit.UNIT_INPUT_TOKENS)))
                .figure(
                        Texts.of("usage.column.output"),
                        90,
                        record -> count(record, Unit.UNIT_OUTPUT_TOKENS),
                        record -> formats.brief(count(record, Unit.UNIT_OUTPUT_TOKENS)),
                        record -> formats.count(count(record, Unit.UNIT_OUTPUT_TOKENS)))
                .text(
                        Texts.of("usage.group.key"),
                        130,
                        record -> names.of(Level.KEY, record.getKey()))
                .text(Texts.of("usage.group.subject"), 90, UsageRecord::getSubject)
                .onOpen(
                        record ->
                                bench.navigator().inspect(Address.of(Route.USAGE, record.getId())))
                .remember(bench.settings(), "usage.records");
    }

    private static long charge(UsageRecord record) {
        return record.hasRatedChargeNanos()
                ? record.getRatedChargeNanos()
                : record.getChargeNanos();
    }

    private static long count(UsageRecord record, Unit unit) {
        return record.getUnitsList().stream()
                .filter(count -> count.getUnit() == unit)
                .mapToLong(UnitCount::getCount)
                .sum();
    }

    /// How it ended, and what is to be done about it.
    static String state(UsageRecord record) {
        String outcome = Texts.of("usage.outcome." + record.getOutcome().name());
        if (record.getWrittenOff()) {
            return outcome + ", " + Texts.of("usage.state.written-off");
        }
        if (record.hasRatedChargeNanos()) {
            return outcome + ", " + Texts.of("usage.state.rated");
        }
        if (!record.getUnratedReason().isEmpty()) {
            return outcome + ", " + Texts.of("usage.state.unrated");
        }
        return record.getRefundedNanos() > 0
                ? outcome + ", " + Texts.of("usage.state.refunded")
                : outcome;
    }

    private void take(Loadable<List<UsageRecord>> now) {
        state.show(now);
        if (now instanceof Loadable.Ready<List<UsageRecord>>(List<UsageRecord> records)) {
            List<UsageRecord> before = table.rows();
            boolean isMore =
                    before.size() < records.size()
                            && records.subList(0, before.size()).equals(before);
            if (isMore && !before.isEmpty()) {
                table.addRows(records.subList(before.size(), records.size()));
            } else {
                table.setRows(records);
            }
            shown.setText(
                    Texts.of(
                            Boolean.TRUE.equals(model.hasMoreProperty().get())
                                    ? "usage.records.some"
                                    : "usage.records.all",
                            formats.count(records.size())));
        }
    }

    @Override
    public Parent node() {
        return state;
    }

    @Override
    public void show(UsageQuery wanted) {
        query = wanted;
        model.read(wanted);
    }

    @Override
    public void hide() {
        model.cancel();
    }
}
