package io.weighbridge.console.feature.usage;

import io.weighbridge.console.control.Chosen;
import io.weighbridge.console.control.Described;
import io.weighbridge.console.feature.usage.ask.HeatShape;
import io.weighbridge.console.feature.usage.ask.Level;
import io.weighbridge.console.feature.usage.ask.Measure;
import io.weighbridge.console.feature.usage.ask.Names;
import io.weighbridge.console.feature.usage.ask.Span;
import io.weighbridge.console.feature.usage.ask.Step;
import io.weighbridge.console.feature.usage.ask.TimeRange;
import io.weighbridge.console.feature.usage.ask.UsageQuery;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Texts;
import io.weighbridge.console.text.TimeInput;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.ListCell;
import javafx.scene.control.TextField;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;

import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/// What is looked at: range, step, groups, measure, and what it is narrowed down to.
final class UsageBar {
    /// A step, or none for the automatic one, which a combo box cannot have as null.
    private record StepChoice(@Nullable Step step) {}

    private final Workbench bench;
    private final Names names;
    private final Consumer<UsageQuery> change;
    private final FlowPane node = new FlowPane(8, 8);
    private final ComboBox<TimeRange.Kind> range;
    private final ComboBox<StepChoice> step;
    private final GroupBox level;
    private final ComboBox<HeatShape> shape;
    private final ComboBox<Measure> measure;
    private final TextField from = new TextField();
    private final TextField to = new TextField();
    private final TextField filter = new TextField();
    private UsageQuery query = UsageQuery.of(Address.of(Route.USAGE));
    private boolean isShowing;

    UsageBar(Workbench bench, Names names, Consumer<UsageQuery> change) {
        this.bench = bench;
        this.names = names;
        this.change = change;
        range = combo("range", kind -> Texts.of("usage.range." + kind.word()));
        step =
                combo(
                        "step",
                        choice ->
                                choice.step() == null
                                        ? Texts.of("usage.step.automatic")
                                        : Texts.of(
                                                "usage.step."
                                                        + choice.step()
                                                                .name()
                                                                .toLowerCase(Locale.ROOT)));
        level = new GroupBox(bench.toasts(), () -> query, this::choose);
        shape = combo("shape", one -> Texts.of("usage.shape." + one.word()));
        measure = combo("measure", one -> Texts.of("usage.measure." + one.word()));
        shape.getItems().setAll(HeatShape.values());
        range.getItems().setAll(TimeRange.Kind.values());
        Described.tip(measure, Texts.of("usage.refusals.only"));
        measure.setCellFactory(_ -> new MeasureCell());
        range.setOnAction(_ -> chooseRange(range.getValue()));
        step.setOnAction(
                _ -> {
                    // Null while its items are exchanged.
                    if (step.getValue() != null) {
                        choose(query.withStep(step.getValue().step()));
                    }
                });
        shape.setOnAction(_ -> choose(query.with(shape.getValue())));
        measure.setOnAction(
                _ -> {
                    // Null while its items are exchanged.
                    if (measure.getValue() != null) {
                        choose(query.with(measure.getValue()));
                    }
                });
        field(from, "usage-from", "usage.range.from");
        field(to, "usage-to", "usage.range.to");
        filter.setId("usage-filter");
        filter.setPromptText(Texts.of("usage.filter.prompt"));
        filter.setPrefWidth(200);
        Described.named(filter, Texts.of("usage.filter.name"));
        filter.setOnAction(_ -> addFilter());
        node.setAlignment(Pos.CENTER_LEFT);
    }

    // What there is no sum of cannot be chosen, and says why.
    private final class MeasureCell extends ListCell<Measure> {
        @Override
        protected void updateItem(@Nullable Measure item, boolean isEmpty) {
            super.updateItem(item, isEmpty);
            boolean isThere = isEmpty || item == null || query.has(item);
            setDisable(!isThere);
            setText(
                    isEmpty || item == null
                            ? ""
                            : Texts.of(
                                    isThere
                                            ? "usage.measure." + item.word()
                                            : "usage.measure.refusals.off"));
        }
    }

    Node node() {
        return node;
    }

    static <T> ComboBox<T> combo(String name, Function<T, String> text) {
        ComboBox<T> combo = new ComboBox<>();
        combo.setId("usage-" + name);
        combo.setVisibleRowCount(12);
        combo.setConverter(new Chosen<>(text));
        return Described.named(combo, Texts.of("usage." + name + ".name"));
    }

    private void field(TextField field, String id, String text) {
        field.setId(id);
        field.setPrefWidth(140);
        Described.named(field, Texts.of(text));
        field.setOnAction(_ -> ownRange());
    }

