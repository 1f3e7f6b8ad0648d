package io.weighbridge.console.photographs;

import io.weighbridge.backend.demo.DemoShop;
import io.weighbridge.backend.payments.btcpay.BtcpayProvider;
import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.testkit.Installation;
import io.weighbridge.console.testkit.Robot;
import io.weighbridge.console.testkit.Waiting;
import io.weighbridge.model.IdKind;
import io.weighbridge.proto.v1.CodeBatch;
import io.weighbridge.proto.v1.CreateAccountRequest;
import io.weighbridge.proto.v1.ExportCodesRequest;
import io.weighbridge.proto.v1.GetReconciliationRequest;
import io.weighbridge.proto.v1.MakeCodesRequest;
import io.weighbridge.proto.v1.ReconciliationRun;
import io.weighbridge.proto.v1.ReconciliationState;
import io.weighbridge.proto.v1.RedeemCodeRequest;
import io.weighbridge.proto.v1.RunReconciliationRequest;
import io.weighbridge.proto.v1.VoidBatchRequest;
import io.weighbridge.proto.v1.VoidCodeRequest;

import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// Pictures of redemption codes, and of reports of differences, on a service of their own: the
/// demo's books are in order.
final class CodesShots {
    private static final long DOLLAR = 1_000_000_000L;
    private static final int DAYS = 90;

    private CodesShots() {}

    static List<Shot> shots(DemoShop shop, Installation installation) {
        List<String> reports;
        String batch;
        try (BackendClient admin = installation.admin()) {
            batch = batches(admin);
            reports = reports(shop, installation, admin);
        }
        Address codes = Address.of(Route.PAYMENTS).with("tab", "codes");
        Address all = Address.of(Route.PAYMENTS).with("tab", "reports");
        return List.of(
                new Shot("codes", codes, CodesShots::spring),
                new Shot("codes-drawer", codes, CodesShots::drawer),
                new Shot("codes-none", codes.with("codes", "used-up"), _ -> {}),
                new Shot("codes-make", codes, CodesShots::make),
                new Shot("codes-wrong", codes, CodesShots::wrong),
                new Shot(
                        "codes-page",
                        Address.of(Route.PAYMENTS, batch),
                        robot -> choose(robot, "#payments-of-batch", 3)),
                new Shot("codes-void", Address.of(Route.PAYMENTS, batch), CodesShots::makeVoid),
                new Shot("codes-told", codes, CodesShots::told),
                new Shot("reports", all, robot -> choose(robot, "#payments-reports", 0)),
                new Shot("reports-compare", all, CodesShots::compare),
                new Shot("reports-drawer", all, CodesShots::report),
                new Shot(
                        "reports-page",
                        Address.of(Route.PAYMENTS, reports.getFirst()),
                        robot -> choose(robot, "#payments-differences", 0)),
                new Shot(
                        "reports-totals",
                        Address.of(Route.PAYMENTS, reports.getFirst()),
                        robot -> robot.click("#report-tab-totals")),
                new Shot("reports-clean", Address.of(Route.PAYMENTS, reports.get(1)), _ -> {}),
                new Shot(
                        "reports-incomplete", Address.of(Route.PAYMENTS, reports.get(2)), _ -> {}));
    }

    private static CodeBatch make(BackendClient admin, String campaign, int count, long dollars) {
        return admin.codes()
                .makeCodes(
                        MakeCodesRequest.newBuilder()
                                .setOperationId(UUID.randomUUID().toString())
                                .setCampaign(campaign)
                                .setCount(count)
                                .setAmountNanos(dollars * DOLLAR)
                                .setCreditExpiresDays(DAYS)
                                .setRedeemUntilMs(
                                        System.currentTimeMillis()
                                                + Duration.ofDays(DAYS).toMillis())
                                .setOncePerAccount(true)
                                .build());
    }

    // One of each state, and one that people use.
    private static String batches(BackendClient admin) {
        String old = make(admin, "beta testers", 500, 2).getBatch();
        var _ = admin.codes().voidBatch(VoidBatchRequest.newBuilder().setBatch(old).build());
        String batch = make(admin, "spring fair 2027", 24, 5).getBatch();
        List<String> codes =
                admin.codes()
                        .exportCodes(ExportCodesRequest.newBuilder().setBatch(batch).build())
                        .getCodesList();
        List<String> names = List.of("Alder Research", "Brill GmbH", "Crane & Sons", "Dale Labs");
        for (int i = 0; i < names.size(); i++) {
            var _ =
                    admin.codes()
                            .redeemCode(
                                    RedeemCodeRequest.newBuilder()
                                            .setAccount(account(admin, names.get(i)))
                                            .setCode(codes.get(2 * i))
                                            .build());
        }
        var _ =
                admin.codes()
                        .voidCode(
                                VoidCodeRequest.newBuilder().setBatch(batch).setNumber(6).build());
        var _ = make(admin, "university of the north", 2_000, 25);
        return batch;
    }

