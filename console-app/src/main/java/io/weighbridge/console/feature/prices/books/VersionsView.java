package io.weighbridge.console.feature.prices.books;

import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.control.DataTable;
import io.weighbridge.console.control.Described;
import io.weighbridge.console.control.StatePane;
import io.weighbridge.console.feature.prices.books.VersionsModel.Version;
import io.weighbridge.console.feature.prices.books.VersionsModel.Versions;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.console.fx.Subscriptions;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.RoleCheck;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.PriceBook;
import io.weighbridge.proto.v1.PricesGrpc;

import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/// The time line of published books, and the drafts beside it.
public final class VersionsView {
    private static final int DRAFT_ROWS = 5;
    // Of a table around its rows: the rest of the header, a scroll bar; in pixels.
    private static final int EDGES = 30;

    private final Workbench bench;
    private final VersionsModel model;
    private final DataTable<Version> drafts;
    private final DataTable<Version> published;
    private final VBox draftPart;
    private final StatePane pane;
    private final Subscriptions subscriptions = new Subscriptions();

    public VersionsView(Workbench bench, VersionsModel model, Runnable create) {
        this.bench = bench;
        this.model = model;
        this.drafts = draftTable();
        this.published = publishedTable();
        drafts.node().setId("drafts");
        published.node().setId("versions");
        draftPart = new VBox(6, Part.section("prices.drafts"), drafts.node());
        Part.collapsing(draftPart);
        VBox time = new VBox(6, Part.section("prices.time-line"), published.node());
        VBox.setVgrow(published.node(), Priority.ALWAYS);
        VBox.setVgrow(time, Priority.ALWAYS);
        Button first = Described.button(ConsoleAction.NEW, create);
        first.setText(Texts.of("prices.new"));
        first.setDisable(
                !RoleCheck.refusal(bench.me(), PricesGrpc.getUpdateDraftMethod()).isEmpty());
        pane =
                new StatePane(
                                new VBox(16, draftPart, time),
                                Texts.of("prices.empty.title"),
                                Texts.of("prices.empty.text"),
                                model::read)
                        .withEmptyAction(first);
    }

    public Parent node() {
        return pane;
    }

    private DataTable<Version> draftTable() {
        Formats formats = bench.formats();
        DataTable<Version> table =
                new DataTable<>(Texts.of("prices.drafts"), version -> version.book().getId());
        table.text(Texts.of("prices.version.note"), 320, VersionsView::noteOf)
                .figure(
                        Texts.of("prices.version.created"),
                        150,
                        version -> version.book().getCreatedAtMs(),
                        version -> formats.relative(version.book().getCreatedAtMs()),
                        version -> formats.exactInstant(version.book().getCreatedAtMs()))
                .text(
                        Texts.of("prices.version.based-on"),
                        190,
                        version -> version.book().getBasedOn())
                .text(Texts.of("prices.version.book"), 190, version -> version.book().getId())
                .onOpen(this::open)
                .remember(bench.settings(), "price-drafts");
        table.node().setPrefHeight(DataTable.ROW_HEIGHT * (DRAFT_ROWS + 1));
        table.node().setMinHeight(DataTable.ROW_HEIGHT * 3);
        return table;
    }

    private DataTable<Version> publishedTable() {
        Formats formats = bench.formats();
        DataTable<Version> table =
                new DataTable<>(Texts.of("prices.time-line"), version -> version.book().getId());
        table.drawn("", 36, null, _ -> "", _ -> new TimeLineCell())
                .text(
                        Texts.of("prices.version.state"),
                        90,
                        version -> Texts.of("prices.kind." + version.kind().name()))
                .figure(
                        Texts.of("prices.version.from"),
                        160,
                        version -> version.book().getEffectiveAtMs(),
                        version -> formats.instant(version.book().getEffectiveAtMs()),
                        version -> formats.exactInstant(version.book().getEffectiveAtMs()))
                .figure(
                        Texts.of("prices.version.when"),
                        110,
                        version -> version.book().getEffectiveAtMs(),
                        version -> formats.relative(version.book().getEffectiveAtMs()),
                        version -> formats.exactInstant(version.book().getEffectiveAtMs()))
                .figure(
                        Texts.of("prices.version.for"),
                        100,
                        VersionsView::lengthMs,
                        version ->
                                version.untilMs() == 0 ? "–" : formats.duration(lengthMs(version)),
                        version -> formats.exactInstant(version.untilMs()))
                .text(Texts.of("prices.version.note"), 260, VersionsView::noteOf)
                .text(Texts.of("prices.version.book"), 190, version -> version.book().getId())
                .onOpen(this::open)
                .remember(bench.settings(), "price-versions");
        return table;
    }

    private static long lengthMs(Version version) {
        return version.untilMs() == 0
                ? Long.MAX_VALUE
                : version.untilMs() - version.book().getEffectiveAtMs();
    }

    private static String noteOf(Version version) {
        PriceBook book = version.book();
        return book.getNote().isEmpty() ? Texts.of("prices.no-note") : book.getNote();
    }

    private void open(Version version) {
        bench.navigator().open(Address.of(Route.PRICES, version.book().getId()));
    }

    public void shown() {
        subscriptions.watch(model.stateProperty(), this::show);
        model.read();
    }

    public void hidden() {
        subscriptions.clear();
        model.cancel();
    }

    private void show(Loadable<Versions> state) {
        pane.show(state);
        if (state instanceof Loadable.Ready<Versions>(Versions versions)) {
            drafts.setRows(versions.drafts());
            published.setRows(versions.published());
            draftPart.setVisible(!versions.drafts().isEmpty());
            drafts.node()
                    .setPrefHeight(
                            DataTable.ROW_HEIGHT
                                            * (Math.min(DRAFT_ROWS, versions.drafts().size()) + 1)
                                    + EDGES);
        }
    }
}
