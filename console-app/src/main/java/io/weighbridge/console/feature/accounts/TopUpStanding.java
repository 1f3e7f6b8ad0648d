package io.weighbridge.console.feature.accounts;

import io.weighbridge.console.control.ChipCell;
import io.weighbridge.console.control.DataTable;
import io.weighbridge.console.control.Facts;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.AutoTopUp;
import io.weighbridge.proto.v1.SavedCard;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import java.util.function.Consumer;

/// How an account's automatic top-ups stand, and the cards that are saved for them.
final class TopUpStanding extends VBox {
    private static final int CARDS_SEEN = 3;
    private static final int HEADER_HEIGHT = 36;
    // Exactly that of the bar: with more, the table draws a part of an empty row and a bar for it.
    private static final int BAR_HEIGHT = 8;

    private final Formats formats;
    private final Label state = new Label();
    private final Label meaning = new Label();
    private final Label spent = Facts.muted("");
    private final Label noCards = Facts.muted(Texts.of("accounts.topup.no-card"));
    private final DataTable<SavedCard> cards;

    /// @param go opens an order
    TopUpStanding(Workbench bench, Consumer<Address> go) {
        super(10);
        formats = bench.formats();
        spent.setId("topup-spent");
        spent.setMinHeight(Region.USE_PREF_SIZE);
        spent.visibleProperty().bind(spent.textProperty().isNotEmpty());
        spent.managedProperty().bind(spent.visibleProperty());
        state.setId("topup-state");
        state.setMinWidth(Region.USE_PREF_SIZE);
        state.managedProperty().bind(state.visibleProperty());
        meaning.setId("topup-meaning");
        meaning.setWrapText(true);
        meaning.setMinHeight(Region.USE_PREF_SIZE);
        HBox.setHgrow(meaning, Priority.ALWAYS);
        HBox words = new HBox(10, state, meaning);
        words.setAlignment(Pos.TOP_LEFT);
        VBox card = new VBox(6, words, spent);
        card.getStyleClass().add("card");
        cards = cards(bench, go);
        noCards.setId("topup-no-cards");
        noCards.managedProperty().bind(noCards.visibleProperty());
        getChildren().addAll(card, noCards, cards.node());
        cards.node().widthProperty().subscribe((_, _) -> fit());
    }

    private static DataTable<SavedCard> cards(Workbench bench, Consumer<Address> go) {
        Formats formats = bench.formats();
        DataTable<SavedCard> table =
                new DataTable<SavedCard>(Texts.of("accounts.topup.cards"), SavedCard::getCard)
                        .text(Texts.of("accounts.topup.saved-card"), 190, TopUpWords::card)
                        .text(
                                Texts.of("accounts.column.expires"),
                                120,
                                card -> TopUpWords.expiry(card, formats.clock().millis()))
                        .text(
                                Texts.of("accounts.topup.agreed"),
                                160,
                                card -> formats.instant(card.getConsentedAtMs()))
                        .text(Texts.of("accounts.topup.agreed-on"), 200, SavedCard::getOrder)
                        .text(
                                Texts.of("accounts.topup.saved"),
                                160,
                                card -> formats.instant(card.getSavedAtMs()))
                        .text(Texts.of("accounts.topup.kept-by"), 90, SavedCard::getProvider)
                        .onOpen(card -> go.accept(Address.of(Route.PAYMENTS, card.getOrder())))
                        .remember(bench.settings(), "account.saved-cards");
        table.node().setId("account-saved-cards");
        table.node().getColumns().forEach(column -> column.setSortable(false));
        table.node().managedProperty().bind(table.node().visibleProperty());
        return table;
    }

    /// The cards, the one that is charged first.
    DataTable<SavedCard> cards() {
        return cards;
    }

    void show(TopUpModel.Standing standing) {
        cards.node().setVisible(standing.isRead() && !standing.cards().isEmpty());
        noCards.setVisible(standing.isRead() && standing.cards().isEmpty());
        cards.setRows(standing.cards());
        fit();
        state.setVisible(standing.isRead());
        if (!standing.isRead()) {
            // Nothing is known: that is not "nothing is charged".
            meaning.setText(Texts.of("accounts.topup.unread"));
            return;
        }
        AutoTopUp topUp = standing.topUp();
        long nowMs = formats.clock().millis();
        state.setText(TopUpWords.state(topUp, nowMs));
        ChipCell.dress(state, TopUpWords.stateStyle(topUp, nowMs));
        meaning.setText(TopUpWords.meaning(topUp, standing.cards(), formats));
        spent.setText(TopUpWords.spent(topUp, formats));
    }

    // As high as its rows; a table cannot do that by itself.
    private void fit() {
        TableView<SavedCard> table = cards.node();
        double columns = table.getColumns().stream().mapToDouble(TableColumn::getWidth).sum();
        int rows = Math.clamp(cards.rows().size(), 1, CARDS_SEEN);
        double height =
                HEADER_HEIGHT
                        + rows * (double) DataTable.ROW_HEIGHT
                        + (table.getWidth() < columns ? BAR_HEIGHT : 0);
        table.setMinHeight(height);
        table.setPrefHeight(height);
        table.setMaxHeight(height);
    }
}
