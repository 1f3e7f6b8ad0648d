package io.weighbridge.console.feature.payments;

import io.weighbridge.console.control.ChipCell;
import io.weighbridge.console.control.Facts;
import io.weighbridge.console.shell.Shell;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.GetReconciliationReply;
import io.weighbridge.proto.v1.ReconciledMoney;
import io.weighbridge.proto.v1.ReconciliationRun;
import io.weighbridge.proto.v1.ReconciliationTotal;

import javafx.geometry.HPos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Region;

import java.util.ArrayList;
import java.util.List;

/// The parts of a report's page.
final class ReportParts {
    private static final int FIGURE_WIDTH = 130;

    private ReportParts() {}

    /// What it found, and how it was made.
    static List<Node> head(ReconciliationRun report, Formats formats, boolean isDrawer) {
        List<Node> nodes = new ArrayList<>();
        if (!isDrawer) {
            nodes.add(Shell.heading(Texts.of("payments.report.title", report.getDay())));
        }
        Label verdict = new Label(ReportWords.verdict(report, formats));
        verdict.setId("report-verdict");
        verdict.setWrapText(true);
        verdict.setMinHeight(Region.USE_PREF_SIZE);
        verdict.getStyleClass().add("payments-verdict");
        if (!ReportWords.style(report).isEmpty()) {
            verdict.getStyleClass().add(ReportWords.style(report));
        }
        Label state = new Label(ReportWords.state(report));
        state.setId("report-state");
        ChipCell.dress(state, ReportWords.style(report));
        String took =
                report.getEndedAtMs() == 0
                        ? ""
                        : formats.duration(report.getEndedAtMs() - report.getStartedAtMs());
        Facts facts =
                new Facts()
                        .with("payments.column.state", state)
                        .with("payments.report.why", report.getWhy())
                        .with("payments.report.range", range(report, formats))
                        .with("payments.column.asked", formats.instant(report.getAskedAtMs()))
                        .with(
                                "payments.column.how",
                                report.getAutomatic()
                                        ? Texts.of(
                                                "payments.report.attempt",
                                                formats.count(report.getAttempt()))
                                        : Texts.of("payments.report.asked"))
                        .with("payments.report.took", took)
                        .with("payments.column.report", report.getReconciliation());
        nodes.add(verdict);
        nodes.add(Facts.card(Texts.of("payments.column.report"), facts.node()));
        return nodes;
    }

    private static String range(ReconciliationRun report, Formats formats) {
        return Texts.of(
                "payments.report.from-to",
                formats.instant(report.getFromMs()),
                formats.instant(report.getToMs()));
    }

    /// What both sides come to, of each provider and currency.
    static Node totals(GetReconciliationReply reply, Formats formats) {
        if (reply.getTotalsCount() == 0) {
            return Facts.muted(Texts.of("payments.totals.none"));
        }
        FlowPane cards = new FlowPane(12, 12);
        for (ReconciliationTotal total : reply.getTotalsList()) {
            cards.getChildren().add(card(total, formats));
        }
        ScrollPane scroll = new ScrollPane(cards);
        scroll.setFitToWidth(true);
        scroll.getStyleClass().add("edge-to-edge");
        return scroll;
    }

    private static Node card(ReconciliationTotal total, Formats formats) {
        GridPane grid = new GridPane(12, 4);
        ColumnConstraints names = new ColumnConstraints();
        names.setMinWidth(110);
        grid.getColumnConstraints().add(names);
        for (int i = 0; i < 2; i++) {
            ColumnConstraints figures = new ColumnConstraints(FIGURE_WIDTH);
            figures.setHalignment(HPos.RIGHT);
            grid.getColumnConstraints().add(figures);
        }
        String currency = total.getCurrency();
        ReconciledMoney there = total.getThere();
        ReconciledMoney here = total.getHere();
        grid.addRow(
                0,
                new Label(),
                Facts.muted(Texts.of("payments.totals.there")),
                Facts.muted(Texts.of("payments.totals.here")));
        row(
                grid,
                "payments.payment.arrived",
                formats.exactMoney(there.getArrivedNanos(), currency),
                formats.exactMoney(here.getArrivedNanos(), currency));
        row(
                grid,
                "payments.payment.refunded",
                formats.exactMoney(there.getRefundedNanos(), currency),
                formats.exactMoney(here.getRefundedNanos(), currency));
        row(
                grid,
                "payments.payment.disputed",
                formats.exactMoney(there.getDisputedNanos(), currency),
                formats.exactMoney(here.getDisputedNanos(), currency));
        String due = formats.exactMoney(total.getDueNanos(), currency);
        String decided = formats.exactMoney(total.getCreditedNanos(), currency);
        String moved = formats.exactMoney(total.getLedgerNanos(), currency);
        grid.addRow(
                grid.getRowCount(),
                new Label(),
                Facts.muted(Texts.of("payments.totals.should")),
                Facts.muted(Texts.of("payments.totals.is")));
        row(grid, "payments.totals.decided", due, decided);
        row(grid, "payments.totals.ledger", decided, moved);
        return Facts.card(
                Texts.of(
                        "payments.totals.title",
                        total.getProvider(),
                        currency,
                        formats.count(total.getPayments())),
                grid);
    }

    // What differs is marked, also for who sees no colours.
    private static void row(GridPane grid, String name, String one, String other) {
        boolean isSame = one.equals(other);
        Label second = new Label(isSame ? other : "≠ " + other);
        if (!isSame) {
            second.getStyleClass().add("over");
        }
        grid.addRow(grid.getRowCount(), Facts.muted(Texts.of(name)), new Label(one), second);
    }
}
