package io.weighbridge.console.feature.keys;

import io.weighbridge.console.control.DataTable;
import io.weighbridge.console.settings.Settings;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.ApiKey;
import io.weighbridge.proto.v1.KeySettings;

import javafx.geometry.Pos;
import javafx.scene.control.TableCell;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;

/// The columns of the list of keys.
final class KeysTable {
    private KeysTable() {}

    static DataTable<KeyRow> make(Formats formats, Settings settings) {
        DataTable<KeyRow> table =
                new DataTable<>(Texts.of("keys.title"), KeyRow::id)
                        .text(
                                Texts.of("keys.field.name"),
                                160,
                                row -> row.key().getSettings().getName())
                        .text(Texts.of("keys.hint"), 118, row -> row.key().getHint())
                        .text(Texts.of("keys.account"), 140, KeyRow::account)
                        .text(Texts.of("keys.field.plan"), 90, KeyRow::plan)
                        .text(
                                Texts.of("keys.field.services"),
                                110,
                                row -> KeyField.services(row.key().getSettings()));
        table.drawn(
                Texts.of("keys.state"),
                96,
                Comparator.comparing(row -> state(row, formats)),
                row -> state(row, formats).text(),
                _ -> new StateCell(formats));
        table.figure(
                Texts.of("keys.spent"),
                166,
                row -> row.key().getSpentNanos(),
                row -> spent(row.key(), formats),
                row -> formats.exactMoney(row.key().getSpentNanos()));
        table.figure(
                Texts.of("keys.used"),
                96,
                row -> row.key().getLastUsedAtMs(),
                row -> used(row.key(), formats),
                row -> formats.exactInstant(row.key().getLastUsedAtMs()));
        table.figure(
                Texts.of("keys.field.expiry"),
                96,
                row -> row.key().getSettings().getExpiresAtMs(),
                row -> formats.relative(row.key().getSettings().getExpiresAtMs()),
                row -> formats.exactInstant(row.key().getSettings().getExpiresAtMs()));
        table.remember(settings, "keys");
        table.node().setId("keys");
        return table;
    }

    private static KeyState state(KeyRow row, Formats formats) {
        return KeyState.of(row.key(), formats.clock().millis());
    }

    static String used(ApiKey key, Formats formats) {
        return key.getLastUsedAtMs() == 0
                ? Texts.of("keys.never")
                : formats.relative(key.getLastUsedAtMs());
    }

    /// `$3.20 / $5.00 a day`.
    static String spent(ApiKey key, Formats formats) {
        KeySettings settings = key.getSettings();
        String spent = formats.money(key.getSpentNanos());
        return settings.hasCreditLimit()
                ? spent + " / " + KeyField.credit(settings.getCreditLimit(), formats)
                : spent;
    }

    private static final class StateCell extends TableCell<KeyRow, KeyRow> {
        private final StateChip chip = new StateChip();
        private final Formats formats;

        StateCell(Formats formats) {
            this.formats = formats;
            setAlignment(Pos.CENTER_LEFT);
        }

        @Override
        protected void updateItem(@Nullable KeyRow row, boolean empty) {
            super.updateItem(row, empty);
            if (empty || row == null) {
                setGraphic(null);
                return;
            }
            chip.show(state(row, formats));
            setGraphic(chip);
            setAccessibleText(chip.getText());
        }
    }
}
