package io.weighbridge.console.feature.prices.importing;

import io.weighbridge.console.control.Described;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.PriceImportOptions;

import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.TextField;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;

import org.kordamp.ikonli.javafx.FontIcon;

import java.io.File;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;

/// Where a price map is, and what to take of it.
final class ImportForm {
    private final TextField source = new TextField();
    private final TextField models = new TextField();
    private final TextField multiply = new TextField();
    private final CheckBox create = new CheckBox(Texts.of("prices.import.create"));
    private final CheckBox keep = new CheckBox(Texts.of("prices.import.keep"));
    private final Button look = new Button(Texts.of("prices.import.look"), new FontIcon("fth-eye"));
    private final Button compare =
            new Button(Texts.of("prices.import.compare"), new FontIcon("fth-bar-chart-2"));
    private final VBox node;

    /// @param mayMakeServices whether the operator may, once it is no more only a look
    /// @param onCompare keeps others' prices only
    ImportForm(
            boolean mayMakeServices,
            BiConsumer<String, PriceImportOptions> onLook,
            BiConsumer<String, PriceImportOptions> onCompare) {
        source.setId("import-source");
        source.setPromptText(Texts.of("prices.import.source.prompt"));
        models.setId("import-models");
        models.setPromptText(Texts.of("prices.import.models.prompt"));
        models.setPrefColumnCount(16);
        multiply.setId("import-multiply");
        multiply.setPromptText("1");
        multiply.setPrefColumnCount(5);
        create.setId("import-create");
        create.setDisable(!mayMakeServices);
        if (!mayMakeServices) {
            create.setText(Texts.of("prices.import.create.refused"));
        }
        Described.tip(keep, Texts.of("prices.import.keep.help"));
        keep.setSelected(true);
        look.setId("import-look");
        look.getStyleClass().add("accent");
        look.setOnAction(_ -> onLook.accept(source.getText().strip(), options()));
        source.setOnAction(_ -> look.fire());
        compare.setId("import-compare");
        Described.tip(compare, Texts.of("prices.import.compare.help"));
        compare.setOnAction(_ -> onCompare.accept(source.getText().strip(), options()));
        compare.setMinWidth(Button.USE_PREF_SIZE);
        Button browse = new Button(Texts.of("prices.import.browse"), new FontIcon("fth-folder"));
        browse.setOnAction(_ -> browse());
        HBox.setHgrow(source, Priority.ALWAYS);
        browse.setMinWidth(Button.USE_PREF_SIZE);
        look.setMinWidth(Button.USE_PREF_SIZE);
        HBox where =
                new HBox(
                        8,
                        Described.label(Texts.of("prices.import.source"), source),
                        source,
                        browse,
                        look,
                        compare);
        where.setAlignment(Pos.CENTER_LEFT);
        HBox which = new HBox(8, Described.label(Texts.of("prices.import.models"), models), models);
        which.setAlignment(Pos.CENTER_LEFT);
        HBox by =
                new HBox(
                        8, Described.label(Texts.of("prices.import.multiply"), multiply), multiply);
        by.setAlignment(Pos.CENTER_LEFT);
        FlowPane how = new FlowPane(16, 8, which, by, create, keep);
        how.setAlignment(Pos.CENTER_LEFT);
        node = new VBox(8, where, how);
        node.getStyleClass().add("card");
    }

    Parent node() {
        return node;
    }

    private void browse() {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(Texts.of("prices.import.source"));
        chooser.getExtensionFilters()
                .add(new FileChooser.ExtensionFilter("JSON", List.of("*.json")));
        File chosen = chooser.showOpenDialog(node.getScene().getWindow());
        if (chosen != null) {
            source.setText(chosen.getPath());
        }
    }

    private PriceImportOptions options() {
        return PriceImportOptions.newBuilder()
                .addAllModels(
                        Arrays.stream(models.getText().split("[,\\s]+", -1))
                                .filter(name -> !name.isEmpty())
                                .toList())
                .setCreateServices(create.isSelected())
                .setKeepMissing(keep.isSelected())
                .setMultiplyBy(multiply.getText().strip())
                .build();
    }
}
