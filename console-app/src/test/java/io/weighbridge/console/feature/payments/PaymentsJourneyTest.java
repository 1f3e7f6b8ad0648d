package io.weighbridge.console.feature.payments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.Config;
import io.weighbridge.backend.PayPageTable;
import io.weighbridge.backend.demo.DemoShop;
import io.weighbridge.backend.payments.store.OpenedCheckout;
import io.weighbridge.backend.payments.stripe.StripeProvider;
import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.fx.Paging;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.testkit.ConsoleWindow;
import io.weighbridge.console.testkit.Installation;
import io.weighbridge.console.testkit.Robot;
import io.weighbridge.console.testkit.Waiting;
import io.weighbridge.model.IdKind;
import io.weighbridge.proto.v1.AdjustmentLimit;
import io.weighbridge.proto.v1.CreateAccountRequest;
import io.weighbridge.proto.v1.DeliveryState;
import io.weighbridge.proto.v1.GetBalanceRequest;
import io.weighbridge.proto.v1.ListOrdersRequest;
import io.weighbridge.proto.v1.MakeOrderRequest;
import io.weighbridge.proto.v1.OrderState;
import io.weighbridge.proto.v1.PaymentDelivery;
import io.weighbridge.proto.v1.Role;
import io.weighbridge.proto.v1.SetAdjustmentLimitRequest;
import io.weighbridge.proto.v1.TopUpOrder;

import javafx.scene.Node;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;

/// Money comes in by a link that support sends, and goes back, with a real service and stand-ins
/// for the providers.
final class PaymentsJourneyTest {
    private static final long DOLLAR = 1_000_000_000L;

    @SuppressWarnings("NullAway.Init")
    private static DemoShop shop;

    @SuppressWarnings("NullAway.Init")
    private static Path data;

    @SuppressWarnings("NullAway.Init")
    private static Installation installation;

    @SuppressWarnings("NullAway.Init")
    private static BackendClient admin;

    @BeforeAll
    static void start() {
        shop = DemoShop.start();
        installation =
                Installation.start(
                        config -> {
                            data = config.dataDirectory();
                            return shop.with(config);
                        });
        admin = installation.admin();
    }

    @AfterAll
    static void stop() {
        admin.close();
        installation.close();
        shop.close();
    }

