package io.weighbridge.console.feature.compute;

import io.weighbridge.console.control.Chosen;
import io.weighbridge.console.control.Described;
import io.weighbridge.console.control.Facts;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.ModelSource;
import io.weighbridge.proto.v1.SavedModel;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.input.DragEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Asks which model: a saved one, the address of a config, or a file.
final class SourceBox extends VBox {
    private final ToggleButton saved = pill("saved", "left-pill");
    private final ToggleButton address = pill("address", "center-pill");
    private final ToggleButton file = pill("file", "right-pill");
    private final ComboBox<SavedModel> models = new ComboBox<>();
    private final TextField url = new TextField();
    private final Button choose = new Button(Texts.of("compute.source.choose"));
    private final Label chosen = Facts.muted(Texts.of("compute.source.drop"));
    private final VBox room = new VBox(6);
    private final Listener listener;
    private Optional<ModelSource> read = Optional.empty();
    private String fileName = "";
    private boolean isFilling;

    /// Who is told.
    interface Listener {
        /// Another model is meant.
        void changed();

        /// Reads a file and gives it by [#take].
        void read(Path file);
    }

    SourceBox(Listener listener) {
        super(8);
        setId("analyze-source");
        this.listener = listener;
        ToggleGroup group = new ToggleGroup();
        for (ToggleButton each : List.of(saved, address, file)) {
            each.setToggleGroup(group);
        }
        group.selectToggle(address);
        group.selectedToggleProperty()
                .addListener(
                        (_, old, now) -> {
                            if (now == null) {
                                group.selectToggle(old);
                            } else {
                                showRoom();
                                changed();
                            }
                        });
        models.setConverter(new Chosen<>(SavedModel::getName));
        models.setId("analyze-model");
        models.setMaxWidth(Double.MAX_VALUE);
        models.setPromptText(Texts.of("compute.source.none"));
        Described.named(models, Texts.of("compute.source.saved"));
        models.valueProperty().subscribe((_, _) -> changed());
        url.setId("analyze-url");
        url.setPromptText("https://…/config.json");
        Described.named(url, Texts.of("compute.source.address.help"));
        url.textProperty().subscribe((_, _) -> changed());
        choose.setId("analyze-choose");
        choose.setMaxWidth(Double.MAX_VALUE);
        choose.setOnAction(_ -> choose());
        getChildren().addAll(new HBox(saved, address, file), room);
        showRoom();
    }

    private static ToggleButton pill(String name, String style) {
        ToggleButton pill = new ToggleButton(Texts.of("compute.source." + name));
        pill.getStyleClass().add(style);
        pill.setId("analyze-" + name);
        return pill;
    }

    private void showRoom() {
        Node only = saved.isSelected() ? models : address.isSelected() ? url : choose;
        room.getChildren().setAll(only);
        if (file.isSelected()) {
            room.getChildren().add(chosen);
        }
    }

    private void changed() {
        if (!isFilling) {
            listener.changed();
        }
    }

    private void choose() {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(Texts.of("compute.source.choose"));
        chooser.getExtensionFilters()
                .addAll(
                        new FileChooser.ExtensionFilter(
                                Texts.of("compute.source.filter"),
                                "*.json",
                                "*.gguf",
                                "*.safetensors"),
                        new FileChooser.ExtensionFilter(Texts.of("compute.source.all"), "*"));
        File picked = chooser.showOpenDialog(getScene().getWindow());
        if (picked != null) {
            open(picked.toPath());
        }
    }

    /// Lets a file or a folder be dropped onto a node.
    void dropOnto(Node node) {
        node.setOnDragOver(
                event -> {
                    if (event.getDragboard().hasFiles()) {
                        event.acceptTransferModes(TransferMode.COPY);
                    }
                    event.consume();
                });
        node.setOnDragDropped(this::dropped);
    }

    private void dropped(DragEvent event) {
        List<File> files = event.getDragboard().getFiles();
        boolean isOne = files != null && files.size() == 1;
        if (isOne) {
            open(files.getFirst().toPath());
        }
        event.setDropCompleted(isOne);
        event.consume();
    }

    /// Takes a file, as if it was chosen.
    void open(Path path) {
        read = Optional.empty();
        fileName = name(path);
        chosen.setText(path.toString());
        file.setSelected(true);
        listener.read(path);
    }

    // What its model is probably called.
    private static String name(Path path) {
        Path parent = path.getParent();
        String own = String.valueOf(path.getFileName());
        return own.endsWith(".json") && parent != null
                ? String.valueOf(parent.getFileName())
                : own.replaceFirst("\\.(gguf|safetensors)$", "");
    }

    /// What was read of the file.
    void take(ModelSource source) {
        read = Optional.of(source);
        changed();
    }

    /// Shows what is saved; what is chosen stays chosen.
    void fill(List<SavedModel> all) {
        SavedModel before = models.getValue();
        isFilling = true;
        models.getItems().setAll(all);
        all.stream().filter(each -> each.equals(before)).findFirst().ifPresent(models::setValue);
        isFilling = false;
    }

    /// Chooses a saved model, if it is there.
    void choose(String model) {
        models.getItems().stream()
                .filter(each -> each.getModel().equals(model))
                .findFirst()
                .ifPresent(
                        each -> {
                            isFilling = true;
                            models.setValue(each);
                            saved.setSelected(true);
                            isFilling = false;
                            changed();
                        });
    }

    /// What it is called for now; empty when nobody said.
    String suggestedName() {
        return file.isSelected() ? fileName : "";
    }

    /// The saved model that is chosen; empty when another one is meant.
    Optional<SavedModel> savedModel() {
        return saved.isSelected() ? Optional.ofNullable(models.getValue()) : Optional.empty();
    }

    /// Which model is meant; empty when nothing is.
    Optional<ModelSource> source() {
        if (file.isSelected()) {
            return read;
        }
        if (address.isSelected()) {
            String typed = url.getText().strip();
            return typed.startsWith("https://") && typed.length() > "https://".length()
                    ? Optional.of(ModelSource.newBuilder().setUrl(typed).build())
                    : Optional.empty();
        }
        return savedModel().map(each -> ModelSource.newBuilder().setModel(each.getModel()).build());
    }
}
