package io.weighbridge.console.photographs;

import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.testkit.Robot;
import io.weighbridge.console.testkit.Waiting;

import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Pictures of the price screens.
final class PricesShots {
    private static final int PRICE_COLUMN = 3;
    private static final int STEPS_COLUMN = 10;
    private static final int SPEECH_ROW = 12;

    private PricesShots() {}

    static List<Shot> all() {
        Address prices = Address.of(Route.PRICES);
        return List.of(
                new Shot("prices-compare", prices.with("tab", "import"), PricesShots::compare),
                new Shot("prices-draft", prices, PricesShots::draft),
                new Shot("prices-others", prices, PricesShots::others),
                new Shot("prices-publish", prices, PricesShots::publish),
                new Shot("prices-differences", prices, PricesShots::differences),
                new Shot("prices-what-if", prices, PricesShots::ask),
                new Shot("prices-replay", prices, PricesShots::replay),
                new Shot(
                        "prices-replays",
                        prices.with("tab", "what-if"),
                        robot -> waitForRows(robot, "#replays")),
                new Shot("prices-import", prices.with("tab", "import"), PricesShots::look),
                new Shot(
                        "prices-unrated", prices.with("tab", "unrated"), PricesShots::leaveUnsaved),
                new Shot("prices", prices, robot -> waitForRows(robot, "#versions")));
    }

    private static void waitForRows(Robot robot, String selector) {
        TableView<?> table = (TableView<?>) robot.find(selector);
        Waiting.until(
                () -> "rows of " + selector, () -> Robot.onFx(() -> !table.getItems().isEmpty()));
    }

    private static <R> void choose(TableView<R> table, int row) {
        choose(table, row, PRICE_COLUMN);
    }

    private static <R> void choose(TableView<R> table, int row, int column) {
        Robot.onFx(
                () -> {
                    table.requestFocus();
                    table.getSelectionModel().clearAndSelect(row, table.getColumns().get(column));
                    table.getFocusModel().focus(row, table.getColumns().get(column));
                    return 0;
                });
    }

    // The picture before may have left something unsaved.
    private static void leaveUnsaved(Robot robot) {
        if (!robot.text(".veil .danger").isEmpty()) {
            robot.click(".veil .danger");
        }
    }

    private static void draft(Robot robot) {
        leaveUnsaved(robot);
        robot.click("#new-draft");
        robot.waitForText("#book-kind", "draft"::equals);
        waitForRows(robot, "#rates");
        robot.type("#book-note", "Dearer GPUs from next month");
        TableView<?> table = (TableView<?>) robot.find("#rates");
        choose(table, 0);
        robot.write("3.25");
        robot.press(KeyCode.ENTER);
        robot.write("25");
        robot.press(KeyCode.ENTER);
        robot.write("2.5O");
        robot.press(KeyCode.ENTER);
        choose(table, 1, STEPS_COLUMN);
        robot.write("from 100M 20; from 1B 15");
        robot.press(KeyCode.ENTER);
        choose(table, 3);
        Robot.onFx(
                () -> {
                    table.scrollToColumnIndex(0);
                    return 0;
                });
    }

    private static void others(Robot robot) {
        draft(robot);
        robot.click("#others-list");
        robot.find("#others .table-row-cell");
    }

    private static void mend(Robot robot) {
        draft(robot);
        choose((TableView<?>) robot.find("#rates"), 2);
        robot.write("2.50");
        robot.press(KeyCode.ENTER);
        robot.click("#save-draft");
        robot.findNone("#unsaved");
    }

    private static void publish(Robot robot) {
        mend(robot);
        robot.click("#publish");
        robot.type("#publish-reason", "GPU hours cost more");
    }

    private static void differences(Robot robot) {
        mend(robot);
        robot.click("#tab-differences");
    }

    private static void ask(Robot robot) {
        mend(robot);
        robot.press(KeyCode.F12);
        var _ = robot.find("#what-if-start");
    }

    // Without the price of speech.
    private static void replay(Robot robot) {
        mend(robot);
        choose((TableView<?>) robot.find("#rates"), SPEECH_ROW);
        robot.press(KeyCode.CONTROL, KeyCode.MINUS);
        robot.press(KeyCode.F12);
        robot.click("#what-if-start");
        robot.waitForText("#replay-state", "● done"::equals);
        waitForRows(robot, "#replay-accounts");
    }

    // What follows is shown beside these made-up prices.
    private static void compare(Robot robot) {
        leaveUnsaved(robot);
        try {
            Path map = Files.createTempDirectory("others").resolve("made-up.json");
            Files.writeString(
                    map,
                    """
                    {"north/llama-3-8b-instruct": {"litellm_provider": "north", "mode": "chat",
                      "input_cost_per_token": 5e-08, "output_cost_per_token": 8e-08},
                     "south/meta-llama-3-8b": {"litellm_provider": "south", "mode": "chat",
                      "input_cost_per_token": 2e-07, "output_cost_per_token": 2e-07},
                     "west/accounts/llama-3-8b-turbo": {"litellm_provider": "west", "mode": "chat",
                      "input_cost_per_token": 3e-07, "output_cost_per_token": 1.2e-06},
                     "west/transcribe-large": {"litellm_provider": "west",
                      "mode": "audio_transcription", "input_cost_per_second": 0.0001}}
                    """);
            robot.type("#import-source", map.toString());
            robot.click("#import-compare");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void look(Robot robot) {
        leaveUnsaved(robot);
        try {
            Path map = Files.createTempFile("price-map", ".json");
            Files.writeString(
                    map,
                    """
                    {"chat-large": {"litellm_provider": "own", "mode": "chat",
                      "input_cost_per_token": 4e-06, "output_cost_per_token": 2e-05,
                      "cache_read_input_token_cost": 4e-07},
                     "chat-small": {"litellm_provider": "own", "mode": "chat",
                      "input_cost_per_token": 1e-07, "output_cost_per_token": 4e-07,
                      "search_context_cost_per_query": {"search_context_size_low": 0.03,
                        "search_context_size_medium": 0.035}},
                     "transcribe": {"litellm_provider": "own", "mode": "audio_transcription",
                      "input_cost_per_second": 0.0001}}
                    """);
            robot.type("#import-source", map.toString());
            robot.click("#import-create");
            robot.click("#import-look");
            robot.waitForText("#import-summary", text -> text.contains("models taken"));
            robot.click("#accept-unflagged");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
