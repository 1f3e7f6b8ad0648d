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
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import java.util.function.Consumer;

/// How an account's automatic top-ups stand, and the cards that are saved for them.
final class TopUpStanding extends VBox {
    private static final int CARDS_SEEN = 3;
    private static final int HEADER_HEIGHT = 32;

    private final Formats formats;
    private final Label state = new Label();
    private final Label meaning = new Label();
    private final Figure threshold;
    private final Figure amount;
    private final Figure day;
    private final Figure month;
    private final FlowPane figures;
    private final Label noCards = Facts.muted(Texts.of("accounts.topup.no-card"));
    private final DataTable<SavedCard> cards;

    /// @param go opens an order
    TopUpStanding(Workbench bench, Consumer<Address> go) {
        super(10);
        formats = bench.formats();
        threshold = new Figure(formats, "topup-threshold", "accounts.topup.threshold");
        amount = new Figure(formats, "topup-amount", "accounts.topup.amount");
        day = new Figure(formats, "topup-day", "accounts.topup.today");
        month = new Figure(formats, "topup-month", "accounts.topup.this-month");
        figures = new FlowPane(28, 12, threshold, amount, day, month);
        figures.managedProperty().bind(figures.visibleProperty());
        state.setId("topup-state");
        state.setMinWidth(Region.USE_PREF_SIZE);
        meaning.setId("topup-meaning");
        meaning.setWrapText(true);
        meaning.setMinHeight(Region.USE_PREF_SIZE);
        HBox.setHgrow(meaning, Priority.ALWAYS);
        HBox words = new HBox(10, state, meaning);
        words.setAlignment(Pos.TOP_LEFT);
        VBox card = new VBox(10, words, figures);
        card.getStyleClass().add("card");
        cards = cards(bench, go);
        noCards.setId("topup-no-cards");
        noCards.managedProperty().bind(noCards.visibleProperty());
        getChildren().addAll(card, noCards, cards.node());
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
        AutoTopUp topUp = standing.topUp();
        long nowMs = formats.clock().millis();
        state.setText(TopUpWords.state(topUp, nowMs));
        ChipCell.dress(state, TopUpWords.stateStyle(topUp, nowMs));
        meaning.setText(TopUpWords.meaning(topUp, standing.cards(), formats));
        figures.setVisible(topUp.getVersion() != 0);
        threshold.money(topUp.getThresholdNanos());
        amount.money(topUp.getAmountNanos());
        spent(day, topUp.getDaySpentNanos(), topUp.getDailyCapNanos());
        spent(month, topUp.getMonthSpentNanos(), topUp.getMonthlyCapNanos());
        boolean hasCards = !standing.cards().isEmpty();
        noCards.setVisible(!hasCards);
        cards.node().setVisible(hasCards);
        int rows = Math.clamp(standing.cards().size(), 1, CARDS_SEEN);
        double height = HEADER_HEIGHT + rows * (double) DataTable.ROW_HEIGHT;
        cards.node().setMinHeight(height);
        cards.node().setPrefHeight(height);
        cards.node().setMaxHeight(height);
        cards.setRows(standing.cards());
    }

    private void spent(Figure figure, long nanos, long capNanos) {
        figure.text(
                Texts.of("accounts.topup.spent", formats.money(nanos), formats.money(capNanos)),
                Texts.of(
                        "accounts.topup.spent",
                        formats.exactMoney(nanos),
                        formats.exactMoney(capNanos)));
    }
}
