package io.weighbridge.console.feature.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.PaymentTable;
import io.weighbridge.backend.demo.DemoShop;
import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.testkit.ConsoleWindow;
import io.weighbridge.console.testkit.Installation;
import io.weighbridge.console.testkit.Robot;
import io.weighbridge.console.testkit.Waiting;
import io.weighbridge.model.IdKind;
import io.weighbridge.proto.v1.AuditEntry;
import io.weighbridge.proto.v1.AutoTopUp;
import io.weighbridge.proto.v1.CodeBatch;
import io.weighbridge.proto.v1.CreateAccountRequest;
import io.weighbridge.proto.v1.ExportCodesRequest;
import io.weighbridge.proto.v1.GetAutoTopUpRequest;
import io.weighbridge.proto.v1.GetBalanceRequest;
import io.weighbridge.proto.v1.ListEntriesRequest;
import io.weighbridge.proto.v1.ListSavedCardsRequest;
import io.weighbridge.proto.v1.MakeCodesRequest;
import io.weighbridge.proto.v1.SavedCard;
import io.weighbridge.proto.v1.SetAutoTopUpRequest;

import javafx.scene.Node;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.UUID;

/// From an account's page its automatic top-ups are armed, changed while another does, and switched
/// off, its card is removed, and a code is redeemed, with a real service and a stand-in for Stripe.
final class AutoTopUpJourneyTest {
    private static final long DOLLAR = 1_000_000_000L;
    private static final long DAY_MS = 86_400_000L;

    @SuppressWarnings("NullAway.Init")
    private static DemoShop shop;

    @SuppressWarnings("NullAway.Init")
    private static Installation installation;

    @SuppressWarnings("NullAway.Init")
    private static BackendClient admin;

    @SuppressWarnings("NullAway.Init")
    private static String acme;

    @BeforeAll
    static void start() {
        shop = DemoShop.start();
        installation =
                Installation.start(
                        config -> shop.with(config).with(PaymentTable.AUTO_TOPUP_INTERVAL_S, "1"));
        admin = installation.admin();
        acme =
                admin.accounts()
                        .createAccount(CreateAccountRequest.newBuilder().setName("Acme").build())
                        .getId();
        long id = IdKind.ACCOUNT.parse(acme).orElseThrow();
        var _ = shop.buyAndSave(installation.backend(), id, DOLLAR);
        Waiting.until(() -> "the card", () -> !cards().isEmpty());
    }

    @AfterAll
    static void stop() {
        admin.close();
        installation.close();
        shop.close();
    }

    private static List<SavedCard> cards() {
        return admin.autoTopUps()
                .listSavedCards(ListSavedCardsRequest.newBuilder().setAccount(acme).build())
                .getCardsList();
    }

    private static AutoTopUp topUp() {
        return admin.autoTopUps()
                .getAutoTopUp(GetAutoTopUpRequest.newBuilder().setAccount(acme).build());
    }

    private static long balance() {
        return admin.accounts()
                .getBalance(GetBalanceRequest.newBuilder().setAccount(acme).build())
                .getBalanceNanos();
    }

    private static void open(ConsoleWindow window) {
        Robot.onFx(
                () -> {
                    window.console()
                            .open(Address.of(Route.ACCOUNTS, acme).with("tab", "auto-topup"));
                    return 0;
                });
        var _ = window.robot().find("#topup-arm");
        window.robot().waitForRows("#account-saved-cards", 1);
    }

    @Test
    void shouldArmChangeSwitchOffRemoveAndRedeem() {
        try (ConsoleWindow window = ConsoleWindow.open(installation)) {
            Robot robot = window.robot();
            open(window);
            narrow(robot);
            sendALinkThatSaves(robot);
            arm(robot);
            changeBesideAnother(robot);
            charge(robot);
            switchOff(robot);
            remove(robot);
            redeem(robot);
        }
        assertEquals(
                List.of("the customer left", "a new limit", "", "agreed by phone", ""),
                reasons(acme, "auto-topup.set"));
    }

    // As narrow as in the drawer all cards are seen whole: the bar below them takes none of their
    // room.
    private static void narrow(Robot robot) {
        TableView<?> table = (TableView<?>) robot.find("#account-saved-cards");
        Robot.onFx(
                () -> {
                    table.setMaxWidth(376);
                    return 0;
                });
        Waiting.until(
                () -> "a bar below, and none beside",
                () ->
                        Robot.onFx(
                                () ->
                                        isScrolled(table, "horizontal")
                                                && !isScrolled(table, "vertical")));
        Robot.onFx(
                () -> {
                    table.setMaxWidth(Double.MAX_VALUE);
                    return 0;
                });
    }

