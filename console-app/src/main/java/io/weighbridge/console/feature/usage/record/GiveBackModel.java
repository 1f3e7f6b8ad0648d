package io.weighbridge.console.feature.usage.record;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.Failure;
import io.weighbridge.console.client.Operations;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Sending;
import io.weighbridge.console.text.MoneyInput;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.AdjustmentReason;
import io.weighbridge.proto.v1.RefundUsageReply;
import io.weighbridge.proto.v1.RefundUsageRequest;
import io.weighbridge.proto.v1.UsageRecord;

import javafx.beans.property.ReadOnlyBooleanProperty;

import java.util.OptionalLong;
import java.util.function.Consumer;

/// Gives back a charge, whole or in part. One operation, however often it is sent until its answer
/// is there: the service moves the credit once.
final class GiveBackModel {
    private static final int NOTE_MAX = 200;

    private final BackendClient client;
    private final UsageRecord record;
    private final Sending sending;

    GiveBackModel(
            BackendClient client,
            Operations operations,
            Background background,
            UsageRecord record) {
        this.client = client;
        this.record = record;
        this.sending = new Sending(operations, background);
    }

    ReadOnlyBooleanProperty sendingProperty() {
        return sending.underWayProperty();
    }

    /// What the record charged and was not given back yet.
    long leftNanos() {
        return leftNanos(record);
    }

    static long leftNanos(UsageRecord record) {
        long charged =
                record.hasRatedChargeNanos()
                        ? record.getRatedChargeNanos()
                        : record.getChargeNanos();
        return charged - record.getRefundedNanos();
    }

    /// What is wrong with what was typed; empty for nothing.
    String problem(String amount, AdjustmentReason reason, String note) {
        OptionalLong nanos = MoneyInput.parse(amount);
        if (nanos.isEmpty() || nanos.getAsLong() <= 0) {
            return Texts.of("usage.give-back.amount.wrong");
        }
        if (nanos.getAsLong() > leftNanos()) {
            return Texts.of("usage.give-back.amount.above");
        }
        if (reason == AdjustmentReason.ADJUSTMENT_REASON_UNSPECIFIED) {
            return Texts.of("usage.give-back.reason.missing");
        }
        return note.isBlank() || note.length() > NOTE_MAX
                ? Texts.of("usage.give-back.note.missing")
                : "";
    }

    /// Sends it, unless it is being sent.
    void send(
            String amount,
            AdjustmentReason reason,
            String note,
            Consumer<RefundUsageReply> done,
            Consumer<Failure> failed) {
        OptionalLong nanos = MoneyInput.parse(amount);
        if (sendingProperty().get() || nanos.isEmpty()) {
            return;
        }
        RefundUsageRequest what =
                RefundUsageRequest.newBuilder()
                        .setRecordId(record.getId())
                        .setAmountNanos(nanos.getAsLong())
                        .build();
        RefundUsageRequest.Builder request =
                what.toBuilder().setReason(reason).setNote(note.strip());
        sending.send(
                what,
                id -> client.accounts().refundUsage(request.setOperationId(id).build()),
                done,
                failed);
    }
}
