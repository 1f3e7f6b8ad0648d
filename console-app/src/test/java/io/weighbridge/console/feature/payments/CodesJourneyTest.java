package io.weighbridge.console.feature.payments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.demo.DemoShop;
import io.weighbridge.backend.payments.btcpay.BtcpayProvider;
import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.testkit.ConsoleWindow;
import io.weighbridge.console.testkit.Installation;
import io.weighbridge.console.testkit.Robot;
import io.weighbridge.model.IdKind;
import io.weighbridge.proto.v1.AdjustmentLimit;
import io.weighbridge.proto.v1.CreateAccountRequest;
import io.weighbridge.proto.v1.GetBalanceRequest;
import io.weighbridge.proto.v1.ListBatchesRequest;
import io.weighbridge.proto.v1.ListEntriesRequest;
import io.weighbridge.proto.v1.ListReconciliationsRequest;
import io.weighbridge.proto.v1.MakeOrderRequest;
import io.weighbridge.proto.v1.RedeemCodeRequest;
import io.weighbridge.proto.v1.Role;
import io.weighbridge.proto.v1.SetAdjustmentLimitRequest;

import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/// Codes are made, shown once, redeemed and made void; and a day is compared, with a real service
/// and stand-ins for the providers.
final class CodesJourneyTest {
    private static final long DOLLAR = 1_000_000_000L;

    @TempDir private static Path directory;

    @SuppressWarnings("NullAway.Init")
    private static DemoShop shop;

    @SuppressWarnings("NullAway.Init")
    private static Installation installation;

    @SuppressWarnings("NullAway.Init")
    private static BackendClient admin;

    @BeforeAll
    static void start() {
        shop = DemoShop.start();
        installation = Installation.start(shop::with);
        admin = installation.admin();
    }

    @AfterAll
    static void stop() {
        admin.close();
        installation.close();
        shop.close();
    }

    private static String account(String name) {
        return admin.accounts()
                .createAccount(CreateAccountRequest.newBuilder().setName(name).build())
                .getId();
    }

    private static void open(ConsoleWindow window, Address address) {
        Robot.onFx(
                () -> {
                    window.console().open(address);
                    return 0;
                });
    }

    private static void choose(Robot robot, String table, int row) {
        TableView<?> rows = (TableView<?>) robot.find(table);
        Robot.onFx(
                () -> {
                    rows.requestFocus();
                    rows.getSelectionModel().clearAndSelect(row);
                    return 0;
                });
    }

    private static void paste(Robot robot, String field, String text) {
        TextField into = (TextField) robot.find(field);
        Robot.onFx(
                () -> {
                    into.setText(text);
                    return 0;
                });
    }

    private static void limitFinance(long dollars) {
        var _ =
                admin.approvals()
                        .setAdjustmentLimit(
                                SetAdjustmentLimitRequest.newBuilder()
                                        .setLimit(
                                                AdjustmentLimit.newBuilder()
                                                        .setRole(Role.ROLE_FINANCE)
                                                        .setSingleNanos(dollars * DOLLAR)
                                                        .setDayNanos(dollars * DOLLAR))
                                        .build());
    }

    @Test
    void shouldMakeCodesShowThemOnceAndCompareADay() throws IOException {
        limitFinance(100);
        String acme = account("Acme");
        String password = installation.operator("fay", Role.ROLE_FINANCE);
        try (ConsoleWindow window = ConsoleWindow.open(installation, "fay", password)) {
            Robot robot = window.robot();
            open(window, Address.of(Route.PAYMENTS).with("tab", "reports"));
            var _ = robot.find("#reports-compare");
            String order = paidUnheard(account("Brill"));
            String report = compare(robot);
            open(window, Address.of(Route.PAYMENTS).with("tab", "codes"));
            robot.waitForText(".state-title", "No codes yet"::equals);
            robot.press(KeyCode.CONTROL, KeyCode.N);
            fill(robot);
            List<String> codes = store(robot);
            robot.waitForText("#batch-state", "● in use"::equals);
            robot.waitForRows("#payments-codes", 1);
            var _ =
                    admin.codes()
                            .redeemCode(
                                    RedeemCodeRequest.newBuilder()
                                            .setAccount(acme)
                                            .setCode(codes.getFirst())
                                            .build());
            assertEquals(
                    5 * DOLLAR,
                    admin.accounts()
                            .getBalance(GetBalanceRequest.newBuilder().setAccount(acme).build())
                            .getBalanceNanos());
            makeVoid(window);
            look(window, report, order);
        }
    }

    // A customer pays, and the webhook never comes. The provider is asked after a minute: until
    // then
    // we know nothing of it.
    private static String paidUnheard(String account) {
        String order =
                admin.payments()
                        .makeOrder(
                                MakeOrderRequest.newBuilder()
                                        .setAccount(account)
                                        .setAmountNanos(7 * DOLLAR)
                                        .build())
                        .getOrder();
        String invoice =
                installation
                        .backend()
                        .payments()
                        .orders()
                        .choose(IdKind.ORDER.parse(order).orElseThrow(), BtcpayProvider.NAME)
                        .reference();
        var _ = shop.btcpay().pay(invoice, shop.btcpay().due(invoice));
        shop.btcpay().mine();
        return order;
    }

