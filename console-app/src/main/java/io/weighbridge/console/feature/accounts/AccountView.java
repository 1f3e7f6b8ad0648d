package io.weighbridge.console.feature.accounts;

import io.grpc.MethodDescriptor;
import io.weighbridge.console.action.Actions;
import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.control.Buttons;
import io.weighbridge.console.control.StatePane;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.console.fx.Subscriptions;
import io.weighbridge.console.fx.Ticker;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.RoleCheck;
import io.weighbridge.console.shell.Screen;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.Account;
import io.weighbridge.proto.v1.AccountsGrpc;
import io.weighbridge.proto.v1.CodesGrpc;
import io.weighbridge.proto.v1.PaymentsGrpc;

import javafx.beans.property.SimpleStringProperty;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import java.util.List;
import java.util.function.Consumer;

/// One account: how it stands, and everything about it under tabs.
public final class AccountView implements Screen {
    private static final int POLL_MS = 5_000;

    private final Workbench bench;
    private final boolean isDrawer;
    private final AccountModel model;
    private final AccountHead head;
    private final List<ListPart<?>> parts;
    private final TabPane tabs = new TabPane();
    private final StatePane pane;
    private final Subscriptions subscriptions = new Subscriptions();
    private final Subscriptions keysOfPart = new Subscriptions();
    private final Ticker ticker;
    private final Actions.Binding adjust;
    private final Actions.Binding edit;
    private final Actions.Binding suspend;
    private final Actions.Binding grant;
    private final Actions.Binding link;
    private final Actions.Binding redeem;
    private final Button suspendButton;
    private boolean hasFocused;

    public AccountView(
            Address address, Workbench bench, boolean isDrawer, AdjustCredit adjustCredit) {
        this.bench = bench;
        this.isDrawer = isDrawer;
        String id = address.id();
        model = new AccountModel(bench.client(), bench.background(), bench.formats().clock(), id);
        ticker = new Ticker(POLL_MS, bench.background().fx(), model::poll);
        head = new AccountHead(bench, id);
        adjust =
                binding(
                        account -> adjustCredit.open(account, this::reload),
                        AccountsGrpc.getAdjustCreditMethod());
        grant =
                binding(
                        account -> GrantSheet.show(bench, model, account, this::reload),
                        AccountsGrpc.getAddGrantMethod());
        link =
                binding(
                        account -> PaymentLinkSheet.show(bench, account, this::reload),
                        PaymentsGrpc.getMakeOrderMethod());
        redeem =
                binding(
                        account -> RedeemSheet.show(bench, account, this::reload),
                        CodesGrpc.getRedeemCodeMethod());
        edit =
                binding(
                        account -> EditSheet.show(bench, account, this::reload),
                        AccountsGrpc.getUpdateAccountMethod());
        suspend =
                binding(
                        account -> SuspendSheet.show(bench, model, account),
                        AccountsGrpc.getSuspendAccountMethod());
        suspendButton = Buttons.button(ConsoleAction.BLOCK_ACCOUNT, suspend, "account-suspend");
        parts = parts(id);
        VBox content = new VBox(12, head, buttons(), fill(tabs(address.filter("tab"))));
        pane = new StatePane(content, Texts.of("accounts.unknown"), "", model::read);
        pane.getStyleClass().add("screen");
    }

    private static TabPane fill(TabPane tabs) {
        VBox.setVgrow(tabs, Priority.ALWAYS);
        return tabs;
    }

    private List<ListPart<?>> parts(String id) {
        // A page keeps its place: what is looked up from it stands beside it.
        Consumer<Address> go = isDrawer ? bench.navigator()::open : bench.navigator()::inspect;
        return List.of(
                StatementPart.of(bench, id, isDrawer, go),
                CreditParts.holds(bench, id, go),
                CreditParts.grants(bench, id),
                KeyParts.keys(bench, id, go),
                OwnKeysPart.of(bench, id, this::title),
                KeyParts.refused(bench, id, go),
                UseParts.subjects(bench, id, bench.navigator()::open),
                OrdersPart.of(bench, id, go),
                TopUpPart.of(bench, id, this::title, go),
                CreditParts.topUps(bench, id),
                UseParts.notices(bench, id, go));
    }

