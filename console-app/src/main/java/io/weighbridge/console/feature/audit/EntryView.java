package io.weighbridge.console.feature.audit;

import io.weighbridge.console.control.Described;
import io.weighbridge.console.control.StatePane;
import io.weighbridge.console.fx.Lane;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.shell.Screen;
import io.weighbridge.console.shell.Shell;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.AuditEntry;
import io.weighbridge.proto.v1.ListEntriesReply;
import io.weighbridge.proto.v1.ListEntriesRequest;

import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// One entry: who, when, from where, why, and what it changed, field by field.
final class EntryView implements Screen {
    private final Workbench bench;
    private final Formats formats;
    private final long sequence;
    private final boolean isDrawer;
    private final Lane lane;
    private final VBox content = new VBox(12);
    private final StatePane state;
    private final VBox node;

    EntryView(Address address, Workbench bench, boolean isDrawer) {
        this.bench = bench;
        this.formats = bench.formats();
        this.sequence = number(address.id());
        this.isDrawer = isDrawer;
        this.lane = bench.background().lane();
        ScrollPane scroll = new ScrollPane(content);
        scroll.setFitToWidth(true);
        scroll.getStyleClass().add("edge-to-edge");
        content.setMaxWidth(860);
        state =
                new StatePane(
                        scroll,
                        Texts.of("audit.entry.none"),
                        Texts.of("audit.entry.none.text"),
                        this::read);
        VBox.setVgrow(state, Priority.ALWAYS);
        node = new VBox(12, state);
        node.getStyleClass().addAll("screen", "audit-entry");
    }

    private static long number(String text) {
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
    }

    @Override
    public Parent node() {
        return node;
    }

    @Override
    public String title() {
        return Texts.of("audit.entry.title", formats.count(sequence));
    }

    @Override
    public void shown() {
        read();
    }

    @Override
    public void hidden() {
        lane.cancel();
    }

    private void read() {
        state.show(new Loadable.Loading<AuditEntry>());
        lane.run(
                () -> find(bench.client().audit()::listEntries, sequence),
                found -> {
                    state.show(
                            found.isEmpty()
                                    ? new Loadable.Empty<AuditEntry>()
                                    : new Loadable.Ready<>(found.get()));
                    found.ifPresent(this::show);
                },
                failure -> state.show(new Loadable.Failed<AuditEntry>(failure)));
    }

    static Optional<AuditEntry> find(
            Function<ListEntriesRequest, ListEntriesReply> source, long sequence) {
        ListEntriesRequest request = ListEntriesRequest.newBuilder().setSequence(sequence).build();
        // A service that does not know the field answers with others.
        return sequence == 0
                ? Optional.empty()
                : source.apply(request).getEntriesList().stream()
                        .filter(entry -> entry.getSequence() == sequence)
                        .findFirst();
    }

    private void show(AuditEntry entry) {
        content.getChildren().clear();
        if (!isDrawer) {
            content.getChildren().add(Shell.heading(title()));
        }
        content.getChildren().addAll(facts(entry), changes(entry));
    }

    private Node facts(AuditEntry entry) {
        GridPane grid = grid();
        int row = 0;
        row = text(grid, row, "audit.column.action", entry.getAction());
        Hyperlink target = new Hyperlink(entry.getTarget());
        target.setOnAction(
                _ ->
                        bench.navigator()
                                .open(Address.of(Route.AUDIT).with("target", entry.getTarget())));
        Described.tip(target, Texts.of("audit.entry.target.help"));
        if (!entry.getTarget().isEmpty()) {
            row = add(grid, row, "audit.column.target", target);
        }
        row = text(grid, row, "audit.column.who", AuditView.who(entry));
        row = text(grid, row, "audit.column.at", formats.exactInstant(entry.getAtMs()));
        row = text(grid, row, "audit.column.reason", entry.getReason());
        row = text(grid, row, "audit.column.peer", entry.getPeer());
        row = text(grid, row, "audit.entry.method", entry.getMethod());
        row =
                text(
                        grid,
                        row,
                        "audit.entry.session",
                        entry.getSession() == 0 ? "" : Long.toString(entry.getSession()));
        text(grid, row, "audit.entry.hash", entry.getHash());
        return card(Texts.of("audit.entry.what"), grid);
    }

    private Node changes(AuditEntry entry) {
        List<JsonDifference.Field> fields = JsonDifference.of(entry.getBefore(), entry.getAfter());
        VBox rows = new VBox(6);
        rows.setId("audit-changes");
        CheckBox same = new CheckBox(Texts.of("audit.entry.same"));
        same.selectedProperty().subscribe(all -> fill(rows, fields, all));
        boolean hasSame =
                fields.stream().anyMatch(field -> field.kind() == JsonDifference.Kind.SAME);
        return hasSame
                ? card(Texts.of("audit.entry.changes"), rows, same)
                : card(Texts.of("audit.entry.changes"), rows);
    }

    private static void fill(VBox rows, List<JsonDifference.Field> fields, boolean all) {
        rows.getChildren().clear();
        for (JsonDifference.Field field : fields) {
            if (all || field.kind() != JsonDifference.Kind.SAME) {
                rows.getChildren().add(change(field));
            }
        }
        if (rows.getChildren().isEmpty()) {
            rows.getChildren().add(muted(Texts.of("audit.entry.no-change")));
        }
    }

    private static Node change(JsonDifference.Field field) {
        VBox box = new VBox(1, muted(field.path()));
        box.getStyleClass().add("audit-change");
        switch (field.kind()) {
            case SAME -> box.getChildren().add(value("  " + field.after(), "audit-same"));
            case ADDED -> box.getChildren().add(value("+ " + field.after(), "audit-added"));
            case REMOVED ->
                    box.getChildren().add(value("\u2212 " + field.before(), "audit-removed"));
            case CHANGED ->
                    box.getChildren()
                            .addAll(
                                    value("\u2212 " + field.before(), "audit-removed"),
                                    value("+ " + field.after(), "audit-added"));
        }
        return box;
    }

    private static Label muted(String text) {
        Label label = new Label(text);
        label.setWrapText(true);
        label.getStyleClass().add("muted");
        return label;
    }

    private static Label value(String text, String style) {
        Label label = new Label(text);
        label.setWrapText(true);
        label.getStyleClass().addAll("audit-value", style);
        return label;
    }

    private static GridPane grid() {
        GridPane grid = new GridPane();
        ColumnConstraints names = new ColumnConstraints();
        names.setMinWidth(90);
        ColumnConstraints values = new ColumnConstraints();
        values.setHgrow(Priority.ALWAYS);
        grid.getColumnConstraints().setAll(names, values);
        grid.setHgap(12);
        grid.setVgap(4);
        return grid;
    }

    private static VBox card(String title, Node... parts) {
        Label heading = new Label(title);
        heading.getStyleClass().add("section-title");
        VBox card = new VBox(10, heading);
        card.getChildren().addAll(parts);
        card.getStyleClass().add("card");
        return card;
    }

    private static int text(GridPane grid, int row, String key, String value) {
        if (value.isEmpty()) {
            return row;
        }
        Label label = new Label(value);
        label.setWrapText(true);
        return add(grid, row, key, label);
    }

    private static int add(GridPane grid, int row, String key, Node value) {
        Label name = muted(Texts.of(key));
        GridPane.setValignment(name, VPos.TOP);
        grid.add(name, 0, row);
        grid.add(value, 1, row);
        return row + 1;
    }
}
