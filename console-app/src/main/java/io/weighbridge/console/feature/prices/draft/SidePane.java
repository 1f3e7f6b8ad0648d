package io.weighbridge.console.feature.prices.draft;

import io.weighbridge.console.control.Described;
import io.weighbridge.console.feature.prices.books.Part;
import io.weighbridge.console.feature.prices.rows.Finding;
import io.weighbridge.console.feature.prices.words.Difference;
import io.weighbridge.console.feature.prices.words.PriceText;
import io.weighbridge.console.feature.prices.words.UnitsText;
import io.weighbridge.console.fx.Subscriptions;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Unit;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.javafx.FontIcon;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Beside a draft: what is wrong, what a typical call costs before and after, how many the changes
/// touch.
final class SidePane {
    private static final int FINDINGS_MAX = 8;
    private static final int WIDTH = 290;

    private final DraftModel draft;
    private final PreviewModel preview;
    private final ReachModel reach;
    private final Formats formats;
    private final Consumer<Finding> goTo;
    private final VBox findings = new VBox(6);
    private final GridPane prices = new GridPane();
    private final Label touched = new Label();
    private final HBox tokens = new HBox(6);
    private final TextField input = new TextField();
    private final TextField output = new TextField();
    private final ScrollPane node;

    SidePane(
            DraftModel draft,
            PreviewModel preview,
            ReachModel reach,
            Formats formats,
            Consumer<Finding> goTo,
            Parent comparison) {
        this.draft = draft;
        this.preview = preview;
        this.reach = reach;
        this.formats = formats;
        this.goTo = goTo;
        prices.setHgap(8);
        prices.setVgap(2);
        ColumnConstraints wide = new ColumnConstraints();
        wide.setHgrow(Priority.ALWAYS);
        prices.getColumnConstraints()
                .setAll(wide, new ColumnConstraints(), new ColumnConstraints());
        prices.setId("typical-prices");
        layTokens();
        touched.setWrapText(true);
        touched.setMinHeight(Label.USE_PREF_SIZE);
        touched.setId("touched");
        VBox all =
                new VBox(
                        12,
                        card("prices.typical", Part.collapsing(tokens), prices),
                        card("prices.findings", findings),
                        card("margin.card", comparison),
                        card("prices.touched", touched));
        all.getStyleClass().add("side-cards");
        findings.setId("findings");
        node = new ScrollPane(all);
        node.setFitToWidth(true);
        node.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        node.getStyleClass().add("side-pane");
        node.setMinWidth(WIDTH);
        node.setPrefWidth(WIDTH);
    }

    Parent node() {
        return node;
    }

    private static VBox card(String title, Node... content) {
        VBox card = new VBox(8, Part.section(title));
        card.getChildren().addAll(content);
        card.getStyleClass().add("card");
        return card;
    }

    private void layTokens() {
        input.setId("typical-input");
        output.setId("typical-output");
        input.setText(Long.toString(TypicalCall.USUAL.inputTokens()));
        output.setText(Long.toString(TypicalCall.USUAL.outputTokens()));
        for (TextField field : List.of(input, output)) {
            field.setPrefColumnCount(4);
            field.setAlignment(Pos.CENTER_RIGHT);
            field.textProperty().addListener((_, _, _) -> readTypical());
        }
        tokens.getChildren()
                .setAll(
                        input,
                        Described.label(Texts.of("prices.typical.in"), input),
                        output,
                        Described.label(Texts.of("prices.typical.out"), output));
        tokens.setAlignment(Pos.CENTER_LEFT);
    }

    private void readTypical() {
        String in = input.getText().replace(",", "").strip();
        String out = output.getText().replace(",", "").strip();
        if (in.matches("\\d{1,12}") && out.matches("\\d{1,12}")) {
            preview.typicalProperty().set(new TypicalCall(Long.parseLong(in), Long.parseLong(out)));
        }
    }

    void bind(Subscriptions subscriptions) {
        subscriptions.watch(draft.resultProperty(), result -> showFindings(result.findings()));
        subscriptions.watch(draft.differencesProperty(), _ -> refresh());
        subscriptions.watch(preview.typicalProperty(), _ -> refresh());
        subscriptions.watch(preview.linesProperty(), this::showPrices);
        subscriptions.watch(reach.usedProperty(), _ -> showReach());
    }

