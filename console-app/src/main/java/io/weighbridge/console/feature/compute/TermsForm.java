package io.weighbridge.console.feature.compute;

import io.weighbridge.console.control.CheckedField;
import io.weighbridge.console.control.Chosen;
import io.weighbridge.console.control.Described;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.ComputeTerms;
import io.weighbridge.proto.v1.CostBasis;
import io.weighbridge.proto.v1.PictureTerms;
import io.weighbridge.proto.v1.SpeechTerms;

import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
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

    private static final PictureTerms PICTURES_USUAL =
            PictureTerms.newBuilder()
                    .setSteps(30)
                    .setGuidance(true)
                    .setWidth(1_024)
                    .setHeight(1_024)
                    .build();
    private static final SpeechTerms SPEECH_USUAL =
            SpeechTerms.newBuilder().setWordsPerWindow(100).setRecordingMs(60_000).build();
    private static final int BITS_USUAL = 16;
    private static final double FIELD_HEIGHT = 32;

    private final Map<TermField, CheckedField> fields = new EnumMap<>(TermField.class);
    private final ComboBox<CostBasis> basis = new ComboBox<>();
    private final ComboBox<Integer> bits = new ComboBox<>();
    private final PicturesForm pictures;
    private final Node bitsRow;
    private final Node basisRow;
    private ModelUse use = ModelUse.TEXT;
    // Whether what is chosen of pictures is somebody's, not nothing.
    private boolean hasPictures;
    private final CheckBox whole = new CheckBox(Texts.of("compute.term.whole"));

    /// @param id what ids of its fields begin with
    TermsForm(String id) {
        super(12, 6);
        pictures = new PicturesForm(id);
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
        whole.setWrapText(true);
        Described.tip(whole, Texts.of("compute.term.whole.help"));
        bitsRow = named("compute.term.bits", bits);
        basisRow = named("compute.term.basis", basis);
        show(USUAL);
    }

    /// What stands there for a model that is used so when nobody said otherwise.
    static ComputeTerms usual(ModelUse use) {
        return switch (use) {
            case TEXT -> USUAL;
            case PICTURES ->
                    USUAL.toBuilder()
                            .clearContextTokens()
                            .setBatch(1)
                            .setPicture(PICTURES_USUAL)
                            .build();
            case SPEECH ->
                    USUAL.toBuilder()
                            .clearContextTokens()
                            .setBatch(8)
                            .setSpeech(SPEECH_USUAL)
                            .build();
        };
    }

    /// Asks what a model needs that is used so. What was typed stays, also for going back to it;
    /// the rest is as usual.
    void use(ModelUse wanted) {
        if (wanted == use) {
            return;
        }
        ComputeTerms usual = usual(wanted);
        String batch = TermField.BATCH.typed(usual(use));
        fields.forEach(
                (field, shown) -> {
                    boolean isNew =
                            field == TermField.BATCH
                                    ? shown.text().equals(batch)
                                    : !field.isOf(use) && shown.text().isBlank();
                    if (isNew) {
                        shown.with(field.typed(usual));
                    }
                });
        if (wanted == ModelUse.PICTURES && !hasPictures) {
            pictures.show(usual.getPicture());
        }
        lay(wanted);
    }

    // What belongs together stands beside each other.
    private static List<TermField> order(ModelUse wanted) {
        return switch (wanted) {
            case TEXT ->
                    List.of(
                            TermField.CONTEXT,
                            TermField.BATCH,
                            TermField.UTILIZATION,
                            TermField.MARGIN,
                            TermField.CARDS);
            case PICTURES ->
                    List.of(
                            TermField.STEPS,
                            TermField.BATCH,
                            TermField.WIDTH,
                            TermField.HEIGHT,
                            TermField.UTILIZATION,
                            TermField.MARGIN,
                            TermField.CARDS);
            case SPEECH ->
                    List.of(
                            TermField.WORDS,
                            TermField.RECORDING,
                            TermField.UTILIZATION,
                            TermField.MARGIN,
                            TermField.BATCH,
                            TermField.CARDS);
        };
    }

    // Rows of two.
    private void lay(ModelUse wanted) {
        use = wanted;
        hasPictures |= wanted == ModelUse.PICTURES;
        getChildren().clear();
        List<Node> halves = new ArrayList<>();
        order(wanted).forEach(field -> halves.add(fields.get(field)));
        // Pictures have no cache.
        if (wanted != ModelUse.PICTURES) {
            halves.add(bitsRow);
        }
        // Where there is room beside the last one: a form must fit into the window.
        boolean isBeside = halves.size() % 2 == 1;
        if (isBeside) {
            halves.add(whole);
        }
        for (int i = 0; i < halves.size(); i++) {
            // One column, also of what had both in another form.
            add(halves.get(i), i % 2, i / 2, 1, 1);
        }
        int row = halves.size() / 2;
        if (wanted == ModelUse.PICTURES) {
            add(pictures, 0, row++, 2, 1);
        }
        add(basisRow, 0, row++, 2, 1);
        if (!isBeside) {
            add(whole, 0, row, 2, 1);
        }
        // Level with the field beside it, in two lines where it is narrow.
        GridPane.setValignment(whole, isBeside ? VPos.BOTTOM : VPos.CENTER);
        whole.setMinHeight(isBeside ? FIELD_HEIGHT : Region.USE_COMPUTED_SIZE);
    }

    private static VBox named(String key, ComboBox<?> box) {
        box.setMaxWidth(Double.MAX_VALUE);
        Node label = Described.label(Texts.of(key), box);
        return new VBox(4, label, box);
    }

    /// Fills it in.
    void show(ComputeTerms terms) {
        hasPictures = false;
        lay(ModelUse.of(terms));
        fields.forEach((field, shown) -> shown.with(field.typed(terms)));
        pictures.show(terms.getPicture());
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
        pictures.onChange(changed);
        basis.valueProperty().subscribe((_, _) -> changed.run());
        bits.valueProperty().subscribe((_, _) -> changed.run());
        whole.selectedProperty().subscribe((_, _) -> changed.run());
    }

    /// Says beside each field what is wrong; whether nothing is.
    boolean check() {
        boolean isFine = true;
        for (TermField field : TermField.values()) {
            CheckedField shown = fields.get(field);
            if (shown != null && field.isOf(use)) {
                String problem = field.problem(shown.text());
                shown.problem(problem);
                isFine &= problem.isEmpty();
            }
        }
        return isFine;
    }

    /// What was typed, after [#check].
    ComputeTerms terms() {
        ComputeTerms.Builder terms = ComputeTerms.newBuilder();
        fields.forEach(
                (field, shown) -> {
                    if (field.isOf(use)) {
                        field.take(shown.text(), terms);
                    }
                });
        if (use == ModelUse.PICTURES) {
            pictures.take(terms.getPictureBuilder());
        }
        return terms.setBasis(basis.getValue())
                .setCacheBits(bits.getValue())
                .setWholeCards(whole.isSelected())
                .build();
    }
}
