package io.weighbridge.console.feature.payments;

import com.google.protobuf.ByteString;

import io.weighbridge.console.control.Described;
import io.weighbridge.console.control.ExportModel;
import io.weighbridge.console.control.ExportSheet;
import io.weighbridge.console.control.Sheet;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.CsvText;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.console.text.TimeInput;
import io.weighbridge.model.Nanos;
import io.weighbridge.proto.v1.CodeBatch;
import io.weighbridge.proto.v1.ExportChunk;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;

import org.kordamp.ikonli.javafx.FontIcon;

import java.time.Instant;
import java.util.List;

/// Shows codes, the only time that they can be seen, until the operator says that they are stored.
/// Who has neither copied nor saved them is asked again.
final class ToldCodesSheet {
    private static final int LINES_MAX = 12;

    private final Workbench bench;
    private final CodeBatch batch;
    private final Sheet sheet;
    private final TextArea area;
    private final Label kept = new Label();
    private boolean isWarned;

    private ToldCodesSheet(Workbench bench, CodeBatch batch, List<String> codes) {
        this.bench = bench;
        this.batch = batch;
        Formats formats = bench.formats();
        sheet =
                new Sheet(
                        Texts.of(
                                "payments.told.title",
                                formats.count(codes.size()),
                                batch.getCampaign()),
                        Texts.of(
                                "payments.told.text",
                                formats.money(batch.getAmountNanos()),
                                TimeInput.endText(batch.getRedeemUntilMs(), formats.zone())),
                        Texts.of("payments.told.stored"));
        area = new TextArea(String.join("\n", codes));
        area.setId("told-codes");
        area.setEditable(false);
        area.getStyleClass().add("secret");
        area.setPrefRowCount(Math.min(LINES_MAX, codes.size() + 1));
        Described.named(area, Texts.of("payments.codes"));
        area.setTooltip(null);
        kept.setId("told-kept");
        kept.getStyleClass().add("ok");
        HBox line =
                new HBox(
                        8,
                        button("told-copy", Texts.of("common.copy"), "fth-copy", this::copy),
                        button(
                                "told-save",
                                Texts.of("payments.told.save"),
                                "fth-download",
                                this::save),
                        kept);
        line.setAlignment(Pos.CENTER_LEFT);
        sheet.with(area, line).withoutCancel();
        sheet.setId("told-sheet");
        sheet.setPrefWidth(520);
        sheet.confirmButton().setId("told-stored");
        sheet.onConfirm(this::close);
    }

    static void show(Workbench bench, CodeBatch batch, List<String> codes) {
        ToldCodesSheet made = new ToldCodesSheet(bench, batch, codes);
        bench.overlay().keep(made.sheet);
        made.area.selectAll();
    }

    private static Button button(String id, String text, String icon, Runnable run) {
        Button button = new Button(text, new FontIcon(icon));
        button.setId(id);
        button.setOnAction(_ -> run.run());
        return button;
    }

    private void copy() {
        ClipboardContent content = new ClipboardContent();
        content.putString(area.getText());
        Clipboard.getSystemClipboard().setContent(content);
        keep(Texts.of("common.secret.copied"));
    }

    private void keep(String text) {
        kept.setText(text);
        sheet.problem("");
    }

    private void save() {
        ExportModel model = new ExportModel(bench.background(), true);
        model.stateProperty()
                .subscribe(
                        state -> {
                            if (state instanceof ExportModel.State.Done) {
                                keep(Texts.of("payments.told.saved"));
                            }
                        });
        String text = area.getText();
        bench.overlay()
                .show(
                        new ExportSheet(
                                        model,
                                        bench.formats(),
                                        bench.toasts(),
                                        () -> List.of(csv(batch, text)).iterator(),
                                        Texts.of("payments.told.file"),
                                        "codes-" + batch.getBatch() + ".csv")
                                .sheet());
    }

    // So many are no more than a chunk.
    private static ExportChunk csv(CodeBatch batch, String codes) {
        StringBuilder csv =
                new StringBuilder(
                        CsvText.line(
                                List.of("number", "code", "amount", "redeem_until", "campaign")));
        String amount = Nanos.toDecimal(batch.getAmountNanos());
        String until = Instant.ofEpochMilli(batch.getRedeemUntilMs()).toString();
        List<String> lines = codes.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            csv.append(
                    CsvText.line(
                            List.of(
                                    Integer.toString(i + 1),
                                    lines.get(i),
                                    amount,
                                    until,
                                    CsvText.guarded(batch.getCampaign()))));
        }
        return ExportChunk.newBuilder()
                .setData(ByteString.copyFromUtf8(csv.toString()))
                .setRows(lines.size())
                .setRowsInAll(lines.size())
                .build();
    }

    private void close() {
        if (kept.getText().isEmpty() && !isWarned) {
            isWarned = true;
            sheet.problem(Texts.of("payments.told.lose"));
            return;
        }
        area.clear();
        sheet.leave();
    }
}
