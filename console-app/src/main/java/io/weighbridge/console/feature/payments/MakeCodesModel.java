package io.weighbridge.console.feature.payments;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.Failure;
import io.weighbridge.console.client.Operations;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Lane;
import io.weighbridge.console.fx.Sending;
import io.weighbridge.console.text.CountInput;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.MoneyInput;
import io.weighbridge.console.text.Texts;
import io.weighbridge.console.text.TimeInput;
import io.weighbridge.model.Nanos;
import io.weighbridge.proto.v1.AdjustmentLimit;
import io.weighbridge.proto.v1.AdjustmentLimits;
import io.weighbridge.proto.v1.CodeBatch;
import io.weighbridge.proto.v1.ExportCodesRequest;
import io.weighbridge.proto.v1.GetAdjustmentLimitsRequest;
import io.weighbridge.proto.v1.MakeCodesRequest;
import io.weighbridge.proto.v1.Operator;

import java.math.BigInteger;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// Makes a batch of codes, once, however often it is sent until its answer is there; and has its
/// codes told.
final class MakeCodesModel {
    private static final int CAMPAIGN_MAX = 60;
    private static final int COUNT_MAX = 10_000;
    private static final int DAYS_MAX = 3_650;

    private final BackendClient client;
    private final Operator me;
    private final Formats formats;
    private final Lane reading;
    private final Lane telling;
    private final Sending sending;

    /// What can be wrong.
    enum Field {
        CAMPAIGN,
        COUNT,
        AMOUNT,
        UNTIL,
        EXPIRES
    }

    /// What stands in the form.
    ///
    /// @param until the day on which codes can be redeemed last
    /// @param expires of the credit: days after a code was redeemed, or the last day
    record Typed(
            String campaign,
            String count,
            String amount,
            String until,
            String expires,
            boolean isOncePerAccount) {}

    /// What an operator may give alone.
    ///
    /// @param usedNanos what counts of the last day already
    record Allowance(AdjustmentLimit limit, long usedNanos) {
        long leftNanos() {
            return Math.max(0, limit.getDayNanos() - usedNanos);
        }

        // As the service decides it.
        boolean covers(long nanos) {
            return limit.getUnlimited()
                    || (nanos <= limit.getSingleNanos() && nanos <= leftNanos());
        }
    }

    /// What all codes come to.
    ///
    /// @param isTooMuch whether it is more than the operator may give alone
    record Sum(String text, boolean isTooMuch) {}

    MakeCodesModel(
            BackendClient client,
            Operations operations,
            Background background,
            Operator me,
            Formats formats) {
        this.client = client;
        this.me = me;
        this.formats = formats;
        this.reading = background.lane();
        this.telling = background.lane();
        this.sending = new Sending(operations, background);
    }

    /// Reads what the operator may give alone.
    void readAllowance(Consumer<Allowance> done, Consumer<Failure> failed) {
        reading.run(this::allowance, done, failed);
    }

    private Allowance allowance() {
        AdjustmentLimits limits =
                client.approvals()
                        .getAdjustmentLimits(GetAdjustmentLimitsRequest.getDefaultInstance());
        return new Allowance(
                limits.getLimitsList().stream()
                        .filter(limit -> limit.getRole() == me.getRole())
                        .findFirst()
                        .orElse(AdjustmentLimit.getDefaultInstance()),
                limits.getUsedNanos());
    }

    /// What is wrong with what was typed, by field; empty when it can be sent.
    Map<Field, String> problems(Typed typed) {
        Map<Field, String> found = new EnumMap<>(Field.class);
        int length = typed.campaign().strip().length();
        if (length == 0 || length > CAMPAIGN_MAX) {
            found.put(Field.CAMPAIGN, Texts.of("payments.make.campaign.wrong"));
        }
        OptionalLong count = CountInput.parse(typed.count(), COUNT_MAX);
        if (count.orElse(0) == 0) {
            found.put(Field.COUNT, Texts.of("payments.make.count.wrong"));
        }
        OptionalLong amount = MoneyInput.parse(typed.amount());
        long most = Nanos.AMOUNT_MAX / Math.max(1, count.orElse(1));
        if (amount.orElse(0) <= 0) {
            found.put(Field.AMOUNT, Texts.of("payments.make.amount.wrong"));
        } else if (amount.getAsLong() > most) {
            found.put(
                    Field.AMOUNT, Texts.of("payments.make.amount.great", formats.exactMoney(most)));
        }
        OptionalLong until = TimeInput.end(typed.until(), formats.zone());
        if (until.orElse(0) <= formats.clock().millis() || until.getAsLong() > latestMs()) {
            found.put(Field.UNTIL, Texts.of("payments.make.until.wrong"));
        }
        if (days(typed) == 0 && expiresAtMs(typed) == 0) {
            found.put(Field.EXPIRES, Texts.of("payments.make.expires.wrong"));
        } else if (days(typed) == 0 && expiresAtMs(typed) < until.orElse(0)) {
            found.put(Field.EXPIRES, Texts.of("payments.make.expires.early"));
        }
        return found;
    }

