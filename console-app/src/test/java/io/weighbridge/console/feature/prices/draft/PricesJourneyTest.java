package io.weighbridge.console.feature.prices.draft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.console.control.GridRow;
import io.weighbridge.console.feature.prices.rows.RateColumn;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.testkit.ConsoleWindow;
import io.weighbridge.console.testkit.Installation;
import io.weighbridge.console.testkit.Robot;
import io.weighbridge.console.testkit.Traffic;
import io.weighbridge.console.testkit.Waiting;
import io.weighbridge.proto.v1.GetPriceBookRequest;
import io.weighbridge.proto.v1.GetRecordRequest;
import io.weighbridge.proto.v1.ListEntriesRequest;
import io.weighbridge.proto.v1.PriceBook;
import io.weighbridge.proto.v1.Rate;
import io.weighbridge.proto.v1.Role;
import io.weighbridge.proto.v1.SettleReply;
import io.weighbridge.proto.v1.Unit;
import io.weighbridge.proto.v1.UsageRecord;

import javafx.scene.Node;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.input.Clipboard;
import javafx.scene.input.DataFormat;
import javafx.scene.input.KeyCode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// From a draft to the next call; mistakes; somebody quicker; a price map; the unrated queue.
final class PricesJourneyTest {
    @SuppressWarnings("NullAway.Init")
    private Installation installation;

    @SuppressWarnings("NullAway.Init")
    private Traffic trade;

    @SuppressWarnings("NullAway.Init")
    private Traffic.Customer acme;

    @TempDir Path directory;

    @BeforeEach
    void start() {
        installation = Installation.start();
        trade = new Traffic(installation);
        acme = trade.customer("Acme", Traffic.everyService("k"), 100_000_000_000L);
        trade.unpricedService("chat");
        trade.publish("first", input(2_500_000_000L), output());
    }

    @AfterEach
    void stop() {
        trade.close();
        installation.close();
    }

    private static Rate input(long priceNanos) {
        return Traffic.rate("chat", Unit.UNIT_INPUT_TOKENS, priceNanos, 1_000_000);
    }

    private static Rate output() {
        return Traffic.rate("chat", Unit.UNIT_OUTPUT_TOKENS, 10_000_000_000L, 1_000_000);
    }

    private SettleReply call() {
        return trade.call(
                acme,
                "chat",
                Traffic.count(Unit.UNIT_INPUT_TOKENS, 1_500),
                Traffic.count(Unit.UNIT_OUTPUT_TOKENS, 300));
    }

    private UsageRecord record(SettleReply reply) {
        return trade.admin()
                .usage()
                .getRecord(GetRecordRequest.newBuilder().setRecordId(reply.getRecordId()).build());
    }

    private PriceBook inForce() {
        return trade.admin().prices().getPriceBook(GetPriceBookRequest.getDefaultInstance());
    }

    private static void goTo(Robot robot, int row, RateColumn column) {
        TableView<?> table = (TableView<?>) robot.find("#rates");
        Waiting.until(() -> "line " + row, () -> Robot.onFx(() -> table.getItems().size() > row));
        // Columns that follow from a line stand between those that are typed into.
        int place =
                Robot.onFx(
                        () ->
                                table.getColumns().stream()
                                        .map(TableColumn::getText)
                                        .toList()
                                        .indexOf(column.title()));
        select(table, row, place);
    }

    private static <R> void select(TableView<R> table, int row, int column) {
        TableColumn<R, ?> at = table.getColumns().get(column);
        Robot.onFx(
                () -> {
                    table.requestFocus();
                    table.getSelectionModel().clearAndSelect(row, at);
                    table.getFocusModel().focus(row, at);
                    return 0;
                });
        // Only what is seen can be typed into. A table that is not laid out yet does not know how
        // far it can be scrolled: it is asked again.
        Waiting.until(
                () -> "cell " + row + ", " + column,
                () ->
                        Robot.onFx(
                                () -> {
                                    table.scrollToColumn(at);
                                    return table.lookupAll(".table-cell").stream()
                                            .anyMatch(node -> isAt(node, row, at));
                                }));
    }

    private static boolean isAt(Node node, int row, TableColumn<?, ?> column) {
        return node instanceof TableCell<?, ?> cell
                && cell.getIndex() == row
                && column.equals(cell.getTableColumn());
    }

    private static void newDraft(Robot robot) {
        robot.click("#go-prices");
        robot.click("#new-draft");
        robot.waitForText("#book-kind", "draft"::equals);
    }

    private static void publish(Robot robot) {
        robot.click("#publish");
        robot.type("#publish-reason", "dearer GPUs");
        robot.click("#publish-confirm");
    }

