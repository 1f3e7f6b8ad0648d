package io.weighbridge.console.feature.prices.draft;

import io.weighbridge.console.action.Actions;
import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.client.Failure;
import io.weighbridge.console.control.Buttons;
import io.weighbridge.console.control.Described;
import io.weighbridge.console.control.Sheet;
import io.weighbridge.console.control.StatePane;
import io.weighbridge.console.feature.prices.books.Part;
import io.weighbridge.console.feature.prices.books.VersionsModel;
import io.weighbridge.console.feature.prices.replay.WhatIfSheet;
import io.weighbridge.console.feature.prices.rows.Finding;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.console.fx.Subscriptions;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.RoleCheck;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.shell.Screen;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.PriceBook;
import io.weighbridge.proto.v1.PricesGrpc;
import io.weighbridge.proto.v1.ReplaysGrpc;

import javafx.beans.property.SimpleStringProperty;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.TextField;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// One price book: read when it is published, typed into while it is a draft.
public final class BookScreen implements Screen {
    private final Workbench bench;
    private final String id;
    // Why the operator changes no prices; empty when they may.
    private final String roleRefusal;
    private final DraftModel model;
    private final Publishing publishing;
    private final PreviewModel preview;
    private final ReachModel reach;
    private final VersionsModel versions;
    private final BookHead head;
    private final RatesPane rates;
    private final FeesPane fees;
    private final DifferencesView differences;
    private final SidePane side;
    private final StackPane room = new StackPane();
    private final StatePane pane;
    private final VBox node;
    // Keys of what changes the draft are refused with this while it is not to be changed.
    private final SimpleStringProperty refusal =
            new SimpleStringProperty(Texts.of("prices.unread"));
    // The same of copying it.
    private final SimpleStringProperty copyRefusal =
            new SimpleStringProperty(Texts.of("prices.unread"));
    private final Actions.Binding whatIf;
    private final Subscriptions subscriptions = new Subscriptions();
    // Keys of the lines that are seen.
    private final Subscriptions lines = new Subscriptions();
    private String chosen = "rates";
    private boolean isShown;
    private boolean isRead;

    public BookScreen(Workbench bench, String id, boolean isDrawer) {
        this.bench = bench;
        this.id = id;
        this.roleRefusal = RoleCheck.refusal(bench.me(), PricesGrpc.getUpdateDraftMethod());
        this.model = new DraftModel(bench.client(), bench.background());
        this.publishing = new Publishing(bench.client(), bench.background(), model);
        this.preview = new PreviewModel(bench.client(), bench.background());
        this.reach = new ReachModel(bench.client(), bench.background(), bench.formats().clock());
        this.versions =
                new VersionsModel(bench.client(), bench.background(), bench.formats().clock());
        this.whatIf =
                new Actions.Binding(
                        this::askWhatIf,
                        new SimpleStringProperty(
                                RoleCheck.refusal(bench.me(), ReplaysGrpc.getRunReplayMethod())));
        this.head =
                new BookHead(
                        bench.formats(),
                        roleRefusal,
                        new BookHead.Deeds(
                                this::save,
                                this::askToPublish,
                                this::askToDiscard,
                                this::bringBack),
                        Buttons.of(ConsoleAction.WHAT_IF, whatIf, "what-if"),
                        this::choose);
        this.rates = new RatesPane(bench, model);
        this.fees = new FeesPane(bench, model);
        this.differences = new DifferencesView(bench.settings(), "price-differences");
        this.side =
                new SidePane(
                        model, preview, reach, bench.formats(), this::goTo, rates.comparison());
        BorderPane body = new BorderPane(room);
        if (!isDrawer) {
            body.setRight(side.node());
            BorderPane.setMargin(side.node(), new Insets(0, 0, 0, 12));
        }
        choose("rates");
        pane = new StatePane(body, "", "", () -> model.read(id));
        VBox.setVgrow(pane, Priority.ALWAYS);
        node = new VBox(head.node(), pane);
        node.getStyleClass().add("screen");
    }

    private void choose(String tab) {
        chosen = tab;
        Node seen =
                switch (tab) {
                    case "fees" -> fees.node();
                    case "differences" -> differences.node();
                    default -> rates.node();
                };
        room.getChildren().setAll(seen);
        if (isShown) {
            bindLines();
        }
    }