    private static String account(BackendClient admin, String name) {
        return admin.accounts()
                .createAccount(CreateAccountRequest.newBuilder().setName(name).build())
                .getId();
    }

    // With differences, without, and incomplete.
    private static List<String> reports(
            DemoShop shop, Installation installation, BackendClient admin) {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        List<String> made = new ArrayList<>();
        long account = IdKind.ACCOUNT.parse(account(admin, "Elm & Partners")).orElseThrow();
        for (long dollars : List.of(20L, 7L)) {
            var _ = shop.buy(installation.backend(), account, dollars * DOLLAR, true);
        }
        for (long dollars : List.of(12L, 40L, 5L)) {
            // Its webhook never comes.
            var orders = installation.backend().payments().orders();
            long order = orders.make(account, dollars * DOLLAR, "").id();
            String invoice = orders.choose(order, BtcpayProvider.NAME).reference();
            var _ = shop.btcpay().pay(invoice, shop.btcpay().due(invoice));
        }
        shop.btcpay().mine();
        made.add(report(admin, today));
        made.add(report(admin, today.minusDays(10)));
        shop.close();
        made.add(report(admin, today.minusDays(3)));
        return made;
    }

    private static String report(BackendClient admin, LocalDate day) {
        String id =
                admin.reconciliation()
                        .runReconciliation(
                                RunReconciliationRequest.newBuilder()
                                        .setDay(day.toString())
                                        .build())
                        .getReconciliation();
        GetReconciliationRequest request =
                GetReconciliationRequest.newBuilder().setReconciliation(id).build();
        Waiting.until(
                () -> "the report of " + day,
                () ->
                        isMade(
                                admin.reconciliation()
                                        .getReconciliation(request)
                                        .getReconciliation()));
        return id;
    }

    private static boolean isMade(ReconciliationRun run) {
        return run.getState() == ReconciliationState.RECONCILIATION_STATE_COMPLETE
                || run.getState() == ReconciliationState.RECONCILIATION_STATE_INCOMPLETE;
    }

    private static void choose(Robot robot, String selector, int row) {
        Waiting.until(() -> "rows", () -> robot.rows(selector) > row);
        TableView<?> table = (TableView<?>) robot.find(selector);
        Robot.onFx(
                () -> {
                    table.requestFocus();
                    table.getSelectionModel().clearAndSelect(row);
                    return 0;
                });
    }

    // A picture before this one may have made a newer one.
    private static void spring(Robot robot) {
        Waiting.until(() -> "rows", () -> robot.rows("#payments-codes") > 2);
        choose(robot, "#payments-codes", robot.rows("#payments-codes") - 2);
    }

    private static void drawer(Robot robot) {
        spring(robot);
        robot.press(KeyCode.ENTER);
        Waiting.until(() -> "codes", () -> robot.rows("#payments-of-batch") > 0);
    }

    private static void make(Robot robot) {
        Waiting.until(() -> "rows", () -> robot.rows("#payments-codes") > 0);
        robot.press(KeyCode.CONTROL, KeyCode.N);
        robot.type("#make-campaign", "autumn fair");
        robot.type("#make-count", "250");
        robot.type("#make-amount", "2.50");
        robot.type("#reason", "Handed out at the stand, ticket 4711");
    }

    private static void wrong(Robot robot) {
        Waiting.until(() -> "rows", () -> robot.rows("#payments-codes") > 0);
        robot.press(KeyCode.CONTROL, KeyCode.N);
        robot.type("#make-campaign", "autumn fair");
        robot.type("#make-count", "20000");
        robot.type("#make-amount", "free");
        robot.type("#make-expires", "2026-12-01");
        robot.click("#make-confirm");
    }

    private static void told(Robot robot) {
        make(robot);
        robot.type("#make-count", "12");
        robot.click("#make-confirm");
        robot.click("#told-stored");
        robot.waitForText("#told-sheet .problem", text -> !text.isEmpty());
    }

    private static void makeVoid(Robot robot) {
        choose(robot, "#payments-of-batch", 3);
        robot.press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.H);
        robot.type("#reason", "The fair is over");
    }

    private static void compare(Robot robot) {
        Waiting.until(() -> "rows", () -> robot.rows("#payments-reports") > 0);
        robot.press(KeyCode.CONTROL, KeyCode.N);
        var _ = robot.find("#compare-day");
    }

    private static boolean differs(Object row) {
        return row instanceof ReconciliationRun run && run.getDifferences() > 0;
    }

    private static void report(Robot robot) {
        Waiting.until(() -> "rows", () -> robot.rows("#payments-reports") > 2);
        TableView<?> table = (TableView<?>) robot.find("#payments-reports");
        int differing =
                Robot.onFx(
                        () ->
                                (int)
                                        table.getItems().stream()
                                                .takeWhile(row -> !differs(row))
                                                .count());
        choose(robot, "#payments-reports", differing);
        robot.press(KeyCode.ENTER);
        robot.waitForText("#report-verdict", text -> !text.isEmpty());
    }
}
