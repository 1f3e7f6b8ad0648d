package io.weighbridge.console.feature.live;

import io.weighbridge.console.action.Actions;
import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.control.Described;
import io.weighbridge.console.control.LimitBar;
import io.weighbridge.console.control.StatePane;
import io.weighbridge.console.fx.Subscriptions;
import io.weighbridge.console.fx.Ticker;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.shell.Screen;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.RefusedText;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.KeyBar;
import io.weighbridge.proto.v1.LiveKey;
import io.weighbridge.proto.v1.LiveService;
import io.weighbridge.proto.v1.RefusedCall;

import javafx.beans.property.SimpleStringProperty;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/// One key, live: its limits at each service, its last hour, its last refusals, and what stops it.
public final class LiveKeyView implements Screen {
    private static final long REFUSALS_MS = 5_000;

    private final Workbench bench;
    private final LiveKeyModel model;
    private final KillSwitch stop;
    private final Ticker ticker;
    private final Subscriptions subscriptions = new Subscriptions();
    private final Label who = new Label();
    private final Label bar = new Label();
    private final GridPane rates = new GridPane(16, 4);
    private final VBox limits = new VBox(6);
    private final HourPart hour;
    private final VBox refusals = new VBox(4);
    private List<RefusedCall> shownRefusals = List.of();
    private long refusalsAtMs;
    private final Button blockKey;
    private final Button blockAccount;
    private final StatePane pane;
    private final VBox node = new VBox();

    public LiveKeyView(Address address, Workbench bench) {
        this.bench = bench;
        this.model =
                new LiveKeyModel(
                        address.id(), bench.client(), bench.background(), bench.formats().clock());
        this.hour = new HourPart(bench.formats());
        this.stop = new KillSwitch(bench, model::reach);
        this.ticker = new Ticker(LiveModel.TICK_MS, bench.background().fx(), model::tick);
        this.blockKey = button(ConsoleAction.BLOCK_KEY, stop.keyRefusal(), stop::key);
        this.blockAccount =
                button(ConsoleAction.BLOCK_ACCOUNT, stop.accountRefusal(), stop::account);
        this.pane =
                new StatePane(
                        content(),
                        Texts.of("live.key.quiet.title"),
                        Texts.of("live.key.quiet.text"),
                        model::begin);
        node.getChildren().add(pane);
        VBox.setVgrow(pane, Priority.ALWAYS);
        node.getStyleClass().addAll("screen", "live-key");
    }

    private Button button(ConsoleAction action, String refusal, Consumer<LiveLine> run) {
        Button button = Described.button(action, () -> model.line().ifPresent(run));
        button.setId("do-" + action.textKey().replace("action.", ""));
        button.setDisable(!refusal.isEmpty());
        if (!refusal.isEmpty()) {
            Described.tip(button, refusal);
        }
        return button;
    }

    private Node content() {
        who.getStyleClass().add("section-title");
        bar.getStyleClass().addAll("chip", "over");
        bar.setId("live-key-bar");
        bar.managedProperty().bind(bar.visibleProperty());
        HBox heading = new HBox(8, who, bar);
        heading.setAlignment(Pos.CENTER_LEFT);
        FlowPane links =
                new FlowPane(
                        4,
                        4,
                        link(
                                "live.menu.account",
                                line -> Address.of(Route.ACCOUNTS, line.row().account())),
                        link("live.menu.key", line -> Address.of(Route.KEYS, line.key())),
                        link(
                                "live.menu.usage",
                                line -> Address.of(Route.USAGE).with("key", line.key())));
        FlowPane stops =
                new FlowPane(
                        8,
                        8,
                        blockKey,
                        blockAccount,
                        button(ConsoleAction.BLOCK_SERVICE, stop.serviceRefusal(), stop::service));
        VBox all =
                new VBox(
                        12,
                        heading,
                        links,
                        rates,
                        section("live.key.limits"),
                        limits,
                        hour,
                        section("live.key.stop"),
                        stops,
                        section("live.key.refusals"),
                        refusals);
        all.getStyleClass().add("live-key-content");
        ScrollPane scroll = new ScrollPane(all);
        scroll.setFitToWidth(true);
        Described.named(scroll, Texts.of("live.key.title"));
        return scroll;
    }

    private static Label section(String text) {
        Label label = new Label(Texts.of(text));
        label.getStyleClass().add("section-title");
        return label;
    }

    private Hyperlink link(String text, Function<LiveLine, Address> where) {
        Hyperlink link = new Hyperlink(Texts.of(text));
        link.setOnAction(
                _ -> model.line().ifPresent(line -> bench.navigator().open(where.apply(line))));
        return link;
    }

    @Override
    public Parent node() {
        return node;
    }

    @Override
    public String title() {
        return Texts.of("live.key.title");
    }

    @Override
    public void shown() {
        model.begin();
        subscriptions.watch(model.stateProperty(), pane::show);
        subscriptions.watch(model.tickProperty(), _ -> model.line().ifPresent(this::show));
        bind(ConsoleAction.BLOCK_KEY, stop.keyRefusal(), stop::key);
        bind(ConsoleAction.BLOCK_ACCOUNT, stop.accountRefusal(), stop::account);
        bind(ConsoleAction.BLOCK_SERVICE, stop.serviceRefusal(), stop::service);
        bind(
                ConsoleAction.SHOW_ACCOUNT,
                "",
                line -> open(Address.of(Route.ACCOUNTS, line.row().account())));
        bind(
                ConsoleAction.SHOW_USAGE,
                "",
                line -> open(Address.of(Route.USAGE).with("key", line.key())));
        subscriptions.add(
                bench.actions()
                        .bind(
                                ConsoleAction.SHOW_AS_TABLE,
                                new Actions.Binding(hour::toggle, new SimpleStringProperty(""))));
        ticker.start();
    }