    // It is made while something else is done; gives its id.
    private static String compare(Robot robot) {
        robot.press(KeyCode.CONTROL, KeyCode.N);
        robot.type("#compare-day", "soon");
        robot.click("#compare-confirm");
        robot.waitForText("#compare-day-below", text -> text.startsWith("A day from "));
        robot.type("#compare-day", LocalDate.now(ZoneOffset.UTC).toString());
        robot.click("#compare-confirm");
        var _ = robot.find("#report-verdict");
        return admin
                .reconciliation()
                .listReconciliations(ListReconciliationsRequest.getDefaultInstance())
                .getReconciliationsList()
                .stream()
                .filter(run -> !run.getAutomatic())
                .findFirst()
                .orElseThrow()
                .getReconciliation();
    }

    // Too many for the operator, then as many as they may; with what is wrong beside its field.
    private static void fill(Robot robot) {
        robot.type("#make-count", "0");
        robot.click("#make-confirm");
        robot.waitForText("#make-campaign-below", text -> text.startsWith("Say for which"));
        robot.waitForText("#make-count-below", text -> text.startsWith("A whole number"));
        robot.type("#make-campaign", "spring");
        robot.type("#make-count", "30");
        robot.waitForText("#make-count-below", "1 to 10,000"::equals);
        robot.type("#make-amount", "5");
        robot.waitForText("#make-sum", text -> text.startsWith("$150.00 of credit in all. That"));
        robot.type("#reason", "for the fair");
        robot.click("#make-confirm");
        robot.waitForText(
                ".sheet .problem",
                text -> text.contains("$100.00 at once") && text.contains("a higher limit"));
        assertEquals(0, admin.codes().listBatches(all()).getBatchesCount());
        robot.type("#make-count", "3");
        robot.click("#make-confirm");
    }

    private static ListBatchesRequest all() {
        return ListBatchesRequest.getDefaultInstance();
    }

    private static List<String> store(Robot robot) throws IOException {
        robot.waitForText("#told-codes", text -> text.lines().count() == 3);
        List<String> codes = robot.text("#told-codes").lines().toList();
        robot.click("#told-stored");
        robot.waitForText("#told-sheet .problem", text -> text.contains("lose them for ever"));
        robot.click("#told-save");
        Path file = directory.resolve("codes.csv");
        paste(robot, "#export-file", file.toString());
        robot.click("#export-begin");
        robot.waitForText("#told-kept", "✓ saved"::equals);
        List<String> lines = Files.readAllLines(file);
        assertEquals(4, lines.size());
        assertTrue(lines.get(1).startsWith("1," + codes.getFirst() + ",5.00,"), lines::toString);
        assertTrue(lines.get(1).endsWith(",spring"), lines::toString);
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        robot.click("#told-stored");
        robot.findNone("#told-sheet");
        return codes;
    }

    private static void makeVoid(ConsoleWindow window) {
        Robot robot = window.robot();
        String batch = admin.codes().listBatches(all()).getBatches(0).getBatch();
        open(window, Address.of(Route.PAYMENTS, batch));
        robot.waitForText("#batch-counts", "1 used, 2 left, 0 void"::equals);
        assertTrue(Robot.onFx(robot.find("#batch-tell")::isDisabled), "told before");
        robot.waitForRows("#payments-of-batch", 3);
        choose(robot, "#payments-of-batch", 0);
        assertTrue(Robot.onFx(robot.find("#batch-void-code")::isDisabled), "it is used");
        choose(robot, "#payments-of-batch", 1);
        robot.press(KeyCode.F6);
        robot.click("#void-confirm");
        robot.waitForText(".sheet .problem", text -> text.contains("why"));
        robot.type("#reason", "sent to the wrong one");
        robot.click("#void-confirm");
        robot.waitForText("#batch-counts", "1 used, 1 left, 1 void"::equals);
        robot.press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.H);
        robot.waitForText(".sheet .sheet-text", text -> text.contains("more: 1 of 3 codes"));
        robot.type("#reason", "the fair is over");
        robot.click("#void-confirm");
        robot.waitForText("#batch-state", "■ void"::equals);
        robot.waitForText("#batch-counts", "1 used, 0 left, 2 void"::equals);
        assertEquals(
                List.of("the fair is over", "for the fair"),
                admin
                        .audit()
                        .listEntries(ListEntriesRequest.newBuilder().setTarget(batch).build())
                        .getEntriesList()
                        .stream()
                        .filter(entry -> !entry.getAction().equals("codes.export"))
                        .map(entry -> entry.getReason())
                        .toList());
    }

    private static void look(ConsoleWindow window, String report, String order) throws IOException {
        Robot robot = window.robot();
        open(window, Address.of(Route.PAYMENTS, report));
        robot.waitForText("#report-verdict", "1 difference, 7.00 USD apart"::equals);
        robot.waitForRows("#payments-differences", 1);
        choose(robot, "#payments-differences", 0);
        robot.waitForText("#report-says", text -> text.startsWith("btcpay has 7.00 USD that"));
        export(robot, order);
        choose(robot, "#payments-differences", 0);
        robot.press(KeyCode.ENTER);
        robot.waitForText("#order-amount", "$7.00"::equals);
    }

    private static void export(Robot robot, String order) throws IOException {
        robot.press(KeyCode.CONTROL, KeyCode.E);
        Path file = directory.resolve("differences.csv");
        paste(robot, "#export-file", file.toString());
        robot.click("#export-begin");
        robot.findNone("#export-begin");
        List<String> lines = Files.readAllLines(file);
        assertEquals(2, lines.size());
        assertTrue(lines.get(1).contains(",missing_here,btcpay,"), lines::toString);
        assertTrue(lines.get(1).contains("," + order + ","), lines::toString);
        assertTrue(lines.get(1).contains(",USD,7000000000,7.00,0,0.00,"), lines::toString);
    }
}
