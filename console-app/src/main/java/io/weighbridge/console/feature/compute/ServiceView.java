package io.weighbridge.console.feature.compute;

import io.weighbridge.console.action.Actions;
import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.client.Failure;
import io.weighbridge.console.control.ChipCell;
import io.weighbridge.console.control.DataTable;
import io.weighbridge.console.control.Facts;
import io.weighbridge.console.feature.compute.costs.DriftPart;
import io.weighbridge.console.feature.compute.seen.Followed;
import io.weighbridge.console.fx.Lane;
import io.weighbridge.console.margin.Comparison;
import io.weighbridge.console.margin.MarginModel;
import io.weighbridge.console.margin.ServiceComparison;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.RoleCheck;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.shell.Screen;
import io.weighbridge.console.shell.Shell;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.ComputeGrpc;
import io.weighbridge.proto.v1.ComputeTerms;
import io.weighbridge.proto.v1.DraftPriceReply;
import io.weighbridge.proto.v1.ServiceModel;

import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What one service runs, ran and will run, and the price that follows of it.
final class ServiceView implements Screen {
    private static final int LINKS_HEIGHT = 170;

    private final Workbench bench;
    private final Formats formats;
    private final boolean isDrawer;
    private final String id;
    private final RunsModel model;
    private final ProposalPart proposals;
    private final Lane proposing;
    private final StringProperty noSet = new SimpleStringProperty(Texts.of("compute.unread"));
    private final StringProperty noDraft = new SimpleStringProperty(Texts.of("compute.unread"));
    private final Actions.Binding set = new Actions.Binding(this::set, noSet);
    private final Actions.Binding draft = new Actions.Binding(this::draft, noDraft);
    private final VBox proposal = new VBox();
    private final DriftPart drift;
    private final MarginModel known;
    private final ServiceComparison comparison;
    private final VBox compared;
    private final Followed<RunsModel.History> page;
    private @Nullable Proposed proposed;
    // Whether calls shall pay by the curve; as what is in force, until somebody chooses.
    private Optional<Boolean> chosen = Optional.empty();

    ServiceView(Address address, Workbench bench, boolean isDrawer) {
        this.bench = bench;
        this.formats = bench.formats();
        this.isDrawer = isDrawer;
        this.id = address.id();
        model = new RunsModel(bench.client(), bench.background(), formats.clock());
        proposals = new ProposalPart(bench);
        proposing = bench.background().lane();
        known = new MarginModel(bench.client(), bench.background(), bench.settings());
        comparison = new ServiceComparison(known, formats, bench.overlay());
        compared = Facts.card(Texts.of("margin.card.in-force"), comparison);
        compared.managedProperty().bind(compared.visibleProperty());
        page =
                new Followed<>(
                        bench,
                        Texts.of("compute.service"),
                        "",
                        () -> Optional.of(model.history(id)),
                        this::followUp,
                        this::show);
        drift = new DriftPart(bench, page::read);
    }

    private void followUp(RunsModel.History history) {
        propose(history.row());
        drift.read(history.row().service().getName());
    }

    private void show(RunsModel.History history) {
        noSet.set(RoleCheck.refusal(bench.me(), ComputeGrpc.getSetServiceModelMethod()));
        List<Node> parts = new ArrayList<>();
        if (!isDrawer) {
            parts.add(Shell.heading(title()));
        }
        parts.addAll(
                List.of(
                        new FlowPane(
                                8,
                                8,
                                ListTab.button(
                                        ConsoleAction.EDIT,
                                        set,
                                        "compute.run.action",
                                        "service-set")),
                        facts(history.row()),
                        proposal,
                        drift,
                        compared,
                        links(history)));
        page.fill(parts);
    }

    private void propose(RunRow row) {
        proposing.run(
                () -> model.propose(row.service().getName()),
                this::show,
                failure -> refused(failure, row));
    }

    private void show(Proposed now) {
        if (now.equals(proposed)) {
            return;
        }
        proposed = now;
        noDraft.set(RoleCheck.refusal(bench.me(), ComputeGrpc.getDraftPriceMethod()));
        proposal.getChildren()
                .setAll(
                        proposals.of(
                                now,
                                isByCurve(now),
                                isByCurve -> chosen = Optional.of(isByCurve),
                                draft));
        compare();
    }

    private boolean isByCurve(Proposed of) {
        return chosen.orElseGet(of::isSoldByCurve);
    }

    private void compare() {
        Proposed now = proposed;
        List<Comparison> lines =
                now == null
                        ? List.of()
                        : now.pricesInForce(title()).stream()
                                .map(price -> known.compare(price, now.costs()))
                                .toList();
        compared.setVisible(!lines.isEmpty());
        comparison.show(lines);
    }

