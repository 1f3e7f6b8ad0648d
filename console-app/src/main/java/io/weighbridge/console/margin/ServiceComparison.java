package io.weighbridge.console.margin;

import io.weighbridge.console.control.Described;
import io.weighbridge.console.control.Facts;
import io.weighbridge.console.control.Overlay;
import io.weighbridge.console.control.SplitBar;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.OthersPrice;
import io.weighbridge.proto.v1.PriceCatalogue;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import java.util.List;

/// Prices of one service beside their costs and what others ask for the same: which words others
/// are found by, and a list of them on demand.
public final class ServiceComparison extends VBox {
    private static final int BAR_HEIGHT = 28;
    private static final int NAME_LENGTH_MAX = 60;
    private static final int WIDTH_MAX = 520;

    private final MarginModel model;
    private final Formats formats;
    private final TextField text = new TextField();
    private final Label about = Facts.muted("");
    private final Button list = new Button(Texts.of("margin.list"));
    private final VBox lines = new VBox(12);
    private final VBox finding;
    private String service = "";
    // What stands in the field unless somebody typed.
    private String usual = "";
    private List<Comparison> shown = List.of();

    public ServiceComparison(MarginModel model, Formats formats, Overlay overlay) {
        super(10);
        this.model = model;
        this.formats = formats;
        text.setId("others-text");
        text.setPromptText(Texts.of("margin.text.prompt"));
        text.setOnAction(_ -> choose());
        text.focusedProperty()
                .subscribe(
                        isFocused -> {
                            if (!isFocused) {
                                choose();
                            }
                        });
        HBox.setHgrow(text, Priority.ALWAYS);
        list.setId("others-list");
        list.setOnAction(_ -> OthersSheet.show(overlay, formats, shown));
        HBox line = new HBox(8, text, list);
        line.setAlignment(Pos.CENTER_LEFT);
        about.setId("others-about");
        about.setMinHeight(Region.USE_PREF_SIZE);
        finding = new VBox(4, Described.label(Texts.of("margin.text"), text), line, about);
        lines.setId("comparison");
        setMaxWidth(WIDTH_MAX);
        getChildren().addAll(lines, finding);
    }

    private void choose() {
        String typed = text.getText().strip();
        if (!service.isEmpty() && !typed.equals(usual)) {
            usual = typed;
            model.search(service, typed);
        }
    }

    /// Shows prices of one service; none for nothing to say.
    public void show(List<Comparison> all) {
        if (all.equals(shown) && !all.isEmpty()) {
            return;
        }
        // What was typed is of the service that was shown.
        choose();
        shown = List.copyOf(all);
        String before = service;
        service = all.isEmpty() ? "" : all.getFirst().price().service();
        finding.setVisible(!all.isEmpty());
        finding.setManaged(!all.isEmpty());
        lines.getChildren().clear();
        if (all.isEmpty()) {
            lines.getChildren().add(Facts.muted(Texts.of("margin.none")));
            return;
        }
        Others others = all.getFirst().others();
        if (!text.isFocused() || !service.equals(before)) {
            usual = model.searchText(service);
            text.setText(usual);
        }
        about.setText(about(others));
        list.setDisable(others.prices().isEmpty());
        all.forEach(each -> lines.getChildren().add(line(each)));
    }

    private String about(Others others) {
        String newest =
                others.catalogues().stream()
                        .findFirst()
                        .map(PriceCatalogue::getImportedAtMs)
                        .map(formats::relative)
                        .orElse("");
        String said = MarginWords.about(others);
        return newest.isEmpty() ? said : said + ' ' + Texts.of("margin.others.newest", newest);
    }

    private Node line(Comparison each) {
        Label name = new Label(MarginWords.unit(each.price().unit().number()));
        name.setMinWidth(40);
        Label figures = Described.tip(new Label(MarginWords.price(each)), MarginWords.whole(each));
        figures.setMinWidth(Region.USE_PREF_SIZE);
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        VBox line = new VBox(4, new HBox(8, name, space, figures));
        if (each.cost() == null && !each.isAsked()) {
            Label why = Facts.muted(Texts.of("margin.whole.unknown", each.why()));
            why.setMinHeight(Region.USE_PREF_SIZE);
            line.getChildren().add(why);
        } else {
            SplitBar bar = new SplitBar(BAR_HEIGHT);
            MarginBar.showWithCost(bar, each);
            bar.setId("comparison-bar-" + each.price().unit().key());
            line.getChildren().add(bar);
            String allTime = MarginWords.allTime(each);
            if (!allTime.isEmpty()) {
                line.getChildren().add(Facts.muted(allTime));
            }
        }
        each.spread().ifPresent(spread -> line.getChildren().add(spread(each, spread)));
        return line;
    }

    private static GridPane spread(Comparison line, Others.Spread spread) {
        GridPane grid = new GridPane(8, 2);
        ColumnConstraints wide = new ColumnConstraints();
        wide.setHgrow(Priority.ALWAYS);
        grid.getColumnConstraints().setAll(fitting(), fitting(), wide);
        add(grid, 0, "margin.cheapest", line, spread.cheapest());
        add(grid, 1, "margin.median", line, spread.median());
        add(grid, 2, "margin.dearest", line, spread.dearest());
        return grid;
    }

    private static ColumnConstraints fitting() {
        ColumnConstraints fitting = new ColumnConstraints();
        fitting.setMinWidth(Region.USE_PREF_SIZE);
        return fitting;
    }

    private static void add(
            GridPane grid, int row, String key, Comparison line, OthersPrice price) {
        String model = price.getModel();
        Label entry =
                Described.tip(
                        new Label(model.substring(0, Math.min(NAME_LENGTH_MAX, model.length()))),
                        Texts.of(
                                "margin.entry.of",
                                model,
                                price.getProvider(),
                                MarginWords.exact(price),
                                price.getSource()));
        entry.setId("others-" + line.price().unit().key() + '-' + row);
        entry.getStyleClass().add("muted");
        entry.setMinWidth(0);
        grid.addRow(
                row, Facts.muted(Texts.of(key)), new Label(MarginWords.money(line, price)), entry);
    }
}