    private void bindLines() {
        lines.clear();
        switch (chosen) {
            case "fees" -> fees.bind(lines, refusal);
            case "differences" -> {}
            default -> rates.bind(lines, refusal);
        }
    }

    @Override
    public Parent node() {
        return node;
    }

    @Override
    public String title() {
        return isRead ? Part.title(model.book()) : id;
    }

    @Override
    public boolean hasUnsaved() {
        return roleRefusal.isEmpty() && model.changedProperty().get();
    }

    @Override
    public void shown() {
        subscriptions.watch(model.stateProperty(), this::show);
        subscriptions.watch(model.changedProperty(), head::showChanged);
        subscriptions.watch(
                model.differencesProperty(),
                all -> {
                    differences.show(all);
                    head.showDifferences(all.size());
                });
        subscriptions.bindBoth(head.note().textProperty(), model.noteProperty());
        side.bind(subscriptions);
        isShown = true;
        bindLines();
        Part.bind(bench, subscriptions, ConsoleAction.SAVE, refusal, this::save);
        Part.bind(bench, subscriptions, ConsoleAction.PUBLISH, refusal, this::askToPublish);
        Part.bind(bench, subscriptions, ConsoleAction.RELOAD, this::reload);
        Part.bind(bench, subscriptions, ConsoleAction.DISCARD, refusal, this::askToDiscard);
        Part.bind(bench, subscriptions, ConsoleAction.COPY_BOOK, copyRefusal, this::bringBack);
        subscriptions.add(bench.actions().bind(ConsoleAction.WHAT_IF, whatIf));
        rates.reckon();
        // What was typed and not saved stays.
        if (!model.changedProperty().get()) {
            model.read(id);
        }
        reach.read();
    }

    private void reload() {
        if (hasUnsaved()) {
            bench.toasts().failed(Texts.of("prices.not-read"));
        } else {
            rates.reckon();
            model.read(id);
        }
    }

    @Override
    public void hidden() {
        isShown = false;
        lines.clear();
        subscriptions.clear();
        model.cancel();
        reach.cancel();
    }

    private void show(Loadable<DraftModel.Stored> state) {
        pane.show(state);
        if (state instanceof Loadable.Ready<DraftModel.Stored>(DraftModel.Stored stored)) {
            PriceBook book = stored.book();
            isRead = true;
            boolean isDraft = book.getPublishedAtMs() == 0;
            boolean isOpen = roleRefusal.isEmpty() && isDraft;
            refusal.set(refusal(isDraft, "prices.closed"));
            copyRefusal.set(refusal(!isDraft, "prices.copy.draft"));
            head.show(book, stored.inForce(), roleRefusal.isEmpty());
            rates.allow(isOpen);
            fees.allow(isOpen);
            side.node().setVisible(isDraft);
            side.node().setManaged(isDraft);
        }
    }

    private String refusal(boolean isPossible, String otherwise) {
        return !roleRefusal.isEmpty() ? roleRefusal : isPossible ? "" : Texts.of(otherwise);
    }

    private void goTo(Finding finding) {
        if (finding.row() == null) {
            return;
        }
        rates.showAll();
        choose(finding.isFee() ? "fees" : "rates");
        model.rates().stream()
                .filter(row -> row.equals(finding.row()))
                .findFirst()
                .ifPresent(row -> rates.grid().goTo(row, finding.column()));
        model.fees().stream()
                .filter(row -> row.equals(finding.row()))
                .findFirst()
                .ifPresent(row -> fees.grid().goTo(row, finding.column()));
    }

    // Whether nothing is in the way; else goes to what is.
    private boolean isRight() {
        return model.resultProperty().get().findings().stream()
                .filter(Finding::isWrong)
                .findFirst()
                .map(
                        finding -> {
                            bench.toasts().failed(Texts.of("prices.not-saved", finding.text()));
                            goTo(finding);
                            return false;
                        })
                .orElse(true);
    }

    private void save() {
        if (isRight()) {
            publishing.save(outcome -> told(outcome, Texts.of("prices.saved"), this::save));
        }
    }

    // A replay is priced by what is saved.
    private void askWhatIf() {
        if (!isRead) {
            bench.toasts().failed(Texts.of("prices.unread"));
        } else if (!model.changedProperty().get()) {
            WhatIfSheet.show(bench, model.book());
        } else if (isRight()) {
            publishing.save(this::savedForWhatIf);
        }
    }