    private FlowPane buttons() {
        return new FlowPane(
                8,
                8,
                Buttons.of(ConsoleAction.ADJUST_CREDIT, adjust, "account-adjust"),
                Buttons.of(ConsoleAction.ADD_GRANT, grant, "account-grant"),
                Buttons.of(ConsoleAction.PAYMENT_LINK, link, "account-link"),
                Buttons.of(ConsoleAction.REDEEM_CODE, redeem, "account-redeem"),
                Buttons.of(ConsoleAction.EDIT, edit, "account-edit"),
                Buttons.room(suspendButton, suspend));
    }

    private TabPane tabs(String shown) {
        tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
        tabs.setId("account-tabs");
        tabs.setAccessibleText(Texts.of("accounts.account"));
        tabs.getStyleClass().add("account-tabs");
        for (ListPart<?> part : parts) {
            Tab tab = new Tab(part.title(), part.node());
            tab.setId("tab-" + part.name());
            tabs.getTabs().add(tab);
            if (part.name().equals(shown)) {
                tabs.getSelectionModel().select(tab);
            }
        }
        return tabs;
    }

    private ListPart<?> shownPart() {
        return parts.get(Math.max(0, tabs.getSelectionModel().getSelectedIndex()));
    }

    private Actions.Binding binding(Consumer<Account> run, MethodDescriptor<?, ?> method) {
        return new Actions.Binding(
                () -> {
                    if (model.stateProperty().get()
                            instanceof Loadable.Ready<AccountModel.Standing>(var standing)) {
                        run.accept(standing.account());
                    }
                },
                new SimpleStringProperty(RoleCheck.refusal(bench.me(), method)));
    }

    private void reload() {
        model.read();
        shownPart().read();
    }

    private void show(Loadable<AccountModel.Standing> state) {
        if (state instanceof Loadable.Ready<AccountModel.Standing>(var standing)) {
            head.show(standing);
            askForFocus();
            suspendButton.setText(
                    Texts.of(
                            standing.account().getSuspended()
                                    ? "accounts.resume.verb"
                                    : "accounts.suspend.verb"));
        }
        pane.show(state);
    }

    // A page is read by keyboard from its rows on, once there is something; the drawer leaves the
    // focus in the list beside it.
    private void askForFocus() {
        if (!isDrawer && !hasFocused) {
            hasFocused = true;
            pane.show(model.stateProperty().get());
            shownPart().focus();
        }
    }

    @Override
    public Parent node() {
        return pane;
    }

    @Override
    public String title() {
        return model.stateProperty().get()
                        instanceof Loadable.Ready<AccountModel.Standing>(var standing)
                ? standing.account().getName()
                : Texts.of("accounts.account");
    }

    @Override
    public void shown() {
        subscriptions.watch(model.stateProperty(), this::show);
        subscriptions.watch(tabs.getSelectionModel().selectedIndexProperty(), _ -> showPart());
        bind(ConsoleAction.ADJUST_CREDIT, adjust);
        bind(ConsoleAction.ADD_GRANT, grant);
        bind(ConsoleAction.PAYMENT_LINK, link);
        bind(ConsoleAction.REDEEM_CODE, redeem);
        bind(ConsoleAction.EDIT, edit);
        bind(ConsoleAction.BLOCK_ACCOUNT, suspend);
        bind(ConsoleAction.RELOAD, new Actions.Binding(this::reload, new SimpleStringProperty("")));
        ticker.start();
    }

    private void showPart() {
        keysOfPart.clear();
        shownPart().bindTo(bench.actions(), keysOfPart);
        shownPart().read();
    }

    private void bind(ConsoleAction action, Actions.Binding binding) {
        subscriptions.add(bench.actions().bind(action, binding));
    }

    @Override
    public void hidden() {
        ticker.stop();
        model.cancel();
        parts.forEach(ListPart::cancel);
        keysOfPart.clear();
        subscriptions.clear();
    }
}