    private void open(Address address) {
        bench.navigator().open(address);
    }

    private void bind(ConsoleAction action, String refusal, Consumer<LiveLine> run) {
        subscriptions.add(
                bench.actions()
                        .bind(
                                action,
                                new Actions.Binding(
                                        () -> model.line().ifPresent(run),
                                        new SimpleStringProperty(refusal))));
    }

    @Override
    public void hidden() {
        ticker.stop();
        model.end();
        subscriptions.clear();
    }

    private void show(LiveLine line) {
        LiveKey told = line.row().told();
        who.setText(told.getName().isEmpty() ? line.key() : told.getName());
        bar.setText(LiveCells.bar(told.getBar()));
        bar.setVisible(line.row().isBarred());
        blockKey.setText(
                told.getBar() == KeyBar.KEY_BAR_KEY_BLOCKED
                        ? Texts.of("live.unblock.key")
                        : ConsoleAction.BLOCK_KEY.text());
        blockAccount.setText(
                told.getBar() == KeyBar.KEY_BAR_ACCOUNT_SUSPENDED
                        ? Texts.of("live.unblock.account")
                        : ConsoleAction.BLOCK_ACCOUNT.text());
        showRates(line, told);
        showLimits(line.row());
        hour.show(model.hour(), model.hourFromMs());
        showRefusals();
    }

    // Anew when there are others, and now and then for how long ago they were.
    private void showRefusals() {
        List<RefusedCall> now = model.refusals();
        long nowMs = bench.formats().clock().millis();
        if (now.equals(shownRefusals) && nowMs - refusalsAtMs < REFUSALS_MS) {
            return;
        }
        shownRefusals = now;
        refusalsAtMs = nowMs;
        if (now.isEmpty()) {
            refusals.getChildren().setAll(new Label(Texts.of("live.key.refusals.none")));
        } else {
            refusals.getChildren().setAll(now.stream().map(this::refusal).toList());
        }
    }

    private Node refusal(RefusedCall call) {
        Label what =
                new Label(
                        LiveCells.reason(call.getReason())
                                + " · "
                                + call.getService()
                                + " · "
                                + bench.formats().relative(call.getAtMs()));
        String why = RefusedText.of(call, bench.formats());
        Label whyLabel = new Label(why);
        whyLabel.setWrapText(true);
        whyLabel.getStyleClass().add("muted");
        VBox both = new VBox(what);
        both.getStyleClass().add("live-refusal");
        if (!why.isEmpty()) {
            both.getChildren().add(whyLabel);
        }
        return both;
    }

    private void showRates(LiveLine line, LiveKey told) {
        String[][] all = {
            {"account", line.accountName()},
            {"requests", bench.formats().count(told.getRequestsPerMinute())},
            {"tokens", bench.formats().count(told.getTokensPerMinute())},
            {"spend", bench.formats().money(told.getSpendPerMinuteNanos())},
            {"refused", bench.formats().count(told.getRefusedPerMinute())},
            {"holds", bench.formats().count(told.getOpenHolds())},
            {"held", bench.formats().money(told.getHeldNanos())},
            {"credit-left", bench.formats().money(told.getSpendableNanos())},
            {"lasts", LiveTable.lasts(line, bench.formats())}
        };
        if (rates.getChildren().isEmpty()) {
            for (int i = 0; i < all.length; i++) {
                Label name = new Label(Texts.of("live.column." + all[i][0]));
                name.getStyleClass().add("muted");
                rates.addRow(i, name, new Label());
            }
        }
        for (int i = 0; i < all.length; i++) {
            ((Label) rates.getChildren().get(2 * i + 1)).setText(all[i][1]);
        }
    }

    private void showLimits(LiveRow row) {
        List<Node> nodes = new ArrayList<>();
        for (LiveService at : row.told().getServicesList()) {
            add(
                    nodes,
                    at,
                    "requests-limit",
                    at.hasRequests() ? Limit.of(at.getRequests(), "") : Limit.NONE);
            add(
                    nodes,
                    at,
                    "tokens-limit",
                    at.hasTokens() ? Limit.of(at.getTokens(), "") : Limit.NONE);
            add(nodes, at, "calls-limit", at.hasCalls() ? Limit.of(at.getCalls(), "") : Limit.NONE);
        }
        if (row.credit().exists()) {
            nodes.add(
                    limit(
                            Texts.of("live.column.credit-limit"),
                            row.credit(),
                            bench.formats().money(row.credit().used())
                                    + " / "
                                    + bench.formats().money(row.credit().limit())));
        }
        if (nodes.isEmpty()) {
            nodes.add(new Label(Texts.of("live.key.limits.none")));
        }
        limits.getChildren().setAll(nodes);
    }

    private void add(List<Node> nodes, LiveService at, String kind, Limit limit) {
        if (limit.exists()) {
            String name = at.getService() + " · " + Texts.of("live.column." + kind);
            nodes.add(
                    limit(
                            at.getShadow() ? name + ' ' + Texts.of("live.key.shadow") : name,
                            limit,
                            bench.formats().count(limit.used())
                                    + " / "
                                    + bench.formats().count(limit.limit())));
        }
    }

    private static Node limit(String name, Limit limit, String figures) {
        Label label = new Label(name);
        label.getStyleClass().add("muted");
        LimitBar shown = new LimitBar();
        shown.show(limit.perMille(), figures);
        shown.setPrefWidth(180);
        HBox row = new HBox(8, label, shown);
        row.setAlignment(Pos.CENTER_LEFT);
        HBox.setHgrow(label, Priority.ALWAYS);
        label.setMaxWidth(Double.MAX_VALUE);
        return row;
    }
}
