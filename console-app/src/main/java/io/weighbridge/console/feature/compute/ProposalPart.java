package io.weighbridge.console.feature.compute;

import io.weighbridge.console.action.Actions;
import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.client.Failure;
import io.weighbridge.console.control.Buttons;
import io.weighbridge.console.control.Described;
import io.weighbridge.console.control.Facts;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.ModelAnalysis;
import io.weighbridge.proto.v1.ModelOnGpu;
import io.weighbridge.proto.v1.PriceProposal;
import io.weighbridge.proto.v1.Rate;

import javafx.geometry.HPos;
import javafx.geometry.Pos;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/// What a service's tokens, pictures or recordings cost and must be sold for, beside what they are
/// sold for now.
final class ProposalPart {
    private static final int NAME_WIDTH = 90;
    private static final int FIGURE_WIDTH = 110;
    private static final int SIZE_WIDTH = 90;
    private static final BigDecimal DOUBLE = BigDecimal.valueOf(100);

    private final Workbench bench;
    private final Formats formats;

    ProposalPart(Workbench bench) {
        this.bench = bench;
        this.formats = bench.formats();
    }

    /// @param isByCurve which of the two is shown at first
    /// @param chosen told when somebody chooses the other
    /// @param draft makes the draft of the one that is chosen
    VBox of(Proposed proposed, boolean isByCurve, Consumer<Boolean> chosen, Actions.Binding draft) {
        ModelAnalysis analysis = proposed.perUnit().getAnalysis();
        VBox shown = new VBox(10);
        show(shown, proposed, isByCurve);
        Button button = Buttons.button(ConsoleAction.DRAFT_PRICE, draft, "proposal-draft");
        button.getStyleClass().add("accent");
        Label prediction = Facts.muted(Texts.of("compute.prediction"));
        return Facts.card(
                Texts.of("compute.proposal"),
                AnalysisParts.unknown(analysis.getUnknownList()),
                choice(
                        proposed.kind(),
                        isByCurve,
                        next -> {
                            show(shown, proposed, next);
                            chosen.accept(next);
                        }),
                shown,
                prediction,
                new HBox(Buttons.room(button, draft)),
                AnalysisParts.steps(analysis));
    }

    // What calls pay for, and what that means for who calls.
    private static VBox choice(Proposed.Kind kind, boolean isByCurve, Consumer<Boolean> chosen) {
        String word = kind.name().toLowerCase(Locale.ROOT);
        ToggleGroup group = new ToggleGroup();
        RadioButton perUnit = new RadioButton(Texts.of("compute.charge." + word));
        RadioButton byCurve = new RadioButton(Texts.of("compute.charge.curve"));
        perUnit.setId("proposal-per-unit");
        byCurve.setId("proposal-by-curve");
        perUnit.setToggleGroup(group);
        byCurve.setToggleGroup(group);
        (isByCurve ? byCurve : perUnit).setSelected(true);
        byCurve.selectedProperty().subscribe((_, now) -> chosen.accept(now));
        Label means = Facts.muted(Texts.of("compute.charge.means." + word));
        means.setId("proposal-means");
        means.setMinHeight(Label.USE_PREF_SIZE);
        return new VBox(6, new FlowPane(16, 6, perUnit, byCurve), means);
    }

    private void show(VBox shown, Proposed proposed, boolean isByCurve) {
        boolean isMedia = proposed.kind() != Proposed.Kind.TEXT;
        GridPane grid = new GridPane(16, 6);
        grid.setId("proposal");
        if (isMedia && !isByCurve) {
            sizes(grid, proposed.lines(false));
        } else {
            columns(grid, proposed.lines(isByCurve), isByCurve ? "per.curve" : "per");
        }
        Label terms = Facts.muted(terms(proposed, isByCurve));
        shown.getChildren().setAll(grid, terms);
    }

    private String terms(Proposed proposed, boolean isByCurve) {
        PriceProposal proposal = proposed.perUnit();
        ModelOnGpu gpu = proposal.getAnalysis().getGpu();
        String hour = formats.exactMoney(proposal.getGpuPrice().getHourNanos());
        String source = proposal.getGpuPrice().getSource();
        String share = ComputeWords.share(gpu.getVramShare());
        String cards = Long.toString(gpu.getCards());
        if (isByCurve) {
            return Texts.of("compute.proposal.terms.curve", hour, source, share, cards);
        }
        return proposed.kind() != Proposed.Kind.TEXT
                ? Texts.of("compute.proposal.terms.media", hour, source, share, cards)
                : Texts.of(
                        "compute.proposal.terms",
                        hour,
                        source,
                        share,
                        cards,
                        ComputeWords.decimal(gpu.getOutputTokensPerSecond()));
    }

