package io.weighbridge.console.feature.accounts;

import io.weighbridge.console.control.CheckedField;
import io.weighbridge.console.control.MergeSheet;
import io.weighbridge.console.control.ReasonField;
import io.weighbridge.console.control.Sheet;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.model.Nanos;
import io.weighbridge.proto.v1.AutoTopUp;
import io.weighbridge.proto.v1.SavedCard;

import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

import org.jspecify.annotations.Nullable;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/// The forms for an account's automatic top-ups and saved cards.
final class TopUpSheets {
    private final Workbench bench;
    private final Formats formats;
    private final TopUpModel model;
    private final Runnable changed;

    /// @param changed called after each change
    TopUpSheets(Workbench bench, TopUpModel model, Runnable changed) {
        this.bench = bench;
        this.formats = bench.formats();
        this.model = model;
        this.changed = changed;
    }

    /// Asks when the card is charged, for how much, and within which bounds.
    ///
    /// @param account its name
    void arm(String account, TopUpModel.Standing standing) {
        boolean isArmed = TopUpWish.of(standing.topUp()).isArmed();
        String title = isArmed ? "accounts.topup.change.title" : "accounts.topup.arm.title";
        String verb = isArmed ? "accounts.topup.change.verb" : "accounts.topup.arm.verb";
        new Arming(account, standing, Texts.of(title, account), Texts.of(verb)).show();
    }

    /// Asks why it is switched off.
    void switchOff(String account, AutoTopUp topUp) {
        Sheet sheet =
                new Sheet(
                        Texts.of("accounts.topup.off.title", account),
                        Texts.of("accounts.topup.off.text"),
                        Texts.of("accounts.topup.off.verb"));
        sheet.confirmButton().setId("topup-confirm");
        TopUpWish off = TopUpWish.of(topUp).off();
        sheet.dangerous().onReason(reason -> save(sheet, account, topUp, off, reason));
        bench.overlay().show(sheet);
    }

    /// Asks why a card is removed.
    ///
    /// @param isCharged whether it is the one that is charged, and charging is on
    void remove(String account, SavedCard card, boolean isCharged) {
        Sheet sheet =
                new Sheet(
                        Texts.of("accounts.topup.remove.title", TopUpWords.card(card), account),
                        Texts.of(
                                isCharged
                                        ? "accounts.topup.remove.charged"
                                        : "accounts.topup.remove.text"),
                        Texts.of("accounts.topup.remove.verb"));
        sheet.confirmButton().setId("topup-confirm");
        String done = Texts.of("accounts.topup.remove.done", TopUpWords.card(card), account);
        sheet.dangerous()
                .onReason(
                        reason ->
                                model.remove(
                                        card.getCard(),
                                        reason,
                                        () -> done(sheet, done),
                                        failure -> sheet.problem(failure.text())));
        bench.overlay().show(sheet);
    }

    private void done(Sheet sheet, String text) {
        sheet.leave();
        bench.toasts().done(text);
        changed.run();
    }

    private void save(Sheet sheet, String account, AutoTopUp over, TopUpWish wish, String why) {
        sheet.busy(true);
        model.save(
                over,
                wish,
                why,
                saved -> saved(sheet, account, saved, why),
                failure -> sheet.problem(failure.text()));
    }

    private void saved(Sheet sheet, String account, TopUpModel.Saved saved, String why) {
        switch (saved) {
            case TopUpModel.Saved.Done(AutoTopUp topUp) ->
                    done(
                            sheet,
                            Texts.of(
                                    TopUpWish.of(topUp).isArmed()
                                            ? "accounts.topup.arm.done"
                                            : "accounts.topup.off.done",
                                    account));
            case TopUpModel.Saved.Conflict(TopUpMerge merge) -> {
                sheet.leave();
                merge(account, merge, why);
            }
        }
    }

    private void merge(String account, TopUpMerge merge, String why) {
        bench.overlay()
                .show(
                        MergeSheet.of(
                                Texts.of("accounts.topup.of", account),
                                merge,
                                (field, wish) -> field.shown(wish, formats),
                                why,
                                (decision, sheet) ->
                                        save(
                                                sheet,
                                                account,
                                                merge.theirs(),
                                                merge.merged(decision.takeTheirs()),
                                                decision.reason())));
    }