    @Test
    void shouldChargeTheNextCallByAPublishedDraft() {
        assertEquals(6_750_000, call().getChargeNanos());
        try (ConsoleWindow window = ConsoleWindow.open(installation)) {
            Robot robot = window.robot();
            newDraft(robot);
            goTo(robot, 0, RateColumn.PRICE);
            robot.write("3.00");
            robot.waitForText("#typical-0", "$0.00675 → $0.0075"::equals);
            robot.press(KeyCode.ENTER);
            robot.waitForText("#touched", text -> text.contains("days: 1."));
            publish(robot);
            robot.waitForText("#book-kind", "in force"::equals);
        }
        PriceBook book = inForce();
        SettleReply reply = call();
        assertEquals(7_500_000, reply.getChargeNanos());
        assertEquals(book.getId(), record(reply).getPriceBook());
        assertTrue(
                trade
                        .admin()
                        .audit()
                        .listEntries(ListEntriesRequest.getDefaultInstance())
                        .getEntriesList()
                        .stream()
                        .anyMatch(entry -> entry.toString().contains("dearer GPUs")));
    }

    @Test
    void shouldChargeTheNextCallsByVolumeSteps() {
        try (ConsoleWindow window = ConsoleWindow.open(installation)) {
            Robot robot = window.robot();
            newDraft(robot);
            goTo(robot, 0, RateColumn.STEPS);
            robot.write("1000 2; 2000 3;");
            robot.press(KeyCode.ENTER);
            TableView<?> table = (TableView<?>) robot.find("#rates");
            assertEquals(
                    "from 1k tokens $2.00; from 2k tokens $3.00", text(table, 0, RateColumn.STEPS));
            goTo(robot, 0, RateColumn.STEPS);
            robot.write("from 1000 tokens 2.00; from 2000 tokens 1.00");
            robot.press(KeyCode.ENTER);
            publish(robot);
            robot.waitForText("#book-kind", "in force"::equals);
        }
        // 1,000 at 2.50 and 500 at 2.00 per million, then 500 at 2.00 and 1,000 at 1.00.
        assertEquals(2_500_000 + 1_000_000 + 3_000_000, call().getChargeNanos());
        assertEquals(1_000_000 + 1_000_000 + 3_000_000, call().getChargeNanos());
    }

    @Test
    void shouldRefuseAMistakeWithTheReasonAndLoseNothing() {
        try (ConsoleWindow window = ConsoleWindow.open(installation)) {
            Robot robot = window.robot();
            newDraft(robot);
            goTo(robot, 0, RateColumn.PRICE);
            robot.write("3.OO");
            robot.press(KeyCode.ENTER);
            goTo(robot, 1, RateColumn.PRICE);
            robot.write("12");
            robot.press(KeyCode.ENTER);
            robot.click("#save-draft");
            robot.waitForText(".toast .label", text -> text.contains("This is no price"));
            String id = inForce().getId();
            TableView<?> table = (TableView<?>) robot.find("#rates");
            assertEquals("3.OO", text(table, 0, RateColumn.PRICE));
            assertEquals("$12.00", text(table, 1, RateColumn.PRICE));
            goTo(robot, 0, RateColumn.PRICE);
            robot.write("3.50");
            robot.press(KeyCode.ENTER);
            robot.click("#save-draft");
            robot.findNone("#unsaved");
            assertEquals(id, inForce().getId());
        }
    }

    private static String text(TableView<?> table, int row, RateColumn column) {
        return Robot.onFx(() -> ((GridRow) table.getItems().get(row)).text(column.index()));
    }

    @Test
    void shouldOfferToRebaseWhenSomebodyElsePublished() {
        try (ConsoleWindow window = ConsoleWindow.open(installation)) {
            Robot robot = window.robot();
            newDraft(robot);
            goTo(robot, 0, RateColumn.PRICE);
            robot.write("3.00");
            robot.press(KeyCode.ENTER);
            trade.publish(
                    "by bob",
                    input(2_500_000_000L),
                    Traffic.rate("chat", Unit.UNIT_OUTPUT_TOKENS, 20_000_000_000L, 1_000_000));
            publish(robot);
            robot.click("#rebase");
            robot.waitForText("#typical-0", "$0.00975 → $0.0105"::equals);
            publish(robot);
            robot.waitForText("#book-kind", "in force"::equals);
        }
        assertEquals(10_500_000, call().getChargeNanos());
    }