    private void choose(UsageQuery next) {
        if (!isShowing) {
            change.accept(next);
        }
    }

    private void chooseRange(TimeRange.Kind kind) {
        if (kind == TimeRange.Kind.OWN) {
            long now = bench.formats().clock().millis();
            choose(query.with(TimeRange.own(query.range().span(now, bench.formats().zone()))));
        } else {
            choose(query.with(TimeRange.of(kind)));
        }
    }

    private void ownRange() {
        ZoneId zone = bench.formats().zone();
        OptionalLong begin = TimeInput.begin(from.getText(), zone);
        OptionalLong end = TimeInput.end(to.getText(), zone);
        if (begin.isEmpty() || end.isEmpty() || begin.getAsLong() >= end.getAsLong()) {
            bench.toasts().failed(Texts.of("usage.range.wrong"));
            return;
        }
        choose(query.with(TimeRange.own(new Span(begin.getAsLong(), end.getAsLong()))));
    }

    // `service=chat`; without a name it is a service.
    private void addFilter() {
        String typed = filter.getText().strip();
        int equals = typed.indexOf('=');
        String name = equals < 0 ? "service" : typed.substring(0, equals).strip();
        String value = typed.substring(equals + 1).strip();
        for (Level one : Level.USAGE) {
            if (one != Level.NONE
                    && one != Level.TAG
                    && one.word().equals(name)
                    && !value.isEmpty()) {
                filter.clear();
                choose(query.with(query.filter().with(one, value)));
                return;
            }
        }
        // Records can be of any tag.
        boolean isTag =
                level.tagKeys().contains(name)
                        || (query.tab() == UsageQuery.Tab.RECORDS
                                && name.matches("[a-z0-9_.-]{1,40}"));
        if (equals > 0 && isTag && !value.isEmpty()) {
            filter.clear();
            choose(query.with(query.filter().withTag(name, value)));
            return;
        }
        bench.toasts().failed(Texts.of("usage.filter.wrong"));
    }

    /// Takes the keys of tags that there are sums by.
    void showTagKeys(List<String> keys) {
        level.showTagKeys(keys);
    }

    void focusFilter() {
        filter.requestFocus();
    }

    /// Shows what a query looks at.
    void show(UsageQuery shown) {
        query = shown;
        isShowing = true;
        ZoneId zone = bench.formats().zone();
        Span span = shown.range().span(bench.formats().clock().millis(), zone);
        range.setValue(shown.range().kind());
        List<StepChoice> steps =
                Stream.concat(
                                Stream.of(new StepChoice(null)),
                                Stream.of(Step.values())
                                        .filter(one -> shown.fits(one, span))
                                        .map(StepChoice::new))
                        .toList();
        step.getItems().setAll(steps);
        StepChoice wanted = new StepChoice(shown.step());
        step.setValue(steps.contains(wanted) ? wanted : steps.getFirst());
        level.show(shown);
        shape.setValue(shown.shape());
        // Made anew, so that what there is no sum of is told anew.
        measure.getItems().setAll(Measure.of(shown.tab(), shown.shape()));
        measure.setValue(shown.measure());
        from.setText(TimeInput.text(span.fromMs(), zone));
        to.setText(TimeInput.text(span.toMs(), zone));
        node.getChildren().setAll(range);
        if (shown.range().kind() == TimeRange.Kind.OWN) {
            node.getChildren().addAll(from, to);
        }
        switch (shown.tab()) {
            case EXPLORE -> node.getChildren().addAll(step, level.node(), measure);
            case HEATMAP -> node.getChildren().addAll(shape, measure);
            case RECORDS -> {}
        }
        node.getChildren().add(filter);
        for (Level one : Level.USAGE) {
            if (!shown.filter().get(one).isEmpty()) {
                node.getChildren().add(chip(one, shown.filter().get(one)));
            }
        }
        isShowing = false;
    }

    private HBox chip(Level of, String value) {
        Button button = new Button(chipText(of, value), new FontIcon("fth-x"));
        button.setContentDisplay(ContentDisplay.RIGHT);
        button.setId("usage-chip-" + of.word());
        button.getStyleClass().addAll("small", "usage-chip");
        Described.tip(button, Texts.of("usage.filter.remove", value));
        button.setOnAction(_ -> choose(query.with(query.filter().with(of, ""))));
        bench.background()
                .lane()
                .run(
                        () -> {
                            names.lookUp(of, List.of(value));
                            return chipText(of, value);
                        },
                        button::setText,
                        _ -> {});
        return new HBox(button);
    }

    private String chipText(Level of, String value) {
        String name =
                of == Level.TAG ? query.filter().tagKey() : Texts.of("usage.group." + of.word());
        return name + ": " + names.of(of, value);
    }
}
