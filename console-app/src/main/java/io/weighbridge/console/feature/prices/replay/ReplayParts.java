package io.weighbridge.console.feature.prices.replay;

import io.weighbridge.console.control.ChipCell;
import io.weighbridge.console.control.Described;
import io.weighbridge.console.feature.prices.books.Part;
import io.weighbridge.console.feature.prices.replay.ReplayModel.Seen;
import io.weighbridge.console.shell.Shell;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.Replay;
import io.weighbridge.proto.v1.ReplaySums;

import javafx.geometry.HPos;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.javafx.FontIcon;

import java.util.ArrayList;
import java.util.List;

/// The parts of a replay's page.
final class ReplayParts {
    private static final int FIGURE_WIDTH = 110;
    private static final int CHANGE_WIDTH = 70;

    private ReplayParts() {}

    /// What it is about, what it lacks, and what it comes to.
    ///
    /// @param openBook goes to the prices
    static List<Node> head(Seen seen, Formats formats, Runnable openBook) {
        Replay replay = seen.replay();
        List<Node> nodes = new ArrayList<>();
        nodes.add(title(seen, openBook));
        nodes.add(
                wrapped(
                        Texts.of(
                                "prices.replay.about",
                                ReplayWords.span(replay, formats),
                                formats.relative(replay.getAskedAtMs())),
                        "muted"));
        for (String note : notes(seen, formats)) {
            nodes.add(wrapped(note, "muted"));
        }
        String unpriced = ReplayWords.unpriced(replay.getSums(), formats);
        if (!unpriced.isEmpty()) {
            Label loud = wrapped(unpriced, "over");
            loud.setGraphic(new FontIcon("fth-alert-triangle"));
            loud.getStyleClass().add("replay-unpriced");
            loud.setId("replay-unpriced");
            nodes.add(loud);
        }
        nodes.add(
                new FlowPane(
                        12,
                        12,
                        charges(replay.getSums(), formats),
                        margin(replay.getSums(), formats)));
        return nodes;
    }

    private static Node title(Seen seen, Runnable openBook) {
        Label state = new Label(ReplayWords.state(seen.replay()));
        state.setId("replay-state");
        ChipCell.dress(state, ReplayWords.style(seen.replay()));
        state.setMinWidth(Region.USE_PREF_SIZE);
        Button book = new Button(Texts.of("prices.replay.open-book"), new FontIcon("fth-tag"));
        book.setId("replay-book");
        book.setMinWidth(Region.USE_PREF_SIZE);
        book.setOnAction(_ -> openBook.run());
        book.setDisable(seen.book().getId().isEmpty());
        HBox title =
                new HBox(
                        8,
                        Shell.heading(
                                Texts.of(
                                        "prices.what-if.title",
                                        ReplayWords.book(seen.replay(), seen.book()))),
                        state,
                        Part.space(),
                        book);
        title.setAlignment(Pos.CENTER_LEFT);
        return title;
    }

    private static List<String> notes(Seen seen, Formats formats) {
        Replay replay = seen.replay();
        List<String> notes = new ArrayList<>();
        if (!replay.getWhy().isEmpty()) {
            notes.add(Texts.of("prices.replay.why", replay.getWhy()));
        }
        if (replay.getEndedAtMs() != 0 && replay.getDoneToMs() < replay.getToMs()) {
            notes.add(Texts.of("prices.replay.cut", formats.instant(replay.getDoneToMs())));
        }
        if (replay.getNotCharged() > 0) {
            notes.add(Texts.of("prices.replay.not-charged", formats.count(replay.getNotCharged())));
        }
        if (seen.book().getId().isEmpty()) {
            notes.add(Texts.of("prices.replay.book-gone"));
        } else if (seen.book().getPublishedAtMs() == 0
                && seen.book().getVersion() != replay.getPriceBookVersion()) {
            notes.add(Texts.of("prices.replay.book-changed"));
        }
        return notes;
    }

