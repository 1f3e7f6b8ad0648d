package io.weighbridge.console.feature.usage.record;

import io.weighbridge.console.control.Described;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.model.Unit;
import io.weighbridge.proto.v1.Tag;
import io.weighbridge.proto.v1.UnitCount;
import io.weighbridge.proto.v1.UsageRecord;

import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import java.util.stream.Collectors;

/// The call behind a record: who, what, when, held and used.
final class RecordFacts {
    private final Workbench bench;
    private final Formats formats;
    private final GridPane grid = new GridPane();
    private final VBox node;
    private int row;

    RecordFacts(RecordModel.Explained read, Workbench bench) {
        this.bench = bench;
        this.formats = bench.formats();
        Label heading = new Label(Texts.of("usage.record.call"));
        heading.getStyleClass().add("section-title");
        ColumnConstraints names = new ColumnConstraints();
        names.setMinWidth(110);
        ColumnConstraints values = new ColumnConstraints();
        values.setHgrow(Priority.ALWAYS);
        grid.getColumnConstraints().setAll(names, values);
        grid.setHgap(12);
        grid.setVgap(4);
        node = new VBox(10, heading, grid);
        node.getStyleClass().add("card");
        fill(read);
    }

    Node node() {
        return node;
    }

    private void fill(RecordModel.Explained read) {
        UsageRecord record = read.record();
        link("usage.group.account", read.accountName(), Route.ACCOUNTS, record.getAccount());
        if (record.getKey().isEmpty()) {
            text("usage.group.key", read.keyName());
        } else {
            link("usage.group.key", read.keyName(), Route.KEYS, record.getKey());
        }
        text("usage.group.service", record.getService());
        text("usage.group.subject", record.getSubject());
        text(
                "usage.record.tags",
                record.getTagsList().stream()
                        .map(RecordFacts::tag)
                        .collect(Collectors.joining(", ")));
        text(
                "usage.record.units",
                record.getUnitsList().stream().map(this::unit).collect(Collectors.joining("\n")));
        text("usage.record.authorized", formats.exactInstant(record.getAuthorizedAtMs()));
        text("usage.record.settled", formats.exactInstant(record.getSettledAtMs()));
        text(
                "usage.record.took",
                formats.duration(record.getSettledAtMs() - record.getAuthorizedAtMs()));
        if (record.hasQueueMs()) {
            text("usage.record.queue", formats.duration(record.getQueueMs()));
        }
        if (record.hasComputeMs()) {
            text("usage.record.compute", formats.duration(record.getComputeMs()));
        }
        text("usage.record.held", formats.exactMoney(record.getHeldNanos()));
        CostFacts.of(record, formats).forEach(this::text);
        text("usage.record.proxy", record.getProxy());
        link("usage.record.price-book", record.getPriceBook(), Route.PRICES, record.getPriceBook());
        text("usage.record.sequence", formats.count(record.getSequence()));
        TextField id = new TextField(record.getId());
        id.setEditable(false);
        id.setId("record-id");
        id.getStyleClass().add("usage-id");
        Described.named(id, Texts.of("usage.record.id"));
        // It has a line of its own: in the drawer it is wider than its column.
        name("usage.record.id");
        grid.add(id, 0, row++, 2, 1);
    }

    private static String tag(Tag tag) {
        return tag.getKey() + "=" + tag.getValue();
    }

    private String unit(UnitCount count) {
        Unit unit = Unit.byNumber(count.getUnitValue());
        return formats.count(count.getCount())
                + " "
                + (unit == null ? "?" : WaterfallPane.unit(unit));
    }

    private void text(String key, String value) {
        if (!value.isEmpty()) {
            Label label = new Label(value);
            label.setWrapText(true);
            add(key, label);
        }
    }

    private void link(String key, String text, Route route, String id) {
        if (!id.isEmpty()) {
            Hyperlink link = new Hyperlink(text);
            link.setOnAction(_ -> bench.navigator().open(Address.of(route, id)));
            add(key, link);
        }
    }

    private void add(String key, Node value) {
        grid.add(value, 1, row);
        name(key);
    }

    private void name(String key) {
        Label name = new Label(Texts.of(key));
        name.getStyleClass().add("muted");
        name.setWrapText(true);
        name.setMinHeight(Label.USE_PREF_SIZE);
        GridPane.setValignment(name, VPos.TOP);
        grid.add(name, 0, row++);
    }
}
