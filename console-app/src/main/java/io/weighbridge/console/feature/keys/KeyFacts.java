package io.weighbridge.console.feature.keys;

import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.ApiKey;
import io.weighbridge.proto.v1.CreditLimit;
import io.weighbridge.proto.v1.KeySettings;
import io.weighbridge.proto.v1.ServiceLimits;

import javafx.css.PseudoClass;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import java.util.stream.Collectors;

/// What there is to know of a key, in cards.
final class KeyFacts {
    private static final PseudoClass OVER = PseudoClass.getPseudoClass("over");

    private final Formats formats;
    private final GridPane settings = grid();
    private final GridPane secret = grid();
    private final GridPane history = grid();
    private final Label spent = new Label();
    private final ProgressBar bar = new ProgressBar(0);
    private final Parent node;

    KeyFacts(Formats formats, boolean isDrawer) {
        this.formats = formats;
        spent.setId("key-spent");
        bar.setMaxWidth(Double.MAX_VALUE);
        bar.getStyleClass().add("spent-bar");
        bar.setAccessibleText(Texts.of("keys.spent"));
        VBox credit = card(Texts.of("keys.spent"), new VBox(6, spent, bar));
        VBox left = new VBox(12, card(Texts.of("keys.settings"), settings), credit);
        VBox right =
                new VBox(
                        12,
                        card(Texts.of("keys.secret"), secret),
                        card(Texts.of("keys.history"), history));
        if (isDrawer) {
            node = new VBox(12, left, right);
        } else {
            HBox halves = new HBox(12, left, right);
            HBox.setHgrow(left, Priority.ALWAYS);
            HBox.setHgrow(right, Priority.ALWAYS);
            left.setPrefWidth(100);
            right.setPrefWidth(100);
            node = halves;
        }
    }

    private static VBox card(String title, Parent content) {
        Label heading = new Label(title);
        heading.getStyleClass().add("section-title");
        VBox card = new VBox(8, heading, content);
        card.getStyleClass().add("card");
        return card;
    }

    private static GridPane grid() {
        GridPane grid = new GridPane(12, 6);
        ColumnConstraints names = new ColumnConstraints(118);
        ColumnConstraints values = new ColumnConstraints();
        values.setHgrow(Priority.ALWAYS);
        grid.getColumnConstraints().addAll(names, values);
        return grid;
    }

    private static Label add(GridPane grid, String name, String value) {
        Label title = new Label(name);
        title.getStyleClass().add("muted");
        Label text = new Label(value);
        text.setWrapText(true);
        text.setMinHeight(Label.USE_PREF_SIZE);
        title.setLabelFor(text);
        GridPane.setValignment(title, javafx.geometry.VPos.TOP);
        grid.addRow(grid.getRowCount(), title, text);
        return text;
    }

    Parent node() {
        return node;
    }

    void show(KeyModel.Read read) {
        ApiKey key = read.key();
        settings.getChildren().clear();
        KeySettings chosen = key.getSettings();
        add(settings, Texts.of("keys.account"), read.account() + "\n" + key.getAccount());
        for (KeyField field : KeyField.values()) {
            switch (field) {
                case NAME, PLAN, SERVICES, EXPIRY, CREDIT ->
                        add(settings, field.text(), field.shown(chosen, read.choices(), formats));
                case OVERRIDES -> add(settings, field.text(), overrides(chosen));
                case NETWORKS -> add(settings, field.text(), networks(chosen));
            }
        }
        showSpent(key);
        showSecret(key);
        showHistory(key);
    }

    private String overrides(KeySettings chosen) {
        return chosen.getOverridesCount() == 0
                ? Texts.of("keys.none")
                : chosen.getOverridesList().stream()
                        .map((ServiceLimits limits) -> KeyField.limits(limits, formats))
                        .collect(Collectors.joining("\n"));
    }

    private static String networks(KeySettings chosen) {
        return chosen.getAllowedNetworksCount() == 0
                ? Texts.of("keys.anywhere")
                : String.join("\n", chosen.getAllowedNetworksList());
    }

    private void showSpent(ApiKey key) {
        spent.setText(KeysTable.spent(key, formats));
        spent.setTooltip(new Tooltip(formats.exactMoney(key.getSpentNanos())));
        boolean isLimited = key.getSettings().hasCreditLimit();
        bar.setVisible(isLimited);
        bar.setManaged(isLimited);
        if (isLimited) {
            CreditLimit limit = key.getSettings().getCreditLimit();
            long thousandths =
                    limit.getAmountNanos() == 0
                            ? 1_000
                            : java.math.BigDecimal.valueOf(key.getSpentNanos())
                                    .movePointRight(3)
                                    .divide(
                                            java.math.BigDecimal.valueOf(limit.getAmountNanos()),
                                            java.math.RoundingMode.DOWN)
                                    .min(java.math.BigDecimal.valueOf(1_000))
                                    .longValue();
            bar.setProgress(thousandths / 1_000.0);
            bar.pseudoClassStateChanged(OVER, thousandths == 1_000);
        }
    }

    private void showSecret(ApiKey key) {
        secret.getChildren().clear();
        add(secret, Texts.of("keys.hint"), key.getHint());
        add(secret, Texts.of("keys.shown-to"), who(key.getSecretShownTo()));
        if (!key.getPreviousHint().isEmpty()) {
            boolean works = key.getPreviousUntilMs() > formats.clock().millis();
            String when =
                    Texts.of(
                            works ? "keys.previous.until" : "keys.previous.ended",
                            formats.instant(key.getPreviousUntilMs()),
                            formats.relative(key.getPreviousUntilMs()));
            Label text =
                    add(secret, Texts.of("keys.previous"), key.getPreviousHint() + "\n" + when);
            text.setId("key-previous");
        }
    }

    private void showHistory(ApiKey key) {
        history.getChildren().clear();
        add(history, Texts.of("keys.id"), key.getId());
        add(history, Texts.of("keys.made-by"), who(key.getMadeBy()));
        add(history, Texts.of("keys.made"), formats.instant(key.getCreatedAtMs()));
        add(history, Texts.of("keys.used"), KeysTable.used(key, formats));
        if (key.getRevokedAtMs() > 0) {
            String when = formats.instant(key.getRevokedAtMs());
            add(history, Texts.of("keys.revoked"), when + "\n" + key.getRevokedReason());
        }
    }

    private static String who(String operator) {
        return operator.isEmpty() ? Texts.of("keys.installation") : operator;
    }
}