    @Test
    void shouldTakeOneDifferenceFromAPriceMap() throws IOException {
        Path map = directory.resolve("prices.json");
        Files.writeString(
                map,
                """
                {"chat": {"litellm_provider": "x", "mode": "chat",
                          "input_cost_per_token": 4e-06, "output_cost_per_token": 2e-05}}
                """);
        try (ConsoleWindow window = ConsoleWindow.open(installation)) {
            Robot robot = window.robot();
            Robot.onFx(
                    () -> {
                        window.console().open(Address.of(Route.PRICES).with("tab", "import"));
                        return 0;
                    });
            robot.type("#import-source", map.toString());
            robot.click("#import-compare");
            robot.waitForText(".toast .label", text -> text.endsWith("to compare with: 2"));
            robot.click("#import-look");
            robot.waitForText("#import-summary", text -> text.contains("2 raised"));
            TableView<?> table = (TableView<?>) robot.find("#import-changes");
            int row = Robot.onFx(() -> rowOf(table, "UNIT_INPUT_TOKENS"));
            select(table, row, 1);
            robot.press(KeyCode.SPACE);
            robot.waitForText("#import-make", "Make a draft of 1"::equals);
            robot.click("#import-make");
            robot.waitForText("#book-kind", "draft"::equals);
            robot.waitForText("#typical-0", "$0.00675 → $0.009"::equals);
            compareWithOthers(robot);
            publish(robot);
            robot.waitForText("#book-kind", "in force"::equals);
        }
        assertEquals(9_000_000, call().getChargeNanos());
    }

    // What nobody said the cost of has no margin; what others ask stands beside it, and is copied.
    private static void compareWithOthers(Robot robot) {
        goTo(robot, 0, RateColumn.SERVICE);
        robot.waitForText("#others-about", text -> text.startsWith("Entries with “chat”"));
        robot.waitForText("#others-input_tokens-0", "chat"::equals);
        selectToOthers((TableView<?>) robot.find("#rates"));
        robot.press(KeyCode.CONTROL, KeyCode.C);
        String copied = Robot.onFx(() -> Clipboard.getSystemClipboard().getString());
        assertEquals(
                "chat\tinput tokens\tstandard\t$4.00\t1M tokens\tcost unknown\t"
                        + "\t$4.00 · $4.00 · $4.00",
                copied);
        // What is pasted in the console is what can be typed.
        assertEquals(
                "chat\tinput tokens\tstandard\t$4.00\t1M tokens",
                Robot.onFx(
                        () ->
                                Clipboard.getSystemClipboard()
                                        .getContent(
                                                DataFormat.lookupMimeType(
                                                        "application/x-weighbridge-cells"))));
    }

    private static <R> void selectToOthers(TableView<R> table) {
        Robot.onFx(
                () -> {
                    TableColumn<R, ?> others =
                            table.getColumns().stream()
                                    .filter(column -> column.getText().startsWith("Others"))
                                    .findFirst()
                                    .orElseThrow();
                    table.getSelectionModel()
                            .selectRange(0, table.getColumns().getFirst(), 0, others);
                    return 0;
                });
    }

    private static int rowOf(TableView<?> table, String part) {
        List<?> items = table.getItems();
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i).toString().contains(part)) {
                return i;
            }
        }
        throw new AssertionError("no row with " + part);
    }

    @Test
    void shouldRateWhatCouldNotBePriced() {
        trade.unpricedService("speech");
        SettleReply unrated =
                trade.call(acme, "speech", Traffic.count(Unit.UNIT_AUDIO_MILLISECONDS, 60_000));
        assertTrue(unrated.getUnrated());
        long before = trade.balanceNanos(acme);
        trade.publish(
                "with speech",
                input(2_500_000_000L),
                output(),
                Traffic.rate("speech", Unit.UNIT_AUDIO_MILLISECONDS, 17_000_000, 60_000));
        try (ConsoleWindow window = ConsoleWindow.open(installation)) {
            Robot robot = window.robot();
            robot.click("#go-prices");
            robot.click("#tab-unrated");
            TableView<?> table = (TableView<?>) robot.find("#unrated");
            Waiting.until(() -> "the record", () -> Robot.onFx(() -> !table.getItems().isEmpty()));
            select(table, 0, 0);
            robot.press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.R);
            robot.type("#rate-note", "price was missing");
            robot.click("#rate-confirm");
            robot.findNone("#unrated");
        }
        assertEquals(before - 17_000_000, trade.balanceNanos(acme));
        assertEquals(17_000_000, record(unrated).getRatedChargeNanos());
    }

    @Test
    void shouldSayWhyASupporterCannotChangePrices() {
        String password = installation.operator("sam", Role.ROLE_SUPPORT);
        try (ConsoleWindow window = ConsoleWindow.open(installation, "sam", password)) {
            Robot robot = window.robot();
            robot.click("#go-prices");
            robot.waitForText("#prices-refusal", text -> text.contains("support"));
            Node create = robot.find("#new-draft");
            assertTrue(Robot.onFx(create::isDisabled));
        }
    }
}
