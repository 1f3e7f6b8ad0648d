package io.weighbridge.console.feature.compute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.testkit.ConsoleWindow;
import io.weighbridge.console.testkit.Installation;
import io.weighbridge.console.testkit.Robot;
import io.weighbridge.console.testkit.Traffic;
import io.weighbridge.console.testkit.Waiting;
import io.weighbridge.proto.v1.Gpu;
import io.weighbridge.proto.v1.ListPriceBooksRequest;
import io.weighbridge.proto.v1.Role;
import io.weighbridge.proto.v1.Service;
import io.weighbridge.proto.v1.Unit;

import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;

/// From a model's config and the price of a GPU's hour to a draft of prices.
final class ComputeJourneyTest {
    // Llama 3 8B.
    private static final String CONFIG =
            """
            {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_size": 4096,
             "intermediate_size": 14336, "num_attention_heads": 32, "num_key_value_heads": 8,
             "num_hidden_layers": 32, "vocab_size": 128256, "tie_word_embeddings": false,
             "torch_dtype": "bfloat16", "max_position_embeddings": 8192}
            """;

    private static final String ZEBRA = "{\"model_type\": \"zebra\", \"hidden_size\": 64}";

    private static final int PRICE_COLUMN = 3;

    @SuppressWarnings("NullAway.Init")
    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private Installation installation;

    @SuppressWarnings("NullAway.Init")
    private Traffic trade;

    @BeforeEach
    void start() {
        installation = Installation.start();
        trade = new Traffic(installation);
        trade.unpricedService("chat");
        trade.publish(
                "first",
                Traffic.rate("chat", Unit.UNIT_INPUT_TOKENS, 2_500_000_000L, 1_000_000),
                Traffic.rate("chat", Unit.UNIT_OUTPUT_TOKENS, 10_000_000_000L, 1_000_000));
    }

    @AfterEach
    void stop() {
        trade.close();
        installation.close();
    }

    private static void open(ConsoleWindow window, String tab) {
        Robot.onFx(
                () -> {
                    window.console().open(Address.of(Route.COMPUTE).with("tab", tab));
                    return 0;
                });
    }

    @SuppressWarnings("unchecked")
    private static <T> void choose(Robot robot, String selector, Predicate<T> wanted) {
        ComboBox<T> box = (ComboBox<T>) robot.find(selector);
        Waiting.until(
                () -> selector + " with what is wanted",
                () -> Robot.onFx(() -> box.getItems().stream().anyMatch(wanted)));
        Robot.onFx(
                () -> {
                    box.setValue(box.getItems().stream().filter(wanted).findFirst().orElseThrow());
                    return 0;
                });
    }

    private static void select(Robot robot, String selector, Predicate<Object> wanted) {
        TableView<?> table = (TableView<?>) robot.find(selector);
        Waiting.until(
                () -> selector + " with what is wanted",
                () -> Robot.onFx(() -> table.getItems().stream().anyMatch(wanted)));
        Robot.onFx(
                () -> {
                    table.requestFocus();
                    for (int i = 0; i < table.getItems().size(); i++) {
                        if (wanted.test(table.getItems().get(i))) {
                            table.getSelectionModel().clearAndSelect(i);
                        }
                    }
                    return 0;
                });
    }

    private static Predicate<Object> gpu(String name) {
        return row -> ((GpuRow) row).gpu().getName().equals(name);
    }

    @Test
    void shouldLeadFromAModelAndAPriceToADraft() throws IOException {
        Path config = Files.writeString(folder.resolve("config.json"), CONFIG);
        try (ConsoleWindow window = ConsoleWindow.open(installation)) {
            Robot robot = window.robot();
            priceAGpu(window);
            editAGpu(robot);
            analyze(window, config);
            run(robot);
            propose(robot);
        }
        // Made per token: the one by the curve was taken back.
        assertEquals(
                2,
                trade.admin()
                        .prices()
                        .listPriceBooks(ListPriceBooksRequest.getDefaultInstance())
                        .getPriceBooksCount());
        checkThatAViewerReads();
    }

