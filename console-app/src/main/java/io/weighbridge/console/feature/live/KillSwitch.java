package io.weighbridge.console.feature.live;

import io.weighbridge.console.client.Failure;
import io.weighbridge.console.control.Described;
import io.weighbridge.console.control.Sheet;
import io.weighbridge.console.shell.RoleCheck;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.AccountsGrpc;
import io.weighbridge.proto.v1.KeyBar;
import io.weighbridge.proto.v1.KeysGrpc;
import io.weighbridge.proto.v1.LiveService;
import io.weighbridge.proto.v1.ServicesGrpc;

import javafx.collections.FXCollections;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/// Stops what burns: a key, an account, a service. Each says first what it will reach, asks why,
/// and can be undone. Used on the FX thread only.
final class KillSwitch {
    private final Workbench bench;
    private final Stops stops;
    private final Function<Predicate<LiveLine>, Reach> reach;

    /// @param reach counts the live lines of a kind
    KillSwitch(Workbench bench, Function<Predicate<LiveLine>, Reach> reach) {
        this.bench = bench;
        this.stops = new Stops(bench.client());
        this.reach = reach;
    }

    /// Why this operator may not; empty when they may.
    String keyRefusal() {
        return RoleCheck.refusal(bench.me(), KeysGrpc.getBlockKeyMethod());
    }

    /// Why this operator may not; empty when they may.
    String accountRefusal() {
        return RoleCheck.refusal(bench.me(), AccountsGrpc.getSuspendAccountMethod());
    }

    /// Why this operator may not; empty when they may.
    String serviceRefusal() {
        return RoleCheck.refusal(bench.me(), ServicesGrpc.getUpdateServiceMethod());
    }

    /// Blocks a line's key, or lets it through again.
    void key(LiveLine line) {
        String name = line.row().told().getName();
        String who = name.isEmpty() ? line.key() : name;
        if (line.row().told().getBar() == KeyBar.KEY_BAR_KEY_BLOCKED) {
            run(() -> stops.unblockKey(line.key()), () -> told("live.unblocked.key", who));
            return;
        }
        Reach all = reach.apply(line::equals);
        ask(
                sheet("key", who + " · " + line.accountName(), all),
                reason -> stops.blockKey(line.key(), reason),
                () -> undoable("live.blocked.key", who, () -> unblockAgain(line.key(), who)));
    }

    private void unblockAgain(String key, String who) {
        run(() -> stops.unblockKey(key), () -> told("live.unblocked.key", who));
    }

    /// Suspends a line's account, or lets it go on.
    void account(LiveLine line) {
        String account = line.row().account();
        String who = line.accountName();
        if (line.row().told().getBar() == KeyBar.KEY_BAR_ACCOUNT_SUSPENDED) {
            resume(account, who);
            return;
        }
        Reach all = reach.apply(other -> other.row().account().equals(account));
        ask(
                sheet("account", who, all),
                reason -> stops.suspendAccount(account, reason),
                () -> undoable("live.blocked.account", who, () -> resume(account, who)));
    }

    private void resume(String account, String who) {
        run(() -> stops.resumeAccount(account), () -> told("live.unblocked.account", who));
    }

    /// Switches off a service that a line's key uses: which one, if it uses several. What is said
    /// follows the choice.
    void service(LiveLine line) {
        List<String> names =
                line.row().told().getServicesList().stream().map(LiveService::getService).toList();
        if (names.isEmpty()) {
            bench.toasts().failed(Texts.of("live.stop.no-service"));
            return;
        }
        if (isAsking()) {
            return;
        }
        Label text = new Label();
        text.setId("stop-text");
        text.setWrapText(true);
        text.setMinHeight(Region.USE_PREF_SIZE);
        text.getStyleClass().add("sheet-text");
        ComboBox<String> which = new ComboBox<>(FXCollections.observableArrayList(names));
        which.setValue(names.getFirst());
        which.setId("stop-service");
        Sheet sheet = serviceSheet(names);
        if (names.size() > 1) {
            sheet.with(Described.label(Texts.of("live.stop.which"), which), which);
        }
        sheet.with(text);
        which.valueProperty()
                .subscribe(
                        service -> {
                            text.setText(text("service", service, reachOf(service)));
                            sheet.confirmButton()
                                    .setText(Texts.of("live.stop.service.verb", service));
                        });
        which.disableProperty().bind(sheet.busyProperty());
        new StopSheet(bench, sheet).show(() -> stopOf(which.getValue()));
    }

    private static Sheet serviceSheet(List<String> names) {
        String first = names.getFirst();
        String title =
                names.size() == 1
                        ? Texts.of("live.stop.service.title", first)
                        : Texts.of("live.stop.services.title");
        return new Sheet(title, "", Texts.of("live.stop.service.verb", first)).dangerous();
    }

    private StopSheet.Stop stopOf(String service) {
        return new StopSheet.Stop(
                reason -> stops.disableService(service, reason),
                () -> undoable("live.blocked.service", service, () -> enable(service)));
    }

    private Reach reachOf(String service) {
        return reach.apply(
                line ->
                        line.row().told().getServicesList().stream()
                                .anyMatch(at -> at.getService().equals(service)));
    }

    private void enable(String service) {
        run(() -> stops.enableService(service), () -> told("live.unblocked.service", service));
    }

    private Sheet sheet(String what, String who, Reach all) {
        return new Sheet(
                        Texts.of("live.stop." + what + ".title", who),
                        text(what, who, all),
                        Texts.of("live.stop." + what + ".verb"))
                .dangerous();
    }

    private String text(String what, String who, Reach all) {
        return Texts.of(
                "live.stop." + what + ".text",
                bench.formats().count(all.keys()),
                bench.formats().count(all.requestsPerMinute()),
                bench.formats().count(all.openHolds()),
                who);
    }

    private void ask(Sheet sheet, Consumer<String> stop, Runnable done) {
        if (!isAsking()) {
            new StopSheet(bench, sheet).show(() -> new StopSheet.Stop(stop, done));
        }
    }

    // A key that is held down asks again and again.
    private boolean isAsking() {
        return bench.overlay().isShowing();
    }

    private void run(Runnable change, Runnable done) {
        bench.background()
                .lane()
                .run(
                        () -> {
                            change.run();
                            return true;
                        },
                        _ -> done.run(),
                        (Failure failure) -> bench.toasts().failed(failure.text()));
    }

    private void told(String text, String who) {
        bench.toasts().done(Texts.of(text, who));
    }

    private void undoable(String text, String who, Runnable undo) {
        bench.toasts().done(Texts.of(text, who), undo);
    }
}