    private static void sendALinkThatSaves(Robot robot) {
        robot.press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.U);
        robot.waitForText("#link-saving", text -> text.contains("for automatic top-ups"));
        paste(robot, "#link-amount", "2");
        robot.click("#link-confirm");
        robot.waitForText("#link-ask-to-save", text -> text.contains("Save this card"));
        robot.click("#link-close");
    }

    private static boolean isScrolled(TableView<?> table, String direction) {
        return table.lookupAll(".scroll-bar:" + direction).stream().anyMatch(Node::isVisible);
    }

    // Typing is tried elsewhere, and takes long.
    private static void paste(Robot robot, String field, String text) {
        TextField into = (TextField) robot.find(field);
        Robot.onFx(
                () -> {
                    into.setText(text);
                    return 0;
                });
    }

    private static void arm(Robot robot) {
        robot.press(KeyCode.F2);
        robot.waitForText(".sheet-title", text -> text.contains("Acme"));
        robot.waitForText("#topup-terms", text -> text.contains("$"));
        paste(robot, "#topup-threshold", "0.50");
        paste(robot, "#topup-amount", "2");
        paste(robot, "#topup-day", "1");
        paste(robot, "#topup-month", "20");
        paste(robot, "#reason", "agreed by phone");
        robot.press(KeyCode.ENTER);
        robot.waitForText("#topup-day-below", text -> text.contains("less than one charge"));
        paste(robot, "#topup-day", "10");
        robot.waitForText("#topup-foreseen", text -> text.contains("ending in 4242"));
        // Meanwhile somebody sets the amounts, for the first time.
        var _ = admin.autoTopUps().setAutoTopUp(wish(20).build());
        robot.press(KeyCode.ENTER);
        robot.waitForText("#merge .sheet-title", text -> text.contains("Acme"));
        robot.click("#confirm-merge");
        robot.findNone("#merge");
        robot.waitForText("#topup-state", "● armed"::equals);
    }

    private static SetAutoTopUpRequest.Builder wish(long dollarsOfMonth) {
        return SetAutoTopUpRequest.newBuilder()
                .setAccount(acme)
                .setThresholdNanos(DOLLAR / 2)
                .setAmountNanos(2 * DOLLAR)
                .setDailyCapNanos(10 * DOLLAR)
                .setMonthlyCapNanos(dollarsOfMonth * DOLLAR);
    }

    // What only one of two changed stays.
    private static void changeBesideAnother(Robot robot) {
        robot.press(KeyCode.F2);
        paste(robot, "#topup-threshold", "2");
        robot.waitForText("#topup-now", text -> text.contains("$1.00"));
        var _ = admin.autoTopUps().setAutoTopUp(wish(30).setArmed(true).build());
        paste(robot, "#reason", "a new limit");
        robot.press(KeyCode.ENTER);
        robot.waitForText("#merge .sheet-title", text -> text.contains("Acme"));
        robot.click("#confirm-merge");
        robot.findNone("#merge");
        assertEquals(2 * DOLLAR, topUp().getThresholdNanos());
        assertEquals(30 * DOLLAR, topUp().getMonthlyCapNanos());
    }

    private static void charge(Robot robot) {
        Waiting.until(() -> "a charge", () -> topUp().getDaySpentNanos() > 0);
        Waiting.until(() -> "its credit", () -> balance() == 3 * DOLLAR);
        robot.press(KeyCode.F5);
        robot.waitForText("#topup-spent", text -> !text.contains(" $0.00 of"));
        robot.waitForRows("#account-auto-topup", 1);
    }

    private static void switchOff(Robot robot) {
        robot.press(KeyCode.SHIFT, KeyCode.F2);
        paste(robot, "#reason", "the customer left");
        robot.press(KeyCode.ENTER);
        robot.waitForText("#topup-state", "off"::equals);
    }

    private static void remove(Robot robot) {
        String card = cards().getFirst().getCard();
        TableView<?> table = (TableView<?>) robot.find("#account-saved-cards");
        Robot.onFx(
                () -> {
                    table.requestFocus();
                    table.getSelectionModel().clearAndSelect(0);
                    return 0;
                });
        robot.press(KeyCode.CONTROL, KeyCode.DELETE);
        paste(robot, "#reason", "asked for by its owner");
        robot.press(KeyCode.ENTER);
        robot.waitForText("#topup-no-cards", text -> text.contains("payment link"));
        assertEquals(List.of(), cards());
        assertEquals(List.of("asked for by its owner"), reasons(card, "card.remove"));
        Node arm = robot.find("#topup-arm");
        assertTrue(Robot.onFx(arm::getAccessibleHelp).contains("No saved card"));
    }

    private static void redeem(Robot robot) {
        CodeBatch batch =
                admin.codes()
                        .makeCodes(
                                MakeCodesRequest.newBuilder()
                                        .setOperationId(UUID.randomUUID().toString())
                                        .setCampaign("spring")
                                        .setCount(1)
                                        .setAmountNanos(5 * DOLLAR)
                                        .setCreditExpiresDays(90)
                                        .setRedeemUntilMs(System.currentTimeMillis() + DAY_MS)
                                        .build());
        assertEquals(Installation.ADMIN, batch.getMadeBy());
        String code =
                admin.codes()
                        .exportCodes(
                                ExportCodesRequest.newBuilder().setBatch(batch.getBatch()).build())
                        .getCodes(0);
        robot.press(KeyCode.F3);
        paste(robot, "#redeem-code", "WB-AAAAA-AAAAA-AAAAA-AAB");
        robot.press(KeyCode.ENTER);
        robot.waitForText("#redeem-code-below", text -> text.contains("cannot be a code"));
        paste(robot, "#redeem-code", code);
        robot.press(KeyCode.ENTER);
        robot.findNone("#redeem-code");
        robot.waitForText("#account-balance", "$8.00"::equals);
    }

    private static List<String> reasons(String target, String action) {
        return admin
                .audit()
                .listEntries(ListEntriesRequest.newBuilder().setTarget(target).build())
                .getEntriesList()
                .stream()
                .filter(entry -> entry.getAction().equals(action))
                .map(AuditEntry::getReason)
                .toList();
    }
}
