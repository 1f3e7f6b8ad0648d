package io.weighbridge.console.feature.compute;

import io.weighbridge.console.control.CheckedField;
import io.weighbridge.console.control.Chosen;
import io.weighbridge.console.control.Described;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.ComputeTerms;
import io.weighbridge.proto.v1.CostBasis;

import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;

import java.util.EnumMap;
import java.util.Map;

/// How a model serves and what it shall earn, as a form.
final class TermsForm extends GridPane {
    /// What stands there when nobody said otherwise.
    static final ComputeTerms USUAL =
            ComputeTerms.newBuilder()
                    .setContextTokens(8_192)
                    .setBatch(32)
                    .setCacheBits(16)
                    .setBasis(CostBasis.COST_BASIS_GPU_TIME_VRAM)
                    .setMarginMillionths(300_000)
                    .setUtilizationMillionths(500_000)
                    .build();

    private static final int BITS_USUAL = 16;

    private final Map<TermField, CheckedField> fields = new EnumMap<>(TermField.class);
    private final ComboBox<CostBasis> basis = new ComboBox<>();
    private final ComboBox<Integer> bits = new ComboBox<>();
    private final CheckBox whole = new CheckBox(Texts.of("compute.term.whole"));

    /// @param id what ids of its fields begin with
    TermsForm(String id) {
        super(12, 6);
        for (int i = 0; i < 2; i++) {
            ColumnConstraints half = new ColumnConstraints();
            half.setPercentWidth(50);
            getColumnConstraints().add(half);
        }
        for (TermField field : TermField.values()) {
            CheckedField shown = new CheckedField(id + field.word(), field.text(), "");
            Described.tip(shown.field(), field.help());
            if (field == TermField.CARDS) {
                shown.field().setPromptText(Texts.of("compute.term.cards.needed"));
            }
            fields.put(field, shown);
        }
        // What is measured is not reckoned with yet.
        basis.getItems().setAll(CostBasis.COST_BASIS_GPU_TIME_VRAM, CostBasis.COST_BASIS_FLOPS);
        basis.setConverter(new Chosen<>(ComputeWords::basis));
        basis.setId(id + "basis");
        bits.getItems().setAll(8, BITS_USUAL, 32);
        bits.setConverter(
                new Chosen<>(each -> Texts.of("compute.term.bits.of", Integer.toString(each))));
        bits.setId(id + "bits");
        whole.setId(id + "whole");
        Described.tip(whole, Texts.of("compute.term.whole.help"));
        addRow(0, fields.get(TermField.CONTEXT), fields.get(TermField.BATCH));
        addRow(1, fields.get(TermField.UTILIZATION), fields.get(TermField.MARGIN));
        addRow(2, fields.get(TermField.CARDS), named("compute.term.bits", bits));
        add(named("compute.term.basis", basis), 0, 3, 2, 1);
        add(whole, 0, 4, 2, 1);
        show(USUAL);
    }

    private static VBox named(String key, ComboBox<?> box) {
        box.setMaxWidth(Double.MAX_VALUE);
        Node label = Described.label(Texts.of(key), box);
        return new VBox(4, label, box);
    }

    /// Fills it in.
    void show(ComputeTerms terms) {
        fields.forEach((field, shown) -> shown.with(field.typed(terms)));
        basis.setValue(
                basis.getItems().contains(terms.getBasis())
                        ? terms.getBasis()
                        : CostBasis.COST_BASIS_GPU_TIME_VRAM);
        bits.setValue(terms.getCacheBits() == 0 ? BITS_USUAL : terms.getCacheBits());
        whole.setSelected(terms.getWholeCards());
    }

    /// Calls with each change.
    void onChange(Runnable changed) {
        fields.values()
                .forEach(shown -> shown.field().textProperty().subscribe((_, _) -> changed.run()));
        basis.valueProperty().subscribe((_, _) -> changed.run());
        bits.valueProperty().subscribe((_, _) -> changed.run());
        whole.selectedProperty().subscribe((_, _) -> changed.run());
    }

    /// Says beside each field what is wrong; whether nothing is.
    boolean check() {
        fields.forEach((field, shown) -> shown.problem(field.problem(shown.text())));
        return fields.entrySet().stream()
                .allMatch(entry -> entry.getKey().problem(entry.getValue().text()).isEmpty());
    }

    /// What was typed, after [#check].
    ComputeTerms terms() {
        ComputeTerms.Builder terms = ComputeTerms.newBuilder();
        fields.forEach((field, shown) -> field.take(shown.text(), terms));
        return terms.setBasis(basis.getValue())
                .setCacheBits(bits.getValue())
                .setWholeCards(whole.isSelected())
                .build();
    }
}