    private long latestMs() {
        return formats.clock().millis() + Duration.ofDays(DAYS_MAX).toMillis();
    }

    private static int days(Typed typed) {
        return (int) CountInput.parse(typed.expires(), DAYS_MAX).orElse(0);
    }

    private long expiresAtMs(Typed typed) {
        OptionalLong at = TimeInput.end(typed.expires(), formats.zone());
        return at.orElse(0) > 0 && at.getAsLong() <= 2 * latestMs() ? at.getAsLong() : 0;
    }

    /// What was typed comes to; empty texts while that is not known.
    Sum sum(Typed typed, Allowance allowance) {
        OptionalLong count = CountInput.parse(typed.count(), COUNT_MAX);
        OptionalLong amount = MoneyInput.parse(typed.amount());
        if (count.orElse(0) == 0 || amount.orElse(0) <= 0) {
            return new Sum(alone(allowance), false);
        }
        BigInteger nanos =
                BigInteger.valueOf(count.getAsLong())
                        .multiply(BigInteger.valueOf(amount.getAsLong()));
        if (nanos.bitLength() >= Long.SIZE) {
            return new Sum("", false);
        }
        String sum = Texts.of("payments.make.sum", formats.exactMoney(nanos.longValueExact()));
        return allowance.covers(nanos.longValueExact())
                ? new Sum((sum + ' ' + alone(allowance)).strip(), false)
                : new Sum(sum + ' ' + tooMuch(allowance), true);
    }

    private String alone(Allowance allowance) {
        return allowance.limit().getUnlimited()
                ? ""
                : Texts.of(
                        "payments.make.alone",
                        formats.exactMoney(allowance.limit().getSingleNanos()),
                        formats.exactMoney(allowance.leftNanos()));
    }

    private String tooMuch(Allowance allowance) {
        return Texts.of(
                "payments.make.above",
                formats.exactMoney(allowance.limit().getSingleNanos()),
                formats.exactMoney(allowance.leftNanos()));
    }

    /// Makes it; only of what has no problems.
    ///
    /// @param refused gets what to say
    void make(Typed typed, String reason, Consumer<CodeBatch> done, Consumer<String> refused) {
        MakeCodesRequest what = request(typed);
        sending.send(
                what,
                id ->
                        BackendClient.because(client.codes(), reason)
                                .makeCodes(what.toBuilder().setOperationId(id).build()),
                done,
                failure -> explain(failure, refused));
    }

    private MakeCodesRequest request(Typed typed) {
        return MakeCodesRequest.newBuilder()
                .setCampaign(typed.campaign().strip())
                .setCount((int) CountInput.parse(typed.count(), COUNT_MAX).orElseThrow())
                .setAmountNanos(MoneyInput.parse(typed.amount()).orElseThrow())
                .setRedeemUntilMs(TimeInput.end(typed.until(), formats.zone()).orElseThrow())
                .setCreditExpiresDays(days(typed))
                .setCreditExpiresAtMs(days(typed) > 0 ? 0 : expiresAtMs(typed))
                .setOncePerAccount(typed.isOncePerAccount())
                .build();
    }

    // Limits may have been changed since the form was opened: they are told as they are now.
    private void explain(Failure failure, Consumer<String> refused) {
        switch (failure.code()) {
            case "PERMISSION_DENIED" ->
                    reading.run(
                            this::allowance,
                            now -> refused.accept(tooMuch(now)),
                            _ -> refused.accept(failure.text()));
            case "OPERATION_REUSED" -> refused.accept(Texts.of("payments.make.reused"));
            default ->
                    refused.accept(
                            failure.isConnection()
                                    ? Texts.of("common.operation.lost", failure.text())
                                    : failure.text());
        }
    }

    /// Has the codes of a batch told, once for ever.
    void tell(String batch, Consumer<List<String>> done, Consumer<Failure> failed) {
        tell(client, telling, batch, done, failed);
    }

    static void tell(
            BackendClient client,
            Lane lane,
            String batch,
            Consumer<List<String>> done,
            Consumer<Failure> failed) {
        ExportCodesRequest request = ExportCodesRequest.newBuilder().setBatch(batch).build();
        lane.run(
                () -> List.copyOf(client.codes().exportCodes(request).getCodesList()),
                done,
                failed);
    }
}