    private static void priceAGpu(ConsoleWindow window) {
        Robot robot = window.robot();
        robot.press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.DIGIT1);
        robot.click("#compute-tab-gpus");
        select(robot, "#compute-gpus", gpu("l4"));
        robot.press(KeyCode.F10);
        robot.type("#gpu-hour", "0");
        robot.click("#gpu-price-confirm");
        robot.waitForText("#gpu-hour-below", text -> text.startsWith("Type an amount above 0"));
        robot.type("#gpu-hour", "0.50");
        robot.type("#gpu-price-source", "our contract");
        robot.click("#gpu-price-confirm");
        robot.findNone(".veil");
        waitForHour(robot, 500_000_000L);
        robot.press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.Z);
        waitForHour(robot, 440_000_000L);
    }

    private static void waitForHour(Robot robot, long nanos) {
        select(
                robot,
                "#compute-gpus",
                row ->
                        gpu("l4").test(row)
                                && ((GpuRow) row).gpu().getPrice().getHourNanos() == nanos);
    }

    private static void editAGpu(Robot robot) {
        robot.press(KeyCode.ENTER);
        robot.waitForText("#gpu-hour-now", "$0.44"::equals);
        robot.click("#gpu-edit");
        robot.type("#gpu-watts", "none");
        robot.type("#reason", "as measured");
        robot.click("#gpu-confirm");
        robot.waitForText("#gpu-watts-below", text -> text.startsWith("Type a number from 1"));
        robot.type("#gpu-watts", "75");
        robot.click("#gpu-confirm");
        robot.waitForText(
                "#gpu-versions > .label",
                text -> text.startsWith("Version 2") && text.endsWith("Watts: 72 → 75"));
        // The list beside it hears of it.
        select(
                robot,
                "#compute-gpus",
                row -> gpu("l4").test(row) && ((GpuRow) row).gpu().getVersion() == 2);
        robot.press(KeyCode.ESCAPE);
    }

    private static void open(Robot robot, Path file) {
        SourceBox source = (SourceBox) robot.find("#analyze-source");
        Robot.onFx(
                () -> {
                    source.open(file);
                    return 0;
                });
    }

    private static void analyze(ConsoleWindow window, Path config) throws IOException {
        Robot robot = window.robot();
        open(window, AnalyzeTab.NAME);
        choose(robot, "#analyze-gpu", (Gpu each) -> each.getName().equals("h100"));
        open(robot, Files.writeString(config.resolveSibling("zebra.json"), ZEBRA));
        robot.waitForText("#compute-unknown", text -> text.startsWith("Not known"));
        assertEquals("not known", robot.text("#tile-params"));
        assertTrue(Robot.onFx(robot.find("#analyze-save")::isDisabled), "nothing to be saved");
        open(robot, config);
        robot.waitForText("#tile-params", "8.03B"::equals);
        robot.findNone("#compute-unknown");
        assertEquals("15 GiB", robot.text("#tile-weights"));
        assertEquals("128 KiB", robot.text("#tile-cache"));
        String cost = robot.text("#tile-output-cost");
        assertTrue(cost.startsWith("$0.00"), cost);
        robot.waitForRows("#analysis-contexts", 7);
        robot.type("#analyze-batch", "64");
        robot.waitForText("#tile-output-cost", text -> !text.equals(cost));
        robot.type("#analyze-batch", "32");
        robot.waitForText("#tile-output-cost", cost::equals);
        choose(robot, "#analyze-gpu", (Gpu each) -> each.getName().equals("a10"));
        robot.waitForText("#tile-output-cost", "no price"::equals);
        choose(robot, "#analyze-gpu", (Gpu each) -> each.getName().equals("h100"));
        robot.waitForText("#tile-output-cost", cost::equals);
        robot.click("#analyze-save");
        robot.type("#model-name", "llama-3-8b");
        robot.click("#model-save");
        robot.findNone(".veil");
        var _ = robot.find("#analyze-model");
    }

    private static void run(Robot robot) {
        robot.click("#analyze-use");
        choose(robot, "#run-service", (Service each) -> each.getName().equals("chat"));
        robot.click("#run-confirm");
        robot.waitForText(".sheet .problem", text -> text.startsWith("Say why"));
        robot.type("#reason", "new cards");
        robot.click("#run-confirm");
        robot.findNone(".veil");
        select(robot, "#compute-services", row -> ((RunRow) row).isKnown());
        robot.press(KeyCode.ENTER);
        robot.waitForText("#service-runs", "llama-3-8b on h100"::equals);
    }

    private static void propose(Robot robot) {
        robot.waitForText("#proposal-before-input", "$0.0025"::equals);
        assertEquals("$0.01", robot.text("#proposal-before-output"));
        assertTrue(robot.text("#proposal-price-input").startsWith("$0.00"));
        assertTrue(robot.text("#proposal-change-input").startsWith("⚠ −"));
        robot.waitForText("#others-text", "llama-3-8b"::equals);
        proposeByCurve(robot);
        robot.click("#proposal-draft");
        robot.waitForText("#book-kind", "draft"::equals);
        robot.waitForRows("#rates", 2);
        TableView<?> rates = (TableView<?>) robot.find("#rates");
        focus(rates, 1);
        Node bar = robot.find("#comparison-bar-output_tokens");
        String said = Robot.onFx(bar::getAccessibleText);
        assertTrue(said.startsWith("Margin 65.0 %: busy GPUs take $"), said);
        assertTrue(said.contains("at 50 % utilization: 30.0 %"), said);
        sellForLess(robot, rates);
    }

    // One rate in place of two, whose margin is known; and back.
    private static void proposeByCurve(Robot robot) {
        assertTrue(robot.text("#proposal-means").startsWith("Per token, a customer pays the same"));
        robot.click("#proposal-by-curve");
        robot.waitForText(
                "#proposal-price-UNIT_VRAM_MIB_MILLISECONDS", text -> text.startsWith("$0."));
        robot.findNone("#proposal-price-input");
        robot.click("#proposal-draft");
        robot.waitForText("#book-kind", "draft"::equals);
        robot.waitForRows("#rates", 1);
        focus((TableView<?>) robot.find("#rates"), 0);
        Node bar = robot.find("#comparison-bar-vram_mib_milliseconds");
        String said = Robot.onFx(bar::getAccessibleText);
        assertTrue(said.startsWith("Margin 65.0 %"), said);
        robot.press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.Z);
        // The draft is gone; the service's page begins with what is in force.
        robot.waitForText("#proposal-price-input", text -> text.startsWith("$0.00"));
    }

    // What loses is red and has a sign, and comes first when it is asked for.
    private static <R> void sellForLess(Robot robot, TableView<R> rates) {
        focus(rates, 1);
        robot.write("0.1");
        robot.press(KeyCode.ENTER);
        focus(rates, 1);
        Waiting.until(
                () -> "the loss",
                () ->
                        Robot.onFx(
                                () ->
                                        robot.stage()
                                                .getScene()
                                                .lookup("#comparison-bar-output_tokens")
                                                .getAccessibleText()
                                                .startsWith("Margin ▼ −")));
        R output = Robot.onFx(() -> rates.getItems().get(1));
        robot.click("#by-margin");
        assertEquals(output, Robot.onFx(() -> rates.getItems().getFirst()));
        robot.click("#by-margin");
        assertEquals(output, Robot.onFx(() -> rates.getItems().get(1)));
    }

    private static <R> void focus(TableView<R> rates, int row) {
        Robot.onFx(
                () -> {
                    TableColumn<R, ?> price = rates.getColumns().get(PRICE_COLUMN);
                    rates.requestFocus();
                    rates.getSelectionModel().clearAndSelect(row, price);
                    rates.getFocusModel().focus(row, price);
                    return 0;
                });
    }

    private void checkThatAViewerReads() {
        String password = installation.operator("vic", Role.ROLE_VIEWER);
        try (ConsoleWindow window = ConsoleWindow.open(installation, "vic", password)) {
            Robot robot = window.robot();
            open(window, AnalyzeTab.NAME);
            robot.waitForText(".state-text", text -> text.contains("administrator"));
            open(window, "services");
            select(robot, "#compute-services", row -> ((RunRow) row).isKnown());
            robot.press(KeyCode.ENTER);
            robot.waitForText("#proposal-before-input", "$0.0025"::equals);
            assertTrue(Robot.onFx(robot.find("#proposal-draft")::isDisabled));
            assertTrue(Robot.onFx(robot.find("#service-set")::isDisabled));
        }
    }
}