    // With the key that tells installations apart.
    private static Config copied(Config config) {
        Path from = data.resolve("secrets");
        Path to = config.dataDirectory().resolve("secrets");
        try {
            Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
            Files.copy(
                    from.resolve("order-links.key"),
                    to.resolve("order-links.key"),
                    StandardCopyOption.COPY_ATTRIBUTES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return config;
    }

    private static String account(String name) {
        return admin.accounts()
                .createAccount(CreateAccountRequest.newBuilder().setName(name).build())
                .getId();
    }

    private static long balance(String account) {
        return admin.accounts()
                .getBalance(GetBalanceRequest.newBuilder().setAccount(account).build())
                .getBalanceNanos();
    }

    private static TopUpOrder order(String account) {
        return admin.payments()
                .listOrders(ListOrdersRequest.newBuilder().setAccount(account).build())
                .getOrders(0);
    }

    // As the customer does by the link; gives the payment's id at Stripe.
    private static String pay(Installation at, long order) {
        OpenedCheckout checkout =
                at.backend().payments().orders().choose(order, StripeProvider.NAME);
        return shop.stripe().pay(checkout.reference());
    }

    private static long id(TopUpOrder order) {
        return IdKind.ORDER.parse(order.getOrder()).orElseThrow();
    }

    private static TopUpOrder makeOrder(String account, long dollars) {
        return admin.payments()
                .makeOrder(
                        MakeOrderRequest.newBuilder()
                                .setAccount(account)
                                .setAmountNanos(dollars * DOLLAR)
                                .build());
    }

    private static void open(ConsoleWindow window, Address address) {
        Robot.onFx(
                () -> {
                    window.console().open(address);
                    return 0;
                });
    }

    private static List<String> texts(Robot robot, String selector) {
        return Robot.onFx(
                () ->
                        robot.stage().getScene().getRoot().lookupAll(selector).stream()
                                .map(PaymentsJourneyTest::text)
                                .toList());
    }

    private static String text(Node node) {
        return switch (node) {
            case Labeled labeled -> Objects.requireNonNullElse(labeled.getText(), "");
            case TextInputControl field -> Objects.requireNonNullElse(field.getText(), "");
            default -> "";
        };
    }

    @Test
    void shouldSellCreditByALinkAndGiveMoneyBack() {
        String acme = account("Acme");
        String password = installation.operator("sue", Role.ROLE_SUPPORT);
        try (ConsoleWindow window = ConsoleWindow.open(installation, "sue", password)) {
            Robot robot = window.robot();
            open(window, Address.of(Route.ACCOUNTS, acme).with("tab", "orders"));
            robot.waitForText(".state-title", "No orders yet"::equals);
            robot.press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.U);
            robot.waitForText("#link-terms", text -> text.startsWith("From $0.10"));
            robot.type("#link-amount", "0");
            robot.click("#link-confirm");
            robot.waitForText(".sheet .problem", text -> text.startsWith("amount: "));
            robot.type("#link-amount", "20");
            robot.type("#link-note", "by phone");
            robot.click("#link-confirm");
            robot.waitForText("#payment-link", text -> text.equals(order(acme).getLink()));
            robot.click("#link-close");
            robot.waitForRows("#account-orders", 1);
            var _ = pay(installation, id(order(acme)));
            robot.press(KeyCode.CONTROL, KeyCode.DIGIT0);
            // It is read again by itself until the money is there.
            robot.waitForText("#payments-orders .chip", "● paid"::equals);
            assertEquals(20 * DOLLAR, balance(acme));
            robot.click("#payments-orders .table-row-cell");
            robot.press(KeyCode.ENTER);
            robot.waitForText("#order-state", "● paid"::equals);
            waitForEvent(robot, "+$20.00 of credit given");
            assertTrue(Robot.onFx(robot.find("#order-refund")::isDisabled), "support may not");
        }
        try (ConsoleWindow window = ConsoleWindow.open(installation)) {
            Robot robot = window.robot();
            open(window, Address.of(Route.PAYMENTS, order(acme).getOrder()));
            robot.waitForText("#order-state", "● paid"::equals);
            robot.press(KeyCode.CONTROL, KeyCode.G);
            robot.waitForText("#refund-before", "$20.00"::equals);
            robot.type("#refund-amount", "5");
            robot.waitForText("#refund-after", "$15.00"::equals);
            robot.click("#refund-confirm");
            robot.waitForText(".sheet .problem", text -> text.contains("why"));
            robot.type("#reason", "half unused");
            robot.click("#refund-confirm");
            robot.findNone("#refund-amount");
            assertEquals(15 * DOLLAR, balance(acme));
            waitForEvent(robot, "−$5.00 of credit taken back");
        }
    }

    @Test
    void shouldShowTheLinkOnWhichBitcoinIsClaimed() {
        String coins = account("Coins");
        long id = IdKind.ACCOUNT.parse(coins).orElseThrow();
        var order = shop.buy(installation.backend(), id, 20 * DOLLAR, false);
        Waiting.until(() -> "paid", () -> balance(coins) == 20 * DOLLAR);
        try (ConsoleWindow window = ConsoleWindow.open(installation)) {
            Robot robot = window.robot();
            open(window, Address.of(Route.PAYMENTS, IdKind.ORDER.format(order.id())));
            robot.waitForText("#order-state", "● paid"::equals);
            robot.press(KeyCode.CONTROL, KeyCode.G);
            robot.waitForText("#refund-before", "$20.00"::equals);
            assertTrue(
                    texts(robot, ".sheet .label").stream()
                            .anyMatch(text -> text.contains("says where the money goes")));
            robot.type("#refund-amount", "5");
            robot.type("#reason", "half unused");
            robot.click("#refund-confirm");
            robot.waitForText("#refund-state", "○ not claimed yet"::equals);
            assertEquals(15 * DOLLAR, balance(coins));
            String page = shop.btcpay().pulls().newest();
            robot.waitForText("#refund-link", text -> text.endsWith("/pull-payments/" + page));
        }
    }

    @Test
    void shouldLetASecondPersonApproveARefundAboveTheLimit() {
        String large = account("Large");
        String order = makeOrder(large, 30).getOrder();
        var _ = pay(installation, IdKind.ORDER.parse(order).orElseThrow());
        Waiting.until(() -> "paid", () -> balance(large) == 30 * DOLLAR);
        String password = installation.operator("fay", Role.ROLE_FINANCE);
        limitFinance();
        try (ConsoleWindow window = ConsoleWindow.open(installation, "fay", password)) {
            Robot robot = window.robot();
            open(window, Address.of(Route.PAYMENTS, order));
            robot.waitForText("#order-state", "● paid"::equals);
            robot.press(KeyCode.CONTROL, KeyCode.G);
            robot.waitForText("#refund-before", "$30.00"::equals);
            robot.type("#refund-amount", "5");
            robot.waitForText("#refund-confirm", "Give back"::equals);
            robot.type("#refund-amount", "25");
            robot.waitForText("#refund-confirm", "Ask for approval of $25.00"::equals);
            robot.type("#reason", "not wanted any more");
            robot.click("#refund-confirm");
            robot.findNone("#refund-amount");
            robot.waitForText(
                    ".toast .label", "The refund of Large waits for a second person."::equals);
            assertEquals(30 * DOLLAR, balance(large));
        }
        try (ConsoleWindow window = ConsoleWindow.open(installation)) {
            Robot robot = window.robot();
            robot.press(KeyCode.CONTROL, KeyCode.DIGIT7);
            robot.waitForRows("#approvals-table", 1);
            robot.click("#approvals-table .table-row-cell");
            robot.press(KeyCode.ENTER);
            robot.waitForText("#approval-amount", "$25.00"::equals);
            robot.waitForText("#adjust-balance", "$30.00 → $5.00"::equals);
            robot.click("#approve");
            robot.click("#approve-confirm");
            robot.waitForText("#approval-state", text -> text.contains("done"));
            assertEquals(5 * DOLLAR, balance(large));
            robot.click("#approval-order");
            waitForEvent(robot, "−$25.00 of credit taken back");
        }
    }

    private static void limitFinance() {
        var _ =
                admin.approvals()
                        .setAdjustmentLimit(
                                SetAdjustmentLimitRequest.newBuilder()
                                        .setLimit(
                                                AdjustmentLimit.newBuilder()
                                                        .setRole(Role.ROLE_FINANCE)
                                                        .setSingleNanos(10 * DOLLAR)
                                                        .setDayNanos(10 * DOLLAR))
                                        .build());
    }

    private static void waitForEvent(Robot robot, String event) {
        Waiting.until(
                () -> event + " in " + texts(robot, ".payments-event"),
                () -> texts(robot, ".payments-event").contains(event));
    }

    @Test
    void shouldShowWhatAProviderToldAndHandleItAgain() throws Exception {
        String brill = account("Brill");
        var made =
                shop.buy(
                        installation.backend(),
                        IdKind.ACCOUNT.parse(brill).orElseThrow(),
                        7 * DOLLAR,
                        true);
        PaymentsModel model = new PaymentsModel(admin);
        try (ConsoleWindow window = ConsoleWindow.open(installation)) {
            Robot robot = window.robot();
            open(window, Address.of(Route.PAYMENTS).with("state", "paid"));
            robot.waitForText("#payments-orders .chip", "● paid"::equals);
            Paging.Page<OrderRow> paid = model.orders(OrderState.ORDER_STATE_PAID).read("");
            OrderRow row =
                    paid.rows().stream()
                            .filter(each -> each.account().equals("Brill"))
                            .findFirst()
                            .orElseThrow();
            assertEquals(IdKind.ORDER.format(made.id()), row.order().getOrder());
            assertEquals("stripe", row.providers());
            assertEquals(7 * DOLLAR, row.creditedNanos());
            assertEquals(List.of(), model.orders(OrderState.ORDER_STATE_CANCELLED).read("").rows());
            PaymentDelivery told =
                    model.deliveries(DeliveryState.DELIVERY_STATE_HANDLED).read("").rows().stream()
                            .filter(each -> each.getOrder().equals(row.order().getOrder()))
                            .findFirst()
                            .orElseThrow();
            open(window, Address.of(Route.PAYMENTS, told.getDelivery()));
            robot.waitForText("#delivery-body", text -> text.contains("\n  \"type\" : \""));
            robot.press(KeyCode.F8);
            robot.waitForText(".toast .label", text -> text.startsWith("Handled again"));
            // What was credited is not credited again.
            assertEquals(7 * DOLLAR, balance(brill));
            assertTrue(Robot.onFx(robot.find("#delivery-assign")::isDisabled));
        }
    }

    @Test
    void shouldShowADisputeUntilItIsDecided() {
        String dale = account("Dale");
        String payment = pay(installation, id(makeOrder(dale, 7)));
        String dispute = shop.stripe().dispute(payment, 700, "needs_response");
        try (ConsoleWindow window = ConsoleWindow.open(installation)) {
            Robot robot = window.robot();
            open(window, Address.of(Route.PAYMENTS).with("tab", "disputes"));
            robot.waitForText("#payments-disputes .chip", "○ open"::equals);
            assertEquals(0, balance(dale));
            shop.stripe().moveDispute(dispute, "won");
            robot.waitForText("#payments-disputes .chip", "● won"::equals);
            assertEquals(7 * DOLLAR, balance(dale));
            robot.click("#payments-disputes .table-row-cell");
            robot.press(KeyCode.ENTER);
            waitForEvent(robot, "Dispute about $7.00 won");
        }
    }

    @Test
    void shouldAssignMoneyThatFitsNoOrder() {
        String crane = account("Crane");
        TopUpOrder wanted = makeOrder(crane, 9);
        // An order of a copy of the service, whose webhook comes here: it has the same mark.
        try (Installation other =
                        Installation.start(
                                config -> shop.with(copied(config)).with(PayPageTable.PORT, "0"));
                ConsoleWindow window = ConsoleWindow.open(installation)) {
            long stranger = other.backend().accounts().create("Elsewhere", 0).id();
            long order = other.backend().payments().orders().make(stranger, 9 * DOLLAR, "").id();
            var _ = pay(other, order);
            Robot robot = window.robot();
            open(window, Address.of(Route.PAYMENTS).with("tab", "deliveries"));
            robot.waitForText("#payments-deliveries .chip", "■ unmatched"::equals);
            robot.click("#payments-deliveries .table-row-cell");
            robot.press(KeyCode.CONTROL, KeyCode.ENTER);
            robot.waitForText("#delivery-state", "■ unmatched"::equals);
            robot.press(KeyCode.F9);
            robot.type("#assign-order", "order_1");
            robot.click("#assign-confirm");
            robot.waitForText(".sheet .problem", text -> text.startsWith("order: "));
            robot.type("#assign-order", wanted.getOrder());
            robot.type("#reason", "the customer sent the receipt");
            robot.click("#assign-confirm");
            robot.waitForText("#delivery-state", "● assigned"::equals);
            assertEquals(9 * DOLLAR, balance(crane));
        }
    }
}