    private void refresh() {
        preview.show(draft);
        showReach();
    }

    private void showFindings(List<Finding> found) {
        findings.getChildren().clear();
        if (found.isEmpty()) {
            Label fine = new Label(Texts.of("prices.findings.none"), new FontIcon("fth-check"));
            fine.getStyleClass().add("ok");
            findings.getChildren().add(fine);
        }
        for (Finding finding : found.stream().limit(FINDINGS_MAX).toList()) {
            Button line =
                    new Button(
                            finding.text(),
                            new FontIcon(finding.isWrong() ? "fth-x-circle" : "fth-alert-circle"));
            line.getStyleClass().addAll("flat", "finding", finding.isWrong() ? "wrong" : "hint");
            line.setWrapText(true);
            line.setMinHeight(Button.USE_PREF_SIZE);
            line.setMaxWidth(Integer.MAX_VALUE);
            line.setAlignment(Pos.CENTER_LEFT);
            line.setOnAction(_ -> goTo.accept(finding));
            findings.getChildren().add(line);
        }
        if (found.size() > FINDINGS_MAX) {
            findings.getChildren()
                    .add(
                            Part.muted(
                                    Texts.of(
                                            "prices.findings.more",
                                            Integer.toString(found.size() - FINDINGS_MAX))));
        }
    }

    private void showPrices(List<PreviewModel.Line> lines) {
        prices.getChildren().clear();
        tokens.setVisible(lines.isEmpty() || lines.stream().anyMatch(SidePane::isOfTokens));
        if (lines.isEmpty()) {
            prices.add(Part.muted(Texts.of("prices.typical.none")), 0, 0, 3, 1);
            return;
        }
        int row = 0;
        for (PreviewModel.Line line : lines) {
            ServiceTier tier = ServiceTier.byNumber(line.call().getTierValue());
            String of =
                    tier == null || tier == ServiceTier.STANDARD
                            ? line.call().getService()
                            : line.call().getService() + ' ' + PriceText.tier(tier);
            String units = UnitsText.of(line.call().getUnitsList());
            // Of what the fields do not say.
            String name = isOfTokens(line) ? of : Texts.of("prices.typical.of", of, units);
            Label service = Described.tip(new Label(name), units);
            service.getStyleClass().add("typical-service");
            service.setMinWidth(40);
            Label percent = new Label(Difference.percent(line.basisPoints()));
            percent.getStyleClass().add(line.basisPoints() > 0 ? "watch" : "ok");
            percent.setMinWidth(Label.USE_PREF_SIZE);
            prices.add(service, 0, row, 2, 1);
            prices.add(percent, 2, row);
            Label both =
                    new Label(
                            Texts.of(
                                    "prices.typical.line",
                                    PriceText.charge(line.before()),
                                    PriceText.charge(line.after())));
            both.setId("typical-" + row / 2);
            both.setMinWidth(Label.USE_PREF_SIZE);
            prices.add(both, 0, row + 1, 3, 1);
            row += 2;
        }
    }

    private static boolean isOfTokens(PreviewModel.Line line) {
        return line.call().getUnitsList().stream()
                .map(count -> Unit.byNumber(count.getUnitValue()))
                .anyMatch(unit -> unit != null && unit.isToken());
    }

    private void showReach() {
        Set<String> services =
                draft.differencesProperty().get().stream()
                        .map(Difference::service)
                        .collect(Collectors.toSet());
        if (services.isEmpty()) {
            touched.setText(Texts.of("prices.touched.nothing"));
            return;
        }
        // The fee of every service touches all of them.
        ReachModel.Reach found = reach.of(name -> services.contains("") || services.contains(name));
        touched.setText(text(found));
    }

    private String text(ReachModel.Reach found) {
        String text =
                Texts.of(
                        "prices.touched.text",
                        formats.count(found.accounts()),
                        formats.count(found.calls()),
                        formats.money(found.chargeNanos()),
                        Integer.toString(ReachModel.DAYS));
        return found.isWhole() ? text : text + ' ' + Texts.of("prices.touched.at-least");
    }

    /// What the sheet before publishing says of whom it touches.
    String touchedText() {
        return touched.getText();
    }
}
