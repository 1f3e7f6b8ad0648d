package io.weighbridge.console.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.demo.DemoShop;
import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.testkit.ConsoleWindow;
import io.weighbridge.console.testkit.Installation;
import io.weighbridge.console.testkit.Robot;
import io.weighbridge.console.testkit.Traffic;
import io.weighbridge.console.testkit.Waiting;
import io.weighbridge.proto.v1.CreateDraftRequest;
import io.weighbridge.proto.v1.GetServiceRequest;
import io.weighbridge.proto.v1.MakeCodesRequest;
import io.weighbridge.proto.v1.RunReconciliationRequest;
import io.weighbridge.proto.v1.RunReplayRequest;
import io.weighbridge.proto.v1.Unit;

import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Control;
import javafx.scene.control.Labeled;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SplitPane;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableView;
import javafx.scene.control.ToolBar;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination.ModifierValue;
import javafx.scene.input.KeyEvent;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/// Walks each screen, the pages of things, their tabs and their forms: whatever takes the focus has
/// a name that a screen reader can say.
final class AccessibleNamesTest {
    // They open a form or a list, and change nothing before it is confirmed. But NEW makes a draft
    // of
    // prices at once, and goes there: it is the last.
    private static final List<ConsoleAction> FORMS =
            List.of(
                    ConsoleAction.PALETTE,
                    ConsoleAction.SHORTCUTS,
                    ConsoleAction.EXPORT,
                    ConsoleAction.BLOCK_KEY,
                    ConsoleAction.BLOCK_ACCOUNT,
                    ConsoleAction.BLOCK_SERVICE,
                    ConsoleAction.ADJUST_CREDIT,
                    ConsoleAction.GIVE_BACK,
                    ConsoleAction.ROTATE_KEY,
                    ConsoleAction.REVOKE_KEY,
                    ConsoleAction.PUBLISH,
                    ConsoleAction.EDIT,
                    ConsoleAction.ADD_GRANT,
                    ConsoleAction.RATE,
                    ConsoleAction.WRITE_OFF,
                    ConsoleAction.PASSWORD,
                    ConsoleAction.END_SESSION,
                    ConsoleAction.CHANGE_PLAN,
                    ConsoleAction.SET_EXPIRY,
                    ConsoleAction.SECOND_FACTOR,
                    ConsoleAction.PAYMENT_LINK,
                    ConsoleAction.REDEEM_CODE,
                    ConsoleAction.WHAT_IF,
                    ConsoleAction.SET_PRICE,
                    ConsoleAction.CALIBRATE,
                    ConsoleAction.NEW);

    // Who takes money, so that there is something to compare.
    @SuppressWarnings("NullAway.Init")
    private static DemoShop shop;

    @SuppressWarnings("NullAway.Init")
    private static Installation installation;

    @SuppressWarnings("NullAway.Init")
    private static Traffic traffic;

    private final List<String> nameless = new ArrayList<>();
    private int seen;
    private int forms;
    private final Set<ConsoleAction> opened = EnumSet.noneOf(ConsoleAction.class);

    @BeforeAll
    static void start() {
        shop = DemoShop.start();
        installation = Installation.withProviders(shop::with, "openrouter");
        traffic = new Traffic(installation);
        traffic.service("chat");
        traffic.unpricedService("speech");
    }

    @AfterAll
    static void stop() {
        traffic.close();
        installation.close();
        shop.close();
    }

    private static List<Address> addresses() {
        Traffic.Customer acme =
                traffic.customer("Acme", Traffic.everyService("Acme"), 100_000_000_000L);
        String record = traffic.call(acme, "chat").getRecordId();
        var _ = traffic.call(acme, "speech", Traffic.count(Unit.UNIT_AUDIO_MILLISECONDS, 60_000));
        String draft =
                traffic.admin()
                        .prices()
                        .createDraft(CreateDraftRequest.newBuilder().setNote("dearer").build())
                        .getId();
        List<Address> all = new ArrayList<>();
        for (Route route : Route.values()) {
            all.add(Address.of(route));
        }
        all.add(Address.of(Route.LIVE, acme.key()));
        all.add(Address.of(Route.ACCOUNTS, acme.account()));
        all.add(Address.of(Route.KEYS, acme.key()));
        all.add(Address.of(Route.USAGE, record));
        all.add(Address.of(Route.USAGE).with("tab", "heatmap"));
        all.add(Address.of(Route.USAGE).with("tab", "records"));
        all.add(Address.of(Route.AUDIT, "1"));
        all.add(Address.of(Route.PRICES).with("tab", "import"));
        all.add(Address.of(Route.PRICES).with("tab", "unrated"));
        all.add(Address.of(Route.PRICES).with("tab", "what-if"));
        all.add(Address.of(Route.PRICES, draft));
        all.add(Address.of(Route.PRICES, replay(draft)));
        all.add(Address.of(Route.COMPUTE, "h100"));
        all.add(Address.of(Route.COMPUTE, "GPU-1").with("of", "measured"));
        all.add(Address.of(Route.COMPUTE, service("chat")));
        all.add(Address.of(Route.PAYMENTS, codes()));
        all.add(Address.of(Route.PAYMENTS, report()));
        return all;
    }

    private static String service(String name) {
        return traffic.admin()
                .services()
                .getService(GetServiceRequest.newBuilder().setService(name).build())
                .getId();
    }

