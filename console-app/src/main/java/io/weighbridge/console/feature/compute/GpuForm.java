package io.weighbridge.console.feature.compute;

import io.weighbridge.console.control.CheckedField;
import io.weighbridge.proto.v1.GpuFigures;

import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;

import java.util.EnumMap;
import java.util.Map;

/// The figures of a GPU as a form.
final class GpuForm extends GridPane {
    private final Map<GpuField, CheckedField> fields = new EnumMap<>(GpuField.class);

    GpuForm() {
        super(12, 10);
        for (int i = 0; i < 2; i++) {
            ColumnConstraints half = new ColumnConstraints();
            half.setPercentWidth(50);
            getColumnConstraints().add(half);
        }
        for (GpuField field : GpuField.TYPED) {
            fields.put(field, new CheckedField("gpu-" + field.word(), field.text(), field.hint()));
        }
        put(GpuField.TITLE, 0, 0);
        put(GpuField.WATTS, 1, 0);
        put(GpuField.VRAM, 0, 1);
        put(GpuField.BANDWIDTH, 1, 1);
        put(GpuField.FP32, 0, 2);
        put(GpuField.FP16, 1, 2);
        put(GpuField.BF16, 0, 3);
        put(GpuField.FP8, 1, 3);
        add(fields.get(GpuField.SOURCE), 0, 4, 2, 1);
    }

    private void put(GpuField field, int column, int row) {
        add(fields.get(field), column, row);
    }

    /// Fills it in.
    void show(GpuFigures figures) {
        fields.forEach((field, shown) -> shown.with(field.typed(figures)));
    }

    /// Says beside each field what is wrong; whether nothing is.
    boolean check() {
        fields.forEach((field, shown) -> shown.problem(field.problem(shown.text())));
        return fields.entrySet().stream()
                .allMatch(entry -> entry.getKey().problem(entry.getValue().text()).isEmpty());
    }

    /// What was typed, on top of what is not in the form.
    GpuFigures figures(GpuFigures rest) {
        GpuFigures.Builder figures = rest.toBuilder();
        fields.forEach((field, shown) -> field.take(shown.text(), figures));
        return figures.build();
    }
}
