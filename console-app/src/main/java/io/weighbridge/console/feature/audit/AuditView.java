package io.weighbridge.console.feature.audit;

import io.weighbridge.console.action.Actions;
import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.control.Buttons;
import io.weighbridge.console.control.DataTable;
import io.weighbridge.console.control.Described;
import io.weighbridge.console.control.ExportModel;
import io.weighbridge.console.control.ExportSheet;
import io.weighbridge.console.control.PagedTable;
import io.weighbridge.console.control.StatePane;
import io.weighbridge.console.fx.Subscriptions;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.shell.Screen;
import io.weighbridge.console.shell.Shell;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.AuditEntry;
import io.weighbridge.proto.v1.Role;

import javafx.beans.property.SimpleStringProperty;
import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// The audit log, newest first; Enter shows in the drawer what an entry changed.
final class AuditView implements Screen {
    // So long may the service compute a chain of millions of entries.
    private static final long PATIENCE_MS = 30 * 60_000L;

    private final Workbench bench;
    private final Formats formats;
    private final AuditModel model;
    private final AuditBar bar;
    private final ProofPane proof;
    private final PagedTable<AuditEntry> list;
    private final StatePane state;
    private final VBox node;
    private final Subscriptions subscriptions = new Subscriptions();
    private AuditFilter filter;

    AuditView(Address address, Workbench bench) {
        this.bench = bench;
        this.formats = bench.formats();
        this.filter = AuditFilter.of(address);
        this.model = new AuditModel(bench.client(), bench.background());
        this.bar = new AuditBar(bench, this::change);
        this.proof =
                new ProofPane(
                        bench, new ProofModel(bench.client(), bench.background(), PATIENCE_MS));
        showProof(false);
        list = new PagedTable<>(table(), model.paging(), formats, "audit.shown.");
        Button all = new Button(Texts.of("audit.empty.action"));
        all.setOnAction(_ -> change(new AuditFilter("", "", "", 0, 0)));
        state =
                new StatePane(
                                list,
                                Texts.of("audit.empty.title"),
                                Texts.of("audit.empty.text"),
                                () -> model.read(filter))
                        .withEmptyAction(all);
        VBox.setVgrow(state, Priority.ALWAYS);
        node = new VBox(12, header(), proof, bar.node(), state);
        node.getStyleClass().addAll("screen", "audit");
        model.paging().stateProperty().subscribe(state::show);
    }

    private HBox header() {
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        Button verify = Described.button(ConsoleAction.VERIFY, this::openProof);
        verify.setId("audit-proof");
        HBox header =
                new HBox(
                        8,
                        Shell.heading(title()),
                        space,
                        Described.iconButton(ConsoleAction.RELOAD, () -> model.read(filter)),
                        verify,
                        Described.button(ConsoleAction.EXPORT, this::export));
        header.setAlignment(Pos.CENTER_LEFT);
        return header;
    }

    private DataTable<AuditEntry> table() {
        DataTable<AuditEntry> entries =
                new DataTable<>(
                        Texts.of("audit.entries"), entry -> Long.toString(entry.getSequence()));
        entries.node().setId("audit-entries");
        return entries.figure(
                        Texts.of("audit.column.sequence"),
                        60,
                        AuditEntry::getSequence,
                        entry -> formats.count(entry.getSequence()),
                        entry -> Long.toString(entry.getSequence()))
                .text(Texts.of("audit.column.at"), 165, entry -> formats.instant(entry.getAtMs()))
                .text(Texts.of("audit.column.who"), 180, AuditView::who)
                .text(Texts.of("audit.column.action"), 150, AuditEntry::getAction)
                .text(Texts.of("audit.column.target"), 175, AuditEntry::getTarget)
                .text(Texts.of("audit.column.reason"), 200, AuditEntry::getReason)
                .text(Texts.of("audit.column.peer"), 130, AuditEntry::getPeer)
                .onOpen(
                        entry ->
                                bench.navigator()
                                        .inspect(
                                                Address.of(
                                                        Route.AUDIT,
                                                        Long.toString(entry.getSequence()))))
                .remember(bench.settings(), "audit.entries");
    }

    /// Who made an entry, in words.
    static String who(AuditEntry entry) {
        String kind = Texts.of("audit.kind." + entry.getActorKind().name());
        if (entry.getActorName().isEmpty()) {
            return kind;
        }
        return entry.getRole() == Role.ROLE_UNSPECIFIED
                ? entry.getActorName() + " (" + kind + ")"
                : entry.getActorName()
                        + " ("
                        + Texts.of("common.role." + entry.getRole().name())
                        + ")";
    }

    private void change(AuditFilter next) {
        filter = next;
        bench.navigator().changed(next.address());
        bar.show(next);
        model.read(next);
    }

    private void showProof(boolean isShown) {
        proof.setVisible(isShown);
        proof.setManaged(isShown);
    }

    private void makeCheckpoint() {
        showProof(true);
        proof.make();
    }

    private void openProof() {
        if (proof.isVisible()) {
            showProof(false);
        } else {
            showProof(true);
            proof.requestFocus();
        }
    }

    private void export() {
        // A key that is held down opens one sheet.
        if (bench.overlay().isShowing()) {
            return;
        }
        bench.overlay()
                .show(
                        new ExportSheet(
                                        new ExportModel(bench.background()),
                                        formats,
                                        bench.toasts(),
                                        () -> bench.client().exports().exportAudit(filter.export()),
                                        Texts.of("audit.export.what"),
                                        "weighbridge-audit.csv")
                                .sheet());
    }

    @Override
    public Parent node() {
        return node;
    }

    @Override
    public String title() {
        return Texts.of("shell.route.audit");
    }

    @Override
    public void shown() {
        bind(ConsoleAction.RELOAD, () -> model.read(filter));
        bind(ConsoleAction.EXPORT, this::export);
        bind(ConsoleAction.VERIFY, this::openProof);
        bind(ConsoleAction.FILTER, bar::focusFirst);
        bind(ConsoleAction.CLEAR_FILTER, bar::clear);
        bind(ConsoleAction.MAKE_CHECKPOINT, this::makeCheckpoint);
        bind(ConsoleAction.COPY_CHECKPOINT, proof.copyButton());
        bind(ConsoleAction.SAVE, proof.saveButton());
        list.bindTo(bench.actions(), subscriptions);
        subscriptions.add(bench.actions().bind(ConsoleAction.STOP, proof.stop().or(list.stop())));
        bar.show(filter);
        model.read(filter);
    }

    private void bind(ConsoleAction action, Button button) {
        subscriptions.add(bench.actions().bind(action, Buttons.binding(button, "")));
    }

    private void bind(ConsoleAction action, Runnable run) {
        subscriptions.add(
                bench.actions()
                        .bind(action, new Actions.Binding(run, new SimpleStringProperty(""))));
    }

    @Override
    public void hidden() {
        subscriptions.clear();
        model.cancel();
    }
}