    // A column for each kind of token, or for compute: it fits into the drawer.
    private void columns(GridPane grid, List<Proposed.Line> lines, String per) {
        ColumnConstraints names = new ColumnConstraints();
        names.setMinWidth(NAME_WIDTH);
        grid.getColumnConstraints().add(names);
        String[] heads = {per, "cost", "price", "before", "change"};
        for (int i = 0; i < heads.length; i++) {
            grid.add(Facts.muted(Texts.of("compute.proposal." + heads[i])), 0, i);
        }
        for (Proposed.Line line : lines) {
            grid.getColumnConstraints().add(figures(FIGURE_WIDTH));
            grid.addColumn(
                    grid.getColumnConstraints().size() - 1,
                    Facts.muted(FiguresGrid.title(line.of())),
                    cost(line),
                    price(line),
                    before(line),
                    change(line));
        }
    }

    // A line for each size, as there are many, below its name; the change stands below what is in
    // force.
    private void sizes(GridPane grid, List<Proposed.Line> lines) {
        grid.setHgap(12);
        String[] heads = {"cost", "price", "before"};
        for (int i = 0; i < heads.length; i++) {
            grid.getColumnConstraints().add(figures(SIZE_WIDTH));
            grid.add(Facts.muted(Texts.of("compute.proposal." + heads[i])), i, 0);
        }
        for (int i = 0; i < lines.size(); i++) {
            Proposed.Line line = lines.get(i);
            Label name = Facts.muted(FiguresGrid.title(line.of()));
            GridPane.setHalignment(name, HPos.LEFT);
            grid.add(name, 0, 2 * i + 1, heads.length, 1);
            VBox before = new VBox(before(line));
            before.setAlignment(Pos.TOP_RIGHT);
            if (line.changePercent().isPresent()) {
                before.getChildren().add(change(line));
            }
            grid.addRow(2 * i + 2, top(cost(line)), top(price(line)), before);
        }
    }

    private static Label top(Label figure) {
        GridPane.setValignment(figure, VPos.TOP);
        return figure;
    }

    private static ColumnConstraints figures(int width) {
        ColumnConstraints figures = new ColumnConstraints();
        figures.setMinWidth(width);
        figures.setHalignment(HPos.RIGHT);
        return figures;
    }

    private Label cost(Proposed.Line line) {
        Label cost =
                figure(
                        ComputeWords.money(line.costNanos(), formats),
                        ComputeWords.exactMoney(line.costNanos(), formats));
        cost.setId("proposal-cost-" + line.of());
        return cost;
    }

    private Label price(Proposed.Line line) {
        Label price = figure(formats.money(line.priceNanos()), exact(line.rate()));
        price.getStyleClass().add("compute-price");
        price.setId("proposal-price-" + line.of());
        return price;
    }

    private Label before(Proposed.Line line) {
        Label before =
                line.before()
                        .map(old -> figure(formats.money(old.nanos()), exact(old.rate())))
                        .orElseGet(() -> new Label(Texts.of("compute.proposal.before.none")));
        before.setId("proposal-before-" + line.of());
        return before;
    }

    private static Label change(Proposed.Line line) {
        Label label = new Label(line.changePercent().map(ProposalPart::percent).orElse("–"));
        label.setId("proposal-change-" + line.of());
        // More than double, or less than half: probably a mistake somewhere.
        line.changePercent()
                .filter(
                        change ->
                                change.compareTo(DOUBLE) > 0
                                        || change.compareTo(BigDecimal.valueOf(-50)) < 0)
                .ifPresent(
                        _ -> {
                            label.setText("⚠ " + label.getText());
                            label.getStyleClass().add("watch");
                        });
        return label;
    }

    private static String percent(BigDecimal change) {
        String sign = change.signum() > 0 ? "+" : change.signum() < 0 ? "−" : "";
        return sign + change.abs().toPlainString() + " %";
    }

    private String exact(Rate rate) {
        return Texts.of(
                "compute.proposal.rate",
                formats.exactMoney(rate.getPriceNanos()),
                formats.count(rate.getPer()));
    }

    private static Label figure(String text, String exact) {
        return Described.tip(new Label(text), exact);
    }

    /// Why there is no proposal, with what to do about it.
    ///
    /// @param row what the service runs
    /// @param set opens the form that says what it runs
    VBox of(Failure failure, RunRow row, Actions.Binding set) {
        Label why = new Label(failure.text());
        why.setId("proposal-refused");
        why.setWrapText(true);
        why.setMinHeight(Label.USE_PREF_SIZE);
        VBox card = Facts.card(Texts.of("compute.proposal"), why);
        card.getChildren().add(help(failure, row, set));
        return card;
    }

    private Node help(Failure failure, RunRow row, Actions.Binding set) {
        return switch (failure.code()) {
            case "SERVICE_WITHOUT_MODEL" ->
                    ListTab.button(
                            ConsoleAction.EDIT, set, "compute.run.action", "proposal-set-first");
            case "GPU_UNPRICED" -> {
                Button price =
                        new Button(Texts.of("compute.proposal.to-gpu", row.running().getGpu()));
                price.setId("proposal-to-gpu");
                price.setOnAction(
                        _ ->
                                bench.navigator()
                                        .open(Address.of(Route.COMPUTE, row.running().getGpu())));
                yield price;
            }
            default -> new VBox();
        };
    }
}
