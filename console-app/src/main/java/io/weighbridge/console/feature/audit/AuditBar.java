package io.weighbridge.console.feature.audit;

import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.control.Described;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Texts;
import io.weighbridge.console.text.TimeInput;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.scene.layout.FlowPane;

import java.time.ZoneId;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/// What the list of entries is narrowed down to; Enter in a field applies it.
final class AuditBar {
    private final Workbench bench;
    private final Consumer<AuditFilter> change;
    private final TextField who = field("who", 130);
    private final TextField target = field("target", 170);
    private final TextField action = field("action", 130);
    private final TextField from = field("from", 150);
    private final TextField to = field("to", 150);
    private final FlowPane node = new FlowPane(8, 8);

    AuditBar(Workbench bench, Consumer<AuditFilter> change) {
        this.bench = bench;
        this.change = change;
        Button apply = new Button(Texts.of("audit.filter.apply"));
        apply.setId("audit-apply");
        apply.setOnAction(_ -> apply());
        Button clear = new Button(Texts.of("audit.filter.clear"));
        clear.getStyleClass().add("flat");
        clear.setOnAction(_ -> clear());
        Described.tip(
                clear,
                ConsoleAction.CLEAR_FILTER.text() + "  " + ConsoleAction.CLEAR_FILTER.keysText());
        node.getChildren().addAll(who, target, action, from, to, apply, clear);
    }

    private TextField field(String name, double width) {
        TextField field = new TextField();
        field.setId("audit-" + name);
        field.setPromptText(Texts.of("audit.filter." + name));
        field.setPrefWidth(width);
        field.setOnAction(_ -> apply());
        return Described.named(field, Texts.of("audit.filter." + name));
    }

    Node node() {
        return node;
    }

    void focusFirst() {
        who.requestFocus();
    }

    void show(AuditFilter filter) {
        who.setText(filter.who());
        target.setText(filter.target());
        action.setText(filter.action());
        from.setText(text(filter.fromMs(), TimeInput::beginText));
        to.setText(text(filter.toMs(), TimeInput::endText));
    }

    void clear() {
        change.accept(new AuditFilter("", "", "", 0, 0));
    }

    private void apply() {
        OptionalLong begin = parse(from.getText(), TimeInput::begin);
        OptionalLong end = parse(to.getText(), TimeInput::end);
        if (begin.isEmpty() || end.isEmpty()) {
            bench.toasts().failed(Texts.of("audit.filter.wrong"));
            return;
        }
        if (end.getAsLong() != 0 && begin.getAsLong() >= end.getAsLong()) {
            bench.toasts().failed(Texts.of("audit.filter.order"));
            return;
        }
        change.accept(
                new AuditFilter(
                        who.getText().strip(),
                        target.getText().strip(),
                        action.getText().strip(),
                        begin.getAsLong(),
                        end.getAsLong()));
    }

    // 0 and nothing typed stand for no end.
    private String text(long atMs, BiFunction<Long, ZoneId, String> text) {
        return atMs == 0 ? "" : text.apply(atMs, bench.formats().zone());
    }

    private OptionalLong parse(String typed, BiFunction<String, ZoneId, OptionalLong> parse) {
        return typed.isBlank() ? OptionalLong.of(0) : parse.apply(typed, bench.formats().zone());
    }
}
