package io.weighbridge.console.feature.payments;

import io.weighbridge.console.control.CheckedField;
import io.weighbridge.console.control.ReasonField;
import io.weighbridge.console.control.Sheet;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.CodeBatch;

import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Asks what codes shall be made, makes them, and shows them: once.
final class MakeCodesSheet {
    private static final int DAYS = 90;

    private final Workbench bench;
    private final MakeCodesModel model;
    private final Consumer<CodeBatch> changed;
    private final Map<MakeCodesModel.Field, CheckedField> fields =
            new EnumMap<>(MakeCodesModel.Field.class);
    private final CheckedField campaign;
    private final CheckedField count;
    private final CheckedField amount;
    private final CheckedField until;
    private final CheckedField expires;
    private final CheckBox once = new CheckBox(Texts.of("payments.make.once"));
    private final Label sum = new Label();
    private final ReasonField reason = new ReasonField();
    private final Sheet sheet =
            new Sheet(
                    Texts.of("payments.make.title"),
                    Texts.of("payments.make.text"),
                    Texts.of("payments.make.verb"));
    private MakeCodesModel.@Nullable Allowance allowance;

    private MakeCodesSheet(Workbench bench, Consumer<CodeBatch> changed) {
        this.bench = bench;
        this.changed = changed;
        Formats formats = bench.formats();
        model =
                new MakeCodesModel(
                        bench.client(),
                        bench.operations(),
                        bench.background(),
                        bench.me(),
                        formats);
        LocalDate day = LocalDate.ofInstant(formats.clock().instant(), formats.zone());
        campaign = field(MakeCodesModel.Field.CAMPAIGN, "campaign");
        count = field(MakeCodesModel.Field.COUNT, "count");
        amount = field(MakeCodesModel.Field.AMOUNT, "amount");
        until = field(MakeCodesModel.Field.UNTIL, "until").with(day.plusDays(DAYS).toString());
        expires = field(MakeCodesModel.Field.EXPIRES, "expires").with(Integer.toString(DAYS));
        once.setId("make-once");
        once.setSelected(true);
        sum.setId("make-sum");
        sum.setWrapText(true);
        sum.setMinHeight(Label.USE_PREF_SIZE);
        sum.managedProperty().bind(sum.textProperty().isNotEmpty());
        sheet.with(grid(), sum, once, reason);
        sheet.setPrefWidth(560);
        sheet.confirmButton().setId("make-confirm");
        sheet.onConfirm(this::make);
        fields.values().forEach(field -> field.field().textProperty().subscribe(this::foresee));
    }

    static void show(Workbench bench, Consumer<CodeBatch> changed) {
        MakeCodesSheet made = new MakeCodesSheet(bench, changed);
        bench.overlay().show(made.sheet);
        made.model.readAllowance(made::know, failure -> made.sheet.problem(failure.text()));
    }

    private CheckedField field(MakeCodesModel.Field which, String name) {
        CheckedField field =
                new CheckedField(
                        "make-" + name,
                        Texts.of("payments.make." + name, bench.formats().currencySign()),
                        Texts.of("payments.make." + name + ".hint"));
        fields.put(which, field);
        return field;
    }

    private Node grid() {
        GridPane grid = new GridPane(12, 8);
        for (int i = 0; i < 2; i++) {
            ColumnConstraints half = new ColumnConstraints();
            half.setPercentWidth(50);
            grid.getColumnConstraints().add(half);
        }
        grid.add(campaign, 0, 0, 2, 1);
        grid.addRow(1, count, amount);
        grid.addRow(2, until, expires);
        return grid;
    }

    private MakeCodesModel.Typed typed() {
        return new MakeCodesModel.Typed(
                campaign.text(),
                count.text(),
                amount.text(),
                until.text(),
                expires.text(),
                once.isSelected());
    }

    private void know(MakeCodesModel.Allowance read) {
        allowance = read;
        foresee();
    }

    private void foresee() {
        if (allowance == null) {
            return;
        }
        MakeCodesModel.Sum now = model.sum(typed(), allowance);
        sum.setText(now.text());
        sum.getStyleClass().removeAll("muted", "over");
        sum.getStyleClass().add(now.isTooMuch() ? "over" : "muted");
    }

    private void make() {
        MakeCodesModel.Typed typed = typed();
        Map<MakeCodesModel.Field, String> problems = model.problems(typed);
        fields.forEach((which, field) -> field.problem(problems.getOrDefault(which, "")));
        if (!problems.isEmpty()) {
            sheet.problem("");
            problems.keySet().stream()
                    .findFirst()
                    .map(fields::get)
                    .ifPresent(field -> field.field().requestFocus());
            return;
        }
        sheet.problem(reason.problem());
        if (reason.problem().isEmpty()) {
            sheet.busy(true);
            model.make(typed, reason.reason(), this::made, sheet::problem);
        }
    }

    private void made(CodeBatch batch) {
        model.tell(
                batch.getBatch(),
                codes -> told(batch, codes),
                failure -> {
                    sheet.leave();
                    changed.accept(batch);
                    bench.toasts().failed(Texts.of("payments.make.untold", failure.text()));
                });
    }

    private void told(CodeBatch batch, List<String> codes) {
        sheet.leave();
        changed.accept(batch);
        ToldCodesSheet.show(bench, batch, codes);
    }
}