    private void savedForWhatIf(Outcome outcome) {
        told(outcome, Texts.of("prices.saved"), this::askWhatIf);
        if (outcome instanceof Outcome.Done(PriceBook book)) {
            WhatIfSheet.show(bench, book);
        }
    }

    private void told(Outcome outcome, String done, Runnable again) {
        switch (outcome) {
            case Outcome.Done _ -> bench.toasts().done(done);
            case Outcome.Conflict conflict ->
                    Choices.conflict(
                            bench,
                            conflict,
                            () -> model.fill(conflict.theirs()),
                            () ->
                                    publishing.saveOver(
                                            conflict.theirs(), next -> told(next, done, again)));
            case Outcome.Superseded superseded ->
                    Choices.superseded(bench, superseded, () -> rebase(superseded.newest()), again);
            case Outcome.Failed(Failure failure) -> bench.toasts().failed(failure.text());
        }
    }

    private void askToPublish() {
        if (!isRight()) {
            return;
        }
        PublishSheet[] holder = new PublishSheet[1];
        holder[0] =
                new PublishSheet(
                        bench.formats(),
                        model.noteProperty().get(),
                        model.differencesProperty().get(),
                        side.touchedText(),
                        (atMs, reason) -> publish(holder[0].sheet(), atMs, reason));
        bench.overlay().show(holder[0].sheet());
    }

    private void publish(Sheet sheet, long atMs, String reason) {
        sheet.busy(true);
        publishing.publish(
                atMs,
                reason,
                false,
                outcome -> {
                    if (outcome instanceof Outcome.Failed(Failure failure)) {
                        sheet.problem(failure.text());
                        return;
                    }
                    sheet.leave();
                    published(outcome, atMs, reason);
                });
    }

    private void published(Outcome outcome, long atMs, String reason) {
        if (outcome instanceof Outcome.Done(PriceBook book)) {
            String when =
                    atMs == 0
                            ? Texts.of("prices.published.now")
                            : Texts.of("prices.published.later", bench.formats().instant(atMs));
            bench.toasts().done(when);
            model.read(book.getId());
        } else {
            told(
                    outcome,
                    Texts.of("prices.saved"),
                    () ->
                            publishing.publish(
                                    atMs, reason, true, next -> published(next, atMs, reason)));
        }
    }

    private void rebase(PriceBook newest) {
        publishing.rebase(
                newest,
                rebased -> {
                    if (rebased.conflicts().isEmpty()) {
                        bench.toasts().done(Texts.of("prices.rebased"));
                    } else {
                        bench.toasts()
                                .failed(
                                        Texts.of(
                                                "prices.rebased.both",
                                                String.join("; ", rebased.conflicts())));
                    }
                    // The old draft is gone, and with it what was unsaved in it.
                    model.fill(model.book());
                    open(rebased.book());
                },
                failure -> bench.toasts().failed(failure.text()));
    }

    private void askToDiscard() {
        Sheet sheet =
                new Sheet(
                        Texts.of("prices.discard.title", title()),
                        Texts.of("prices.discard.text"),
                        Texts.of("prices.discard"));
        TextField reason = new TextField();
        reason.setId("discard-reason");
        reason.setPromptText(Texts.of("prices.publish.reason.prompt"));
        Described.named(reason, Texts.of("prices.publish.reason"));
        sheet.dangerous()
                .with(reason)
                .onConfirm(
                        () -> {
                            if (reason.getText().isBlank()) {
                                sheet.problem(Texts.of("prices.publish.reason.missing"));
                                return;
                            }
                            sheet.busy(true);
                            publishing.discard(
                                    reason.getText().strip(),
                                    () -> {
                                        sheet.leave();
                                        model.fill(model.book());
                                        bench.navigator().open(Address.of(Route.PRICES));
                                    },
                                    failure -> sheet.problem(failure.text()));
                        });
        bench.overlay().show(sheet);
    }

    // Of the book in force the one before comes back, of any other the book itself.
    private void bringBack() {
        PriceBook shown = model.book();
        boolean isInForce = shown.getId().equals(model.inForce().getId());
        versions.bringBack(
                shown, isInForce, this::open, failure -> bench.toasts().failed(failure.text()));
    }

    private void open(PriceBook book) {
        bench.navigator().open(Address.of(Route.PRICES, book.getId()));
    }
}
