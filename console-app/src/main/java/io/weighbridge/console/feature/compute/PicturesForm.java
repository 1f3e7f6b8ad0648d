package io.weighbridge.console.feature.compute;

import io.weighbridge.console.control.Described;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.PicturePart;
import io.weighbridge.proto.v1.PictureTerms;

import javafx.scene.control.CheckBox;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;

import java.util.EnumMap;
import java.util.Map;

/// What of pictures is chosen, not typed: whether steps run twice, and which parts run.
final class PicturesForm extends VBox {
    private final CheckBox guidance = new CheckBox(Texts.of("compute.term.guidance"));
    private final Map<PicturePart, CheckBox> parts = new EnumMap<>(PicturePart.class);

    /// @param id what ids of its fields begin with
    PicturesForm(String id) {
        super(6);
        guidance.setId(id + "guidance");
        Described.tip(guidance, Texts.of("compute.term.guidance.help"));
        FlowPane row = new FlowPane(12, 6);
        for (PicturePart part :
                new PicturePart[] {
                    PicturePart.PICTURE_PART_TEXT_ENCODERS,
                    PicturePart.PICTURE_PART_DENOISER,
                    PicturePart.PICTURE_PART_DECODER
                }) {
            CheckBox box = new CheckBox(ComputeWords.part(part));
            box.setId(id + "part-" + part.getNumber());
            Described.tip(box, Texts.of("compute.term.parts.help"));
            parts.put(part, box);
            row.getChildren().add(box);
        }
        getChildren().addAll(guidance, row);
    }

    /// Fills it in.
    void show(PictureTerms terms) {
        guidance.setSelected(terms.getGuidance());
        parts.forEach(
                (part, box) ->
                        box.setSelected(
                                terms.getPartsCount() == 0 || terms.getPartsList().contains(part)));
    }

    void onChange(Runnable changed) {
        guidance.selectedProperty().subscribe((_, _) -> changed.run());
        parts.values().forEach(box -> box.selectedProperty().subscribe((_, _) -> changed.run()));
    }

    /// Takes what is chosen; without any part all of them, which the service does likewise.
    void take(PictureTerms.Builder to) {
        to.setGuidance(guidance.isSelected());
        parts.forEach(
                (part, box) -> {
                    if (box.isSelected()) {
                        to.addParts(part);
                    }
                });
    }
}