    private static Label wrapped(String text, String style) {
        Label label = new Label(text);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        label.getStyleClass().add(style);
        return label;
    }

    private static Node charges(ReplaySums sums, Formats formats) {
        GridPane grid = grid();
        grid.add(Part.muted(Texts.of("prices.replay.more")), 3, 0);
        long before = ReplayWords.beforeNanos(sums);
        long priced = sums.getCalls() - sums.getUnpricedCalls();
        Label change =
                figure(
                        ReplayWords.percent(before, sums.getAfterNanos()),
                        formats.exactChange(ReplayWords.moreNanos(sums)));
        change.setId("replay-percent");
        Label after = money(sums.getAfterNanos(), formats);
        after.setId("replay-after");
        Label was = money(before, formats);
        was.setId("replay-before");
        grid.addRow(
                1,
                Part.muted(Texts.of("prices.replay.priced", formats.count(priced))),
                was,
                after,
                change);
        if (sums.getUnpricedCalls() > 0) {
            grid.addRow(
                    2,
                    Part.muted(
                            Texts.of(
                                    "prices.replay.unpriced.row",
                                    formats.count(sums.getUnpricedCalls()))),
                    money(sums.getUnpricedBeforeNanos(), formats),
                    new Label(Texts.of("prices.replay.no-price")));
        }
        return card("prices.replay.charges", grid);
    }

    private static Node margin(ReplaySums sums, Formats formats) {
        if (sums.getCostedCalls() == 0) {
            Label none = wrapped(Texts.of("prices.replay.margin.none"), "muted");
            none.setId("replay-margin");
            none.setMaxWidth(340);
            return card("prices.replay.margin", none);
        }
        Label of =
                Part.muted(
                        Texts.of("prices.replay.margin.of", formats.count(sums.getCostedCalls())));
        of.setId("replay-costed");
        GridPane grid = grid();
        long cost = sums.getCostNanos();
        grid.addRow(
                1,
                Part.muted(Texts.of("prices.replay.charges")),
                money(sums.getCostedBeforeNanos(), formats),
                money(sums.getCostedAfterNanos(), formats));
        grid.addRow(
                2,
                Part.muted(Texts.of("prices.replay.cost")),
                money(cost, formats),
                money(cost, formats));
        grid.addRow(
                3,
                Part.muted(Texts.of("prices.replay.margin")),
                margin("replay-margin-before", sums.getCostedBeforeNanos(), cost, formats),
                margin("replay-margin", sums.getCostedAfterNanos(), cost, formats));
        return card("prices.replay.margin", of, grid);
    }

    private static Label margin(String id, long charges, long cost, Formats formats) {
        Label label =
                figure(
                        ReplayWords.margin(charges, cost, formats),
                        formats.exactMoney(charges - cost));
        label.setId(id);
        if (charges < cost) {
            label.getStyleClass().add("over");
        }
        return label;
    }

    private static GridPane grid() {
        GridPane grid = new GridPane(12, 4);
        ColumnConstraints names = new ColumnConstraints();
        names.setMinWidth(150);
        grid.getColumnConstraints().add(names);
        for (int i = 0; i < 3; i++) {
            ColumnConstraints figures = new ColumnConstraints();
            figures.setMinWidth(i == 2 ? CHANGE_WIDTH : FIGURE_WIDTH);
            figures.setHalignment(HPos.RIGHT);
            grid.getColumnConstraints().add(figures);
        }
        grid.addRow(
                0,
                new Label(),
                Part.muted(Texts.of("prices.replay.before")),
                Part.muted(Texts.of("prices.replay.after")));
        return grid;
    }

    private static Label money(long nanos, Formats formats) {
        return figure(formats.money(nanos), formats.exactMoney(nanos));
    }

    private static Label figure(String text, String exact) {
        return Described.tip(new Label(text), exact);
    }

    private static VBox card(String key, Node... parts) {
        VBox card = new VBox(8, Part.section(key));
        card.getChildren().addAll(parts);
        card.getStyleClass().add("card");
        return card;
    }
}
