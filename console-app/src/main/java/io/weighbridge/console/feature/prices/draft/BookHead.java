package io.weighbridge.console.feature.prices.draft;

import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.control.Described;
import io.weighbridge.console.feature.prices.books.Part;
import io.weighbridge.console.feature.prices.books.VersionsModel;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.PriceBook;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.javafx.FontIcon;

import java.util.List;
import java.util.function.Consumer;

/// Above a book: what it is, its note, what can be done with it, and which part is seen.
final class BookHead {
    /// What can be done with a book.
    ///
    /// @param copy makes a draft with the same prices
    record Deeds(Runnable save, Runnable publish, Runnable discard, Runnable copy) {}

    private final Formats formats;
    private final Label heading = new Label();
    private final Label kind = new Label();
    private final Label about = Part.muted("");
    private final TextField note = new TextField();
    private final Label unsaved = new Label(Texts.of("prices.unsaved"));
    private final Button save;
    private final Button publish;
    private final Button discard =
            new Button(Texts.of("prices.discard"), new FontIcon("fth-trash-2"));
    private final Button copy = new Button(Texts.of("prices.copy"), new FontIcon("fth-copy"));
    private final ToggleButton differencesTab =
            new ToggleButton(Texts.of("prices.tab.differences"));
    private final HBox noteLine;
    private final VBox node;

    /// @param whatIf the button that asks what if
    BookHead(Formats formats, String refusal, Deeds deeds, Node whatIf, Consumer<String> choose) {
        this.formats = formats;
        save = Described.button(ConsoleAction.SAVE, deeds.save());
        save.setId("save-draft");
        publish = Described.button(ConsoleAction.PUBLISH, deeds.publish());
        publish.setText(Texts.of("prices.publish"));
        publish.setId("publish");
        publish.getStyleClass().add("accent");
        discard.setId("discard-draft");
        discard.setOnAction(_ -> deeds.discard().run());
        copy.setId("bring-back");
        copy.setOnAction(_ -> deeds.copy().run());
        kind.getStyleClass().add("chip");
        kind.setId("book-kind");
        unsaved.getStyleClass().addAll("chip", "watch");
        unsaved.setId("unsaved");
        note.setId("book-note");
        note.setPromptText(Texts.of("prices.note.prompt"));
        heading.getStyleClass().add("screen-title");
        // The heading is the note, as it is typed.
        heading.textProperty()
                .bind(
                        note.textProperty()
                                .map(text -> text.isEmpty() ? Texts.of("prices.no-note") : text));
        Part.collapsing(unsaved);
        for (Button button : List.of(save, publish, discard, copy)) {
            Part.collapsing(button);
            button.setMinWidth(Button.USE_PREF_SIZE);
        }
        kind.setMinWidth(Label.USE_PREF_SIZE);
        HBox title =
                new HBox(
                        8,
                        heading,
                        kind,
                        unsaved,
                        Part.space(),
                        whatIf,
                        copy,
                        discard,
                        save,
                        publish);
        title.setAlignment(Pos.CENTER_LEFT);
        HBox.setHgrow(note, Priority.ALWAYS);
        noteLine = new HBox(8, Described.label(Texts.of("prices.note"), note), note);
        noteLine.setAlignment(Pos.CENTER_LEFT);
        Part.collapsing(noteLine);
        FlowPane second = new FlowPane(12, 6, tabs(choose), about, Part.refusal(refusal));
        second.setAlignment(Pos.CENTER_LEFT);
        node = new VBox(8, title, noteLine, second);
    }

    private HBox tabs(Consumer<String> choose) {
        ToggleGroup group = new ToggleGroup();
        ToggleButton rates = new ToggleButton(Texts.of("prices.tab.rates"));
        ToggleButton fees = new ToggleButton(Texts.of("prices.tab.fees"));
        rates.getStyleClass().add("left-pill");
        fees.getStyleClass().add("center-pill");
        differencesTab.getStyleClass().add("right-pill");
        rates.setUserData("rates");
        fees.setUserData("fees");
        differencesTab.setUserData("differences");
        for (ToggleButton tab : List.of(rates, fees, differencesTab)) {
            tab.setToggleGroup(group);
            tab.setId("tab-" + tab.getUserData());
        }
        group.selectToggle(rates);
        group.selectedToggleProperty()
                .addListener(
                        (_, old, now) -> {
                            if (now == null) {
                                group.selectToggle(old);
                            } else {
                                choose.accept(now.getUserData().toString());
                            }
                        });
        return new HBox(rates, fees, differencesTab);
    }

    Parent node() {
        return node;
    }

    TextField note() {
        return note;
    }

    /// Shows what kind of book it is.
    ///
    /// @param mayChange whether the operator may
    void show(PriceBook book, PriceBook inForce, boolean mayChange) {
        boolean isDraft = book.getPublishedAtMs() == 0;
        boolean isInForce = book.getId().equals(inForce.getId());
        long now = formats.clock().millis();
        VersionsModel.Kind is =
                isDraft
                        ? VersionsModel.Kind.DRAFT
                        : isInForce
                                ? VersionsModel.Kind.IN_FORCE
                                : book.getEffectiveAtMs() > now
                                        ? VersionsModel.Kind.SCHEDULED
                                        : VersionsModel.Kind.PAST;
        kind.setText(Texts.of("prices.kind." + is.name()));
        kind.getStyleClass().removeAll("ok", "watch");
        if (isInForce) {
            kind.getStyleClass().add("ok");
        }
        about.setText(
                isDraft
                        ? Texts.of("prices.about.draft", formats.relative(book.getCreatedAtMs()))
                        : Texts.of(
                                "prices.about.published",
                                formats.instant(book.getEffectiveAtMs()),
                                formats.relative(book.getEffectiveAtMs())));
        noteLine.setVisible(isDraft);
        save.setVisible(isDraft);
        publish.setVisible(isDraft);
        discard.setVisible(isDraft);
        copy.setVisible(!isDraft);
        copy.setText(Texts.of(isInForce ? "prices.supersede" : "prices.copy"));
        note.setEditable(isDraft && mayChange);
        for (Button button : List.of(save, publish, discard, copy)) {
            button.setDisable(!mayChange);
        }
    }

    void showChanged(boolean isChanged) {
        unsaved.setVisible(isChanged);
    }

    void showDifferences(int count) {
        differencesTab.setText(
                count == 0
                        ? Texts.of("prices.tab.differences")
                        : Texts.of("prices.tab.differences-of", Integer.toString(count)));
    }
}