    private void refused(Failure failure, RunRow row) {
        // What was proposed stays to be seen while the service cannot be reached.
        if (failure.isConnection() && proposed != null) {
            return;
        }
        proposed = null;
        compare();
        noDraft.set(failure.text());
        proposal.getChildren().setAll(proposals.of(failure, row, set));
    }

    private VBox facts(RunRow row) {
        Label model =
                new Label(
                        row.isKnown()
                                ? RunTables.what(row.running())
                                : Texts.of("compute.service.unknown"));
        model.setId("service-runs");
        if (!row.isKnown()) {
            ChipCell.dress(model, "watch");
        }
        Facts facts = new Facts().with("compute.model", model);
        if (row.isKnown()) {
            ComputeTerms terms = row.running().getTerms();
            for (TermField field : TermField.values()) {
                facts.with("compute.term." + field.word(), field.typed(terms));
            }
            if (terms.hasPicture()) {
                facts.with(
                                "compute.term.steps.run",
                                Texts.of(
                                        terms.getPicture().getGuidance()
                                                ? "compute.term.steps.twice"
                                                : "compute.term.steps.once"))
                        .with(
                                "compute.term.parts",
                                terms.getPicture().getPartsList().stream()
                                        .map(ComputeWords::part)
                                        .collect(Collectors.joining(", ")));
            }
            facts.with("compute.term.basis", ComputeWords.basis(terms.getBasis()))
                    .with(
                            "compute.term.memory",
                            Texts.of(
                                    terms.getWholeCards()
                                            ? "compute.term.memory.whole"
                                            : "compute.term.memory.share"))
                    .with("compute.price.from", formats.instant(row.running().getEffectiveAtMs()));
        }
        facts.with("compute.later", RunTables.later(row.later(), formats));
        return Facts.card(
                isDrawer ? row.service().getName() : Texts.of("compute.runs"), facts.node());
    }

    private VBox links(RunsModel.History history) {
        if (history.links().isEmpty()) {
            return Facts.card(
                    Texts.of("compute.links"), Facts.muted(Texts.of("compute.links.none")));
        }
        DataTable<ServiceModel> table = RunTables.links(formats);
        table.node().setId("service-links");
        table.node().setPrefHeight(LINKS_HEIGHT);
        table.setRows(history.links().reversed());
        return Facts.card(Texts.of("compute.links"), table.node());
    }

    private void set() {
        RunsModel.History now = page.seen();
        if (now != null) {
            RunSheet.show(bench, model, RunSheet.First.of(now.row()), _ -> page.read());
        }
    }

    private void draft() {
        RunsModel.History now = page.seen();
        Proposed of = proposed;
        if (now != null && of != null) {
            noDraft.set(Texts.of("compute.proposal.busy"));
            model.draft(
                    now.row().service().getName(),
                    isByCurve(of),
                    this::drafted,
                    failure -> {
                        noDraft.set("");
                        bench.toasts().failed(failure.text());
                    });
        }
    }

    private void drafted(DraftPriceReply made) {
        noDraft.set("");
        String text =
                made.getOtherRates() == 0
                        ? Texts.of("compute.proposal.done")
                        : Texts.of(
                                "compute.proposal.done.others",
                                formats.count(made.getOtherRates()));
        bench.toasts().done(text, () -> undo(made));
        bench.navigator().open(Address.of(Route.PRICES, made.getPriceBook()));
    }

    private void undo(DraftPriceReply made) {
        model.takeBack(
                made,
                Texts.of("compute.undo.reason"),
                isGone -> {
                    if (isGone) {
                        bench.navigator().open(Address.of(Route.COMPUTE, id));
                    } else {
                        bench.toasts().failed(Texts.of("compute.proposal.stays"));
                    }
                },
                failure -> bench.toasts().failed(failure.text()));
    }

    @Override
    public Parent node() {
        return page.node();
    }

    @Override
    public String title() {
        RunsModel.History now = page.seen();
        return now == null ? Texts.of("compute.service") : now.row().service().getName();
    }

    @Override
    public void shown() {
        known.restart();
        page.subscriptions().watch(known.changesProperty(), _ -> compare());
        page.bind(ConsoleAction.EDIT, set);
        page.bind(ConsoleAction.DRAFT_PRICE, draft);
        drift.shown(page.subscriptions());
        page.shown();
    }

    @Override
    public void hidden() {
        proposing.cancel();
        drift.cancel();
        known.cancel();
        page.hidden();
    }
}
