package io.weighbridge.console.feature.prices.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.console.feature.prices.replay.ReplayModel.AccountLine;
import io.weighbridge.console.feature.prices.replay.ReplayModel.Seen;
import io.weighbridge.console.feature.prices.rows.RateColumn;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.testkit.ConsoleWindow;
import io.weighbridge.console.testkit.Installation;
import io.weighbridge.console.testkit.Robot;
import io.weighbridge.console.testkit.Traffic;
import io.weighbridge.proto.v1.CreateDraftRequest;
import io.weighbridge.proto.v1.PriceBook;
import io.weighbridge.proto.v1.Rate;
import io.weighbridge.proto.v1.ReplayService;
import io.weighbridge.proto.v1.Role;
import io.weighbridge.proto.v1.Unit;
import io.weighbridge.proto.v1.UpdateDraftRequest;

import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;

/// From a draft to what past calls would have cost by it, and for whom.
final class WhatIfJourneyTest {
    @SuppressWarnings("NullAway.Init")
    private Installation installation;

    @SuppressWarnings("NullAway.Init")
    private Traffic trade;

    @BeforeEach
    void start() {
        installation = Installation.start();
        trade = new Traffic(installation);
        trade.unpricedService("chat");
        trade.unpricedService("speech");
        trade.publish("first", input(), output(), speech());
    }

    @AfterEach
    void stop() {
        trade.close();
        installation.close();
    }

    private static Rate input() {
        return Traffic.rate("chat", Unit.UNIT_INPUT_TOKENS, 2_500_000_000L, 1_000_000);
    }

    private static Rate output() {
        return Traffic.rate("chat", Unit.UNIT_OUTPUT_TOKENS, 10_000_000_000L, 1_000_000);
    }

    private static Rate speech() {
        return Traffic.rate("speech", Unit.UNIT_AUDIO_MILLISECONDS, 17_000_000, 60_000);
    }

    // $0.00675; at $5.00 for a million tokens of input it would be $0.0105.
    private void call(Traffic.Customer customer, long costNanos) {
        var _ =
                trade.costedCall(
                        customer,
                        "chat",
                        costNanos,
                        Traffic.count(Unit.UNIT_INPUT_TOKENS, 1_500),
                        Traffic.count(Unit.UNIT_OUTPUT_TOKENS, 300));
    }

    // Without a price for speech.
    private String draft() {
        PriceBook draft =
                trade.admin()
                        .prices()
                        .createDraft(CreateDraftRequest.newBuilder().setNote("dearer").build());
        return trade.admin()
                .prices()
                .updateDraft(
                        UpdateDraftRequest.newBuilder()
                                .setPriceBook(draft.getId())
                                .setVersion(draft.getVersion())
                                .setNote("dearer")
                                .addAllRates(List.of(input(), output()))
                                .build())
                .getId();
    }

    private static void open(ConsoleWindow window, Address address) {
        Robot.onFx(
                () -> {
                    window.console().open(address);
                    return 0;
                });
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
    }

    private static List<?> rows(Robot robot, String selector) {
        TableView<?> table = (TableView<?>) robot.find(selector);
        return Robot.onFx(() -> List.copyOf(table.getItems()));
    }

    @Test
    void shouldSayWhatADraftWouldHaveBroughtAndForWhom() {
        Traffic.Customer acme = trade.customer("Acme", Traffic.everyService("a"), 100_000_000_000L);
        // After the call it has $0.00325, and the draft asks for $0.00375 more.
        Traffic.Customer dale = trade.customer("Dale", Traffic.everyService("d"), 10_000_000L);
        call(acme, 2_000_000);
        call(acme, 2_000_000);
        call(dale, 1_000_000);
        var _ = trade.call(acme, "speech", Traffic.count(Unit.UNIT_AUDIO_MILLISECONDS, 60_000));
        String draft = draft();
        try (ConsoleWindow window = ConsoleWindow.open(installation)) {
            Robot robot = window.robot();
            open(window, Address.of(Route.PRICES, draft));
            robot.waitForText("#book-kind", "draft"::equals);
            robot.waitForRows("#rates", 2);
            select((TableView<?>) robot.find("#rates"), 0, RateColumn.PRICE.index());
            robot.write("5.00");
            robot.press(KeyCode.ENTER);
            // What was typed is saved first.
            robot.press(KeyCode.F12);
            robot.click("#what-if-dates");
            robot.type("#what-if-from", "2026-13-01");
            robot.click("#what-if-start");
            robot.waitForText(".sheet .problem", text -> text.startsWith("Type two days"));
            robot.click("#what-if-7");
            robot.click("#what-if-start");
            robot.waitForText("#replay-state", "● done"::equals);
            checkSums(robot);
            robot.waitForRows("#replay-accounts", 2);
            List<String> names =
                    rows(robot, "#replay-accounts").stream()
                            .map(row -> ((AccountLine) row).name())
                            .toList();
            assertEquals(List.of("Acme", "Dale"), names);
            AccountLine last = (AccountLine) rows(robot, "#replay-accounts").getLast();
            assertTrue(last.line().getDryAtMs() > 0, "Dale's credit would not have sufficed");
            select((TableView<?>) robot.find("#replay-accounts"), 1, 0);
            robot.press(KeyCode.ENTER);
            robot.waitForText("#account-name", "Dale"::equals);
            robot.press(KeyCode.ESCAPE);
            robot.click("#replay-tab-services");
            assertEquals(
                    List.of("chat", "speech"),
                    rows(robot, "#replay-services").stream()
                            .map(row -> ((ReplayService) row).getService())
                            .toList());
        }
        checkThatAViewerReads(draft);
    }

    private static void checkSums(Robot robot) {
        assertEquals("$0.0202", robot.text("#replay-before"));
        assertEquals("$0.0315", robot.text("#replay-after"));
        assertEquals("+55.56 %", robot.text("#replay-percent"));
        assertEquals(
                "Calls without a price here: 1 of 4. They were charged $0.017; in “after” there"
                        + " is nothing for them.",
                robot.text("#replay-unpriced"));
        assertEquals("Of 3 calls whose cost is known", robot.text("#replay-costed"));
        assertEquals("$0.0152 (75 %)", robot.text("#replay-margin-before"));
        assertEquals("$0.0265 (84 %)", robot.text("#replay-margin"));
    }

    private void checkThatAViewerReads(String draft) {
        String password = installation.operator("vic", Role.ROLE_VIEWER);
        try (ConsoleWindow window = ConsoleWindow.open(installation, "vic", password)) {
            Robot robot = window.robot();
            open(window, Address.of(Route.PRICES, draft));
            robot.waitForText("#book-kind", "draft"::equals);
            assertTrue(Robot.onFx(robot.find("#what-if")::isDisabled), "a viewer may not");
            open(window, Address.of(Route.PRICES).with("tab", "what-if"));
            robot.waitForRows("#replays", 1);
            Seen made = (Seen) rows(robot, "#replays").getFirst();
            assertEquals("dearer", made.book().getNote());
            select((TableView<?>) robot.find("#replays"), 0, 0);
            robot.press(KeyCode.ENTER);
            robot.waitForText("#replay-after", "$0.0315"::equals);
        }
    }
}
