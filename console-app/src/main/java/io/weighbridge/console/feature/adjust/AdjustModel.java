package io.weighbridge.console.feature.adjust;

import io.weighbridge.console.client.AloneLimit;
import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.Operations;
import io.weighbridge.console.control.OperationText;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Lane;
import io.weighbridge.console.fx.Sending;
import io.weighbridge.console.text.Texts;
import io.weighbridge.model.Nanos;
import io.weighbridge.proto.v1.Account;
import io.weighbridge.proto.v1.AdjustCreditReply;
import io.weighbridge.proto.v1.AdjustCreditRequest;
import io.weighbridge.proto.v1.AdjustmentReason;
import io.weighbridge.proto.v1.Balance;
import io.weighbridge.proto.v1.GetBalanceRequest;
import io.weighbridge.proto.v1.Operator;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleLongProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

import org.jspecify.annotations.Nullable;

import java.util.function.Consumer;

/// One adjustment of an account's credit, from the first digit to the answer. What is sent again
/// after a lost answer, from here or from a form opened later, moves nothing twice.
final class AdjustModel {
    private static final int NOTE_MAX = 200;

    private final BackendClient client;
    private final Operator me;
    private final Account account;
    private final Lane reading;
    private final Sending sending;
    private final StringProperty amount = new SimpleStringProperty("");
    private final StringProperty note = new SimpleStringProperty("");
    private final ObjectProperty<@Nullable AdjustmentReason> reason = new SimpleObjectProperty<>();
    // When the credit given expires; 0: never.
    private final SimpleLongProperty expiresAtMs = new SimpleLongProperty();
    private final ReadOnlyObjectWrapper<Preview.@Nullable Standing> standing =
            new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable Preview> preview = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");

    /// What came of it.
    sealed interface Outcome {
        /// Credit moved.
        record Moved(AdjustCreditRequest request, AdjustCreditReply reply) implements Outcome {}

        /// A second person must approve it.
        record Asked(AdjustCreditRequest request, String approval) implements Outcome {}
    }

    AdjustModel(
            BackendClient client,
            Operations operations,
            Background background,
            Operator me,
            Account account) {
        this.client = client;
        this.me = me;
        this.account = account;
        this.reading = background.lane();
        this.sending = new Sending(operations, background);
        amount.subscribe(this::foresee);
        standing.subscribe(this::foresee);
    }

    /// The counter-entry of an adjustment: the same amount the other way, with a note that names
    /// what it undoes.
    static AdjustModel undo(
            BackendClient client,
            Operations operations,
            Background background,
            Operator me,
            Account account,
            AdjustCreditRequest undone) {
        AdjustModel model = new AdjustModel(client, operations, background, me, account);
        model.amount.set(Nanos.toDecimal(Math.negateExact(undone.getAmountNanos())));
        model.reason.set(undone.getReason());
        String text = Texts.of("adjust.undo.note", undone.getOperationId(), undone.getNote());
        model.note.set(text.substring(0, Math.min(text.length(), NOTE_MAX)));
        return model;
    }

    /// Reads what the account has, and what the operator may do alone.
    void read() {
        reading.run(
                () -> {
                    Balance balance =
                            client.accounts()
                                    .getBalance(
                                            GetBalanceRequest.newBuilder()
                                                    .setAccount(account.getId())
                                                    .build());
                    return new Preview.Standing(balance, AloneLimit.read(client, me));
                },
                standing::set,
                failure -> problem.set(failure.text()));
    }

    private void foresee() {
        Preview.Standing known = standing.get();
        preview.set(known == null ? null : Preview.of(amount.get(), known));
        problem.set("");
    }

    /// Sends it, or says what is missing.
    void submit(Consumer<Outcome> done) {
        Preview seen = preview.get();
        AdjustmentReason why = reason.get();
        String missing = missing(seen, why);
        problem.set(missing);
        if (!missing.isEmpty() || busyProperty().get() || seen == null || why == null) {
            return;
        }
        long nanos = seen.amount().orElseThrow();
        AdjustCreditRequest what =
                AdjustCreditRequest.newBuilder()
                        .setAccount(account.getId())
                        .setAmountNanos(nanos)
                        .build();
        AdjustCreditRequest.Builder unsent =
                what.toBuilder()
                        .setReason(why)
                        .setNote(note.get().strip())
                        .setExpiresAtMs(nanos > 0 ? expiresAtMs.get() : 0);
        sending.send(
                what,
                id -> adjust(unsent.setOperationId(id).build()),
                done,
                failure -> problem.set(OperationText.of(failure)));
    }

    private Outcome adjust(AdjustCreditRequest request) {
        AdjustCreditReply reply = client.accounts().adjustCredit(request);
        return reply.hasPending()
                ? new Outcome.Asked(request, reply.getPending().getApproval())
                : new Outcome.Moved(request, reply);
    }

    private String missing(@Nullable Preview seen, @Nullable AdjustmentReason why) {
        if (seen == null) {
            return Texts.of("adjust.missing.balance");
        }
        if (seen.amount().isEmpty()) {
            return Texts.of("adjust.missing.amount");
        }
        if (why == null) {
            return Texts.of("adjust.missing.reason");
        }
        int length = note.get().strip().length();
        return length == 0 || length > NOTE_MAX ? Texts.of("adjust.missing.note") : "";
    }

    Account account() {
        return account;
    }

    StringProperty amountProperty() {
        return amount;
    }

    StringProperty noteProperty() {
        return note;
    }

    ObjectProperty<@Nullable AdjustmentReason> reasonProperty() {
        return reason;
    }

    SimpleLongProperty expiresAtMsProperty() {
        return expiresAtMs;
    }

    ReadOnlyObjectProperty<Preview.@Nullable Standing> standingProperty() {
        return standing.getReadOnlyProperty();
    }

    /// Null until the balance is known.
    ReadOnlyObjectProperty<@Nullable Preview> previewProperty() {
        return preview.getReadOnlyProperty();
    }

    ReadOnlyStringProperty problemProperty() {
        return problem.getReadOnlyProperty();
    }

    ReadOnlyBooleanProperty busyProperty() {
        return sending.underWayProperty();
    }
}