    /// The form by which it is armed, and changed while it is.
    private final class Arming {
        private final String account;
        private final TopUpModel.Standing standing;
        private final Sheet sheet;
        private final Map<TopUpField, CheckedField> fields = new EnumMap<>(TopUpField.class);
        private final Label foreseen = wrapped("topup-foreseen");
        private final Label now = wrapped("topup-now");
        private final Label terms = wrapped("topup-terms");
        private final ReasonField reason = new ReasonField();
        private TopUpModel.@Nullable Basis basis;

        Arming(String account, TopUpModel.Standing standing, String title, String verb) {
            this.account = account;
            this.standing = standing;
            sheet = new Sheet(title, Texts.of("accounts.topup.arm.text"), verb);
            for (TopUpField field : TopUpField.values()) {
                if (field != TopUpField.ARMED) {
                    fields.put(field, field(field));
                }
            }
            terms.getStyleClass().add("muted");
            now.getStyleClass().add("watch");
            sheet.with(
                    pair(TopUpField.THRESHOLD, TopUpField.AMOUNT),
                    pair(TopUpField.DAY, TopUpField.MONTH),
                    terms,
                    foreseen,
                    now,
                    reason);
            sheet.confirmButton().setId("topup-confirm");
            sheet.onConfirm(this::send);
            foresee();
        }

        private CheckedField field(TopUpField field) {
            String id = "topup-" + field.name().toLowerCase(Locale.ROOT);
            CheckedField made = new CheckedField(id, field.text(), "");
            long nanos = field.nanos(TopUpWish.of(standing.topUp()));
            if (standing.topUp().getVersion() != 0) {
                made.with(Nanos.toDecimal(nanos));
            }
            made.field().textProperty().subscribe((_, _) -> foresee());
            HBox.setHgrow(made, Priority.ALWAYS);
            made.setPrefWidth(0);
            return made;
        }

        private HBox pair(TopUpField one, TopUpField other) {
            return new HBox(12, made(one), made(other));
        }

        private CheckedField made(TopUpField field) {
            CheckedField made = fields.get(field);
            if (made == null) {
                throw new IllegalStateException(field + " has no field");
            }
            return made;
        }

        private static Label wrapped(String id) {
            Label label = new Label();
            label.setId(id);
            label.setWrapText(true);
            label.setMinHeight(Region.USE_PREF_SIZE);
            label.visibleProperty().bind(label.textProperty().isNotEmpty());
            label.managedProperty().bind(label.visibleProperty());
            return label;
        }

        void show() {
            bench.overlay().show(sheet);
            model.readBasis(this::know, failure -> sheet.problem(failure.text()));
        }

        private void know(TopUpModel.Basis read) {
            basis = read;
            terms.setText(
                    Texts.of(
                            "accounts.topup.terms", PaymentLinkModel.terms(read.terms(), formats)));
            foresee();
        }

        private Map<TopUpField, String> typed() {
            Map<TopUpField, String> typed = new EnumMap<>(TopUpField.class);
            fields.forEach((field, made) -> typed.put(field, made.text()));
            return typed;
        }

        private void foresee() {
            Map<TopUpField, String> typed = typed();
            if (!TopUpModel.problems(typed).isEmpty()) {
                foreseen.setText("");
                now.setText("");
                return;
            }
            TopUpWish wish = TopUpModel.wish(typed);
            foreseen.setText(TopUpWords.foreseen(wish, standing.cards(), formats));
            TopUpModel.Basis known = basis;
            now.setText(
                    known != null && known.availableNanos() < wish.thresholdNanos()
                            ? Texts.of("accounts.topup.now", formats.money(known.availableNanos()))
                            : "");
        }

        private void send() {
            Map<TopUpField, String> problems = TopUpModel.problems(typed());
            fields.forEach((field, made) -> made.problem(problems.getOrDefault(field, "")));
            sheet.problem(problems.isEmpty() ? reason.problem() : "");
            if (problems.isEmpty() && reason.problem().isEmpty()) {
                save(sheet, account, standing.topUp(), TopUpModel.wish(typed()), reason.reason());
            }
        }
    }
}
