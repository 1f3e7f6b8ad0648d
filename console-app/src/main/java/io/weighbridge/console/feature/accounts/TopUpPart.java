package io.weighbridge.console.feature.accounts;

import io.grpc.MethodDescriptor;
import io.weighbridge.console.action.Actions;
import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.control.Buttons;
import io.weighbridge.console.control.ChipCell;
import io.weighbridge.console.control.DataTable;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.RoleCheck;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.AutoTopUp;
import io.weighbridge.proto.v1.AutoTopUpAttempt;
import io.weighbridge.proto.v1.AutoTopUpsGrpc;
import io.weighbridge.proto.v1.SavedCard;

import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.scene.control.Button;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.StackPane;

import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/// Automatic top-ups of an account: how they stand, the saved cards, each charge with what came of
/// it, and what is done about them.
final class TopUpPart {
    private static final double ROWS_HEIGHT = 130;

    private final Workbench bench;
    private final Formats formats;
    private final Supplier<String> account;
    private final TopUpModel model;
    private final TopUpStanding standing;
    private final TopUpSheets sheets;
    private final Actions.Binding arm;
    private final Actions.Binding switchOff;
    private final Actions.Binding remove;
    private final ListPart<AutoTopUpAttempt> part;

    private TopUpPart(Workbench bench, String id, Supplier<String> account, Consumer<Address> go) {
        this.bench = bench;
        this.formats = bench.formats();
        this.account = account;
        model = new TopUpModel(bench.client(), bench.background(), id);
        standing = new TopUpStanding(bench, go);
        sheets = new TopUpSheets(bench, model, this::read);
        arm =
                new Actions.Binding(
                        () -> sheets.arm(account.get(), model.standingProperty().get()),
                        refusal(
                                AutoTopUpsGrpc.getSetAutoTopUpMethod(),
                                TopUpModel.Standing::noArming));
        switchOff =
                new Actions.Binding(
                        () -> sheets.switchOff(account.get(), topUp()),
                        refusal(
                                AutoTopUpsGrpc.getSetAutoTopUpMethod(),
                                TopUpModel.Standing::noSwitchingOff));
        remove = new Actions.Binding(this::remove, removeRefusal());
        Button armButton = Buttons.button(ConsoleAction.ARM_TOP_UP, arm, "topup-arm");
        part =
                new ListPart<>(
                                "auto-topup",
                                attempts(go),
                                bench.background(),
                                model::read,
                                standing,
                                new FlowPane(
                                        8,
                                        8,
                                        Buttons.room(armButton, arm),
                                        Buttons.of(
                                                ConsoleAction.END_TOP_UP, switchOff, "topup-off"),
                                        removeButton()))
                        .keepRows(ROWS_HEIGHT)
                        .does(ConsoleAction.ARM_TOP_UP, arm)
                        .does(ConsoleAction.END_TOP_UP, switchOff)
                        .does(ConsoleAction.REVOKE_KEY, remove);
        model.standingProperty()
                .subscribe(
                        now -> {
                            standing.show(now);
                            armButton.setText(
                                    Texts.of(
                                            now.isArmed()
                                                    ? "accounts.topup.change.action"
                                                    : "accounts.topup.arm.action"));
                        });
    }

    /// @param account tells its name
    /// @param go opens an order
    static ListPart<AutoTopUpAttempt> of(
            Workbench bench, String id, Supplier<String> account, Consumer<Address> go) {
        return new TopUpPart(bench, id, account, go).part;
    }

    private StackPane removeButton() {
        Button button = Buttons.button(ConsoleAction.REVOKE_KEY, remove, "topup-remove");
        button.setText(Texts.of("accounts.topup.remove"));
        return Buttons.room(button, remove);
    }

    private DataTable<AutoTopUpAttempt> attempts(Consumer<Address> go) {
        return new DataTable<AutoTopUpAttempt>(
                        Texts.of("accounts.topup.charges"), AutoTopUpAttempt::getOrder)
                .drawn(
                        Texts.of("accounts.topup.outcome"),
                        110,
                        null,
                        TopUpWords::outcome,
                        _ -> new ChipCell<>(TopUpWords::outcome, TopUpWords::outcomeStyle))
                .text(
                        Texts.of("accounts.column.when"),
                        160,
                        attempt -> formats.instant(attempt.getStartedAtMs()))
                .figure(
                        Texts.of("accounts.topup.asked"),
                        110,
                        AutoTopUpAttempt::getTotalNanos,
                        attempt -> formats.money(attempt.getTotalNanos()),
                        attempt -> formats.exactMoney(attempt.getTotalNanos()))
                .text(
                        Texts.of("accounts.topup.card"),
                        165,
                        attempt -> TopUpWords.card(attempt, model.standingProperty().get().cards()))
                .text(Texts.of("accounts.column.why"), 150, AutoTopUpAttempt::getCode)
                .text(
                        Texts.of("accounts.topup.known"),
                        160,
                        attempt ->
                                attempt.getEndedAtMs() == 0
                                        ? ""
                                        : formats.instant(attempt.getEndedAtMs()))
                .text(Texts.of("accounts.topup.order"), 200, AutoTopUpAttempt::getOrder)
                .onOpen(attempt -> go.accept(Address.of(Route.PAYMENTS, attempt.getOrder())))
                .remember(bench.settings(), "account.auto-topup");
    }

    private void read() {
        part.read();
    }

    private AutoTopUp topUp() {
        return model.standingProperty().get().topUp();
    }

    private void remove() {
        SavedCard card = standing.cards().selected();
        if (card != null) {
            TopUpModel.Standing now = model.standingProperty().get();
            boolean isCharged = now.isArmed() && card.equals(now.cards().getFirst());
            sheets.remove(account.get(), card, isCharged);
        }
    }

    private StringBinding refusal(
            MethodDescriptor<?, ?> method, Function<TopUpModel.Standing, String> otherwise) {
        String role = RoleCheck.refusal(bench.me(), method);
        return Bindings.createStringBinding(
                () -> role.isEmpty() ? otherwise.apply(model.standingProperty().get()) : role,
                model.standingProperty());
    }

    private StringBinding removeRefusal() {
        String role = RoleCheck.refusal(bench.me(), AutoTopUpsGrpc.getRemoveSavedCardMethod());
        return Bindings.createStringBinding(
                () ->
                        role.isEmpty() && standing.cards().selected() == null
                                ? Texts.of("accounts.topup.choose-card")
                                : role,
                standing.cards().node().getSelectionModel().selectedItemProperty());
    }
}