    private static String codes() {
        return traffic.admin()
                .codes()
                .makeCodes(
                        MakeCodesRequest.newBuilder()
                                .setOperationId(UUID.randomUUID().toString())
                                .setCampaign("spring")
                                .setCount(1)
                                .setAmountNanos(1)
                                .setCreditExpiresDays(1)
                                .setRedeemUntilMs(System.currentTimeMillis() + 3_600_000)
                                .build())
                .getBatch();
    }

    private static String replay(String draft) {
        return traffic.admin()
                .replays()
                .runReplay(RunReplayRequest.newBuilder().setPriceBook(draft).build())
                .getReplay();
    }

    private static String report() {
        return traffic.admin()
                .reconciliation()
                .runReconciliation(RunReconciliationRequest.getDefaultInstance())
                .getReconciliation();
    }

    @Test
    void shouldNameEverythingThatTakesTheFocus() {
        try (ConsoleWindow window = ConsoleWindow.open(installation)) {
            for (Address address : addresses()) {
                run(() -> window.console().open(address));
                settle(window);
                run(() -> walk(address.toString(), root(window)));
                boolean isList = address.id().isEmpty();
                List<Tab> tabs = Robot.onFx(() -> tabs(root(window)));
                for (Tab tab : tabs) {
                    run(() -> tab.getTabPane().getSelectionModel().select(tab));
                    settle(window);
                    run(() -> walk(address + " " + tab.getText(), root(window)));
                    if (isList) {
                        openForms(window, address);
                    }
                }
                if (tabs.isEmpty() || !isList) {
                    openForms(window, address);
                }
            }
        }
        assertTrue(seen >= 400, () -> "only " + seen + " controls");
        assertTrue(forms >= 50, () -> "only " + forms + " forms");
        assertEquals(EnumSet.copyOf(FORMS), opened);
        assertEquals(List.of(), nameless.stream().distinct().toList());
    }

    private static void run(Runnable work) {
        var _ =
                Robot.onFx(
                        () -> {
                            work.run();
                            return 0;
                        });
    }

    private static Parent root(ConsoleWindow window) {
        return window.robot().stage().getScene().getRoot();
    }

    // What is read is there, and laid out.
    private static void settle(ConsoleWindow window) {
        Waiting.until(
                () -> "what was read",
                () ->
                        Robot.onFx(
                                () -> {
                                    Parent root = root(window);
                                    root.applyCss();
                                    root.layout();
                                    return root.lookupAll(".progress-indicator").stream()
                                            .noneMatch(AccessibleNamesTest::isSeen);
                                }));
    }

    private static boolean isSeen(Node node) {
        return node instanceof ProgressIndicator && isShown(node);
    }

    private static boolean isShown(Node node) {
        for (Node at = node; at != null; at = at.getParent()) {
            if (!at.isVisible()) {
                return false;
            }
        }
        return true;
    }

    private static List<Tab> tabs(Parent root) {
        return root.lookupAll(".tab-pane").stream()
                .filter(TabPane.class::isInstance)
                .flatMap(pane -> ((TabPane) pane).getTabs().stream())
                .toList();
    }

    // Most are about a line that is chosen.
    private void openForms(ConsoleWindow window, Address address) {
        run(
                () ->
                        root(window).lookupAll(".table-view").stream()
                                .filter(AccessibleNamesTest::isShown)
                                .map(TableView.class::cast)
                                .filter(table -> !table.getItems().isEmpty())
                                .forEach(table -> table.getSelectionModel().select(0)));
        FORMS.forEach(action -> openForm(window, address, action));
    }

    private void openForm(ConsoleWindow window, Address address, ConsoleAction action) {
        run(() -> press(window.robot().stage().getScene(), action));
        settle(window);
        run(
                () -> {
                    if (window.console().overlay().isShowing()) {
                        forms++;
                        opened.add(action);
                        walk(address + " " + action, window.console().overlay());
                        window.console().overlay().clear();
                    }
                });
    }

    private static void press(Scene scene, ConsoleAction action) {
        KeyCodeCombination keys = (KeyCodeCombination) action.keys();
        Event.fireEvent(
                scene,
                new KeyEvent(
                        KeyEvent.KEY_PRESSED,
                        "",
                        "",
                        keys.getCode(),
                        keys.getShift() == ModifierValue.DOWN,
                        keys.getShortcut() == ModifierValue.DOWN,
                        false,
                        false));
    }

    private void walk(String where, Node node) {
        if (!node.isVisible()) {
            return;
        }
        if (node.isFocusTraversable()) {
            seen++;
            if (isBlank(node.getAccessibleText()) && !hasText(node)) {
                nameless.add(where + ": " + node);
            }
        }
        // What is inside a control belongs to it.
        if (node instanceof Parent parent && !isComposite(node)) {
            for (Node child : parent.getChildrenUnmodifiable()) {
                walk(where, child);
            }
        }
    }

    private static boolean isComposite(Node node) {
        return node instanceof Control && !isContainer(node);
    }

    private static boolean isContainer(Node node) {
        return node instanceof SplitPane
                || node instanceof ScrollPane
                || node instanceof TabPane
                || node instanceof ToolBar;
    }

    private static boolean hasText(Node node) {
        return node instanceof Labeled labeled && !isBlank(labeled.getText());
    }

    private static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
    }
}
