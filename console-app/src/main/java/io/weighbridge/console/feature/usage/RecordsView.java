package io.weighbridge.console.feature.usage;

import io.weighbridge.console.control.DataTable;
import io.weighbridge.console.control.PagedTable;
import io.weighbridge.console.control.StatePane;
import io.weighbridge.console.feature.usage.ask.Level;
import io.weighbridge.console.feature.usage.ask.Names;
import io.weighbridge.console.feature.usage.ask.UsageQuery;
import io.weighbridge.console.fx.Subscriptions;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.Unit;
import io.weighbridge.proto.v1.UnitCount;
import io.weighbridge.proto.v1.UsageRecord;

import javafx.scene.Parent;

/// Records, newest first; Enter shows in the drawer why one was charged what it was.
final class RecordsView implements UsageView.Part {
    private final Workbench bench;
    private final Formats formats;
    private final Names names;
    private final RecordsModel model;
    private final PagedTable<UsageRecord> list;
    private final StatePane state;
    private final Subscriptions keys = new Subscriptions();
    private UsageQuery query = UsageQuery.of(Address.of(Route.USAGE));

    RecordsView(Workbench bench, Names names) {
        this.bench = bench;
        this.formats = bench.formats();
        this.names = names;
        this.model = new RecordsModel(bench.client(), names, bench.background(), formats);
        list = new PagedTable<>(table(), model.paging(), formats, "usage.shown.");
        state =
                new StatePane(
                        list,
                        Texts.of("usage.empty.title.calls"),
                        Texts.of("usage.empty.text.calls"),
                        () -> model.read(query));
        model.paging().stateProperty().subscribe(state::show);
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

    @Override
    public Parent node() {
        return state;
    }

    @Override
    public void show(UsageQuery wanted) {
        query = wanted;
        model.read(wanted);
        keys.clear();
        list.bindTo(bench.actions(), keys);
    }

    @Override
    public void hide() {
        keys.clear();
        model.cancel();
    }
}
