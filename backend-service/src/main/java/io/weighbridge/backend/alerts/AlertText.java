package io.weighbridge.backend.alerts;

import io.weighbridge.backend.notices.NoticeKind;
import io.weighbridge.backend.platform.audit.JsonText;
import io.weighbridge.model.IdKind;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.function.LongFunction;

/// What an alert says, as a mail and as a webhook's body. The same alert always says the same.
final class AlertText {
    private final String sender;
    private final LongFunction<String> accountName;

    /// @param accountName by the account's id
    AlertText(String sender, LongFunction<String> accountName) {
        this.sender = sender;
        this.accountName = accountName;
    }

    /// One line.
    String subject(Alert alert) {
        String account =
                alert.accountId() == 0 ? "" : ": " + oneLine(accountName.apply(alert.accountId()));
        return sender + ": " + title(alert.kind()) + account;
    }

    String mail(Alert alert) {
        StringBuilder text = new StringBuilder(500);
        text.append(sentence(alert.kind())).append("\n\n");
        if (!alert.detail().isEmpty()) {
            // Anybody may report a leak: what others said is not to be taken for our own words.
            line(
                    text,
                    alert.kind() == NoticeKind.KEY_LEAKED ? "Its finder says" : "More",
                    alert.detail());
        }
        if (alert.accountId() != 0) {
            line(text, "Account", accountName.apply(alert.accountId()));
            line(text, "Account id", IdKind.ACCOUNT.format(alert.accountId()));
        }
        if (alert.keyId() != 0) {
            line(text, "Key", IdKind.KEY.format(alert.keyId()));
        }
        line(text, "When", Instant.ofEpochMilli(alert.atMs()).toString());
        line(text, "Alert", Long.toString(alert.id()));
        return text.toString();
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(name).append(": ").append(oneLine(value)).append('\n');
    }

    private static String oneLine(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]+", " ");
    }

    /// A JSON object: `type`, `timestamp` and `data`, as Standard Webhooks has it.
    String json(Alert alert) {
        JsonText data = JsonText.object().add("alert", Long.toString(alert.id()));
        if (alert.accountId() != 0) {
            data.add("account", IdKind.ACCOUNT.format(alert.accountId()))
                    .add("account_name", accountName.apply(alert.accountId()));
        }
        if (alert.keyId() != 0) {
            data.add("key", IdKind.KEY.format(alert.keyId()));
        }
        data.add("detail", alert.detail());
        return JsonText.object()
                .add("type", type(alert.kind()))
                .add("timestamp", Instant.ofEpochMilli(alert.atMs()).toString())
                .add("data", data)
                .toString();
    }

    /// The type in a webhook's body; part of what receivers build on.
    static String type(@Nullable NoticeKind kind) {
        return switch (kind) {
            case null -> "test";
            case KEY_LEAKED -> "key.leaked";
            case LOW_BALANCE -> "balance.low";
            case PAYMENT_RECEIVED -> "payment.received";
            case PAYMENT_FAILED -> "payment.failed";
            case PAYMENT_REFUNDED -> "payment.refunded";
            case PAYMENT_DISPUTED -> "payment.disputed";
            case PAYMENT_UNMATCHED -> "payment.unmatched";
            case ACCOUNT_SUSPENDED -> "account.suspended";
            case KEY_REVOKED -> "key.revoked";
            case RECONCILIATION -> "reconciliation.attention";
            case AUTO_TOPUP_ENDED -> "topup.ended";
        };
    }

    private static String title(@Nullable NoticeKind kind) {
        return switch (kind) {
            case null -> "Test";
            case KEY_LEAKED -> "API key leaked";
            case LOW_BALANCE -> "Low balance";
            case PAYMENT_RECEIVED -> "Payment received";
            case PAYMENT_FAILED -> "Payment failed";
            case PAYMENT_REFUNDED -> "Payment refunded";
            case PAYMENT_DISPUTED -> "Payment disputed";
            case PAYMENT_UNMATCHED -> "Payment to be looked at";
            case ACCOUNT_SUSPENDED -> "Account suspended";
            case KEY_REVOKED -> "API key revoked";
            case RECONCILIATION -> "Reconciliation to be looked at";
            case AUTO_TOPUP_ENDED -> "Automatic top-ups ended";
        };
    }

    private static String sentence(@Nullable NoticeKind kind) {
        return switch (kind) {
            case null -> "This is a test. Alerts reach you.";
            case KEY_LEAKED ->
                    "A secret of an API key was found where others can read it. The key was"
                            + " revoked; make another.";
            case LOW_BALANCE ->
                    "The balance fell below what you want to be told of. When the credit is used"
                            + " up, calls are refused.";
            case PAYMENT_RECEIVED -> "A payment has arrived, and its credit was added.";
            case PAYMENT_FAILED -> "A payment did not succeed. Nothing was added.";
            case PAYMENT_REFUNDED ->
                    "A payment was given back, and the credit for it was taken back.";
            case PAYMENT_DISPUTED ->
                    "A payment is disputed. Its credit is taken back while that lasts.";
            case PAYMENT_UNMATCHED ->
                    "A payment came in that does not fit its order. Somebody must look at it.";
            case ACCOUNT_SUSPENDED ->
                    "The account was suspended, as its balance is below zero. Calls are refused.";
            case KEY_REVOKED -> "An API key was revoked. Calls with it are refused.";
            case RECONCILIATION ->
                    "The daily comparison of payments found differences, or could not be completed."
                            + " Somebody must look at it.";
            case AUTO_TOPUP_ENDED ->
                    "Automatic top-ups have ended. No card is charged until somebody arms them"
                            + " again.";
        };
    }
}
