package io.weighbridge.backend.ledger.accounts;

import io.weighbridge.backend.ledger.AccountState;
import io.weighbridge.backend.ledger.Ledger;
import io.weighbridge.backend.ledger.LedgerOperation;
import io.weighbridge.backend.ledger.fact.Fact;
import io.weighbridge.backend.ledger.fact.GrantKind;
import io.weighbridge.backend.ledger.fact.Operation;
import io.weighbridge.backend.ledger.fact.OperationResult;
import io.weighbridge.backend.platform.audit.Act;
import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.model.Nanos;

import java.time.Duration;
import java.util.UUID;

/// Promotional credit that was promised before: each promise is kept once for ever. For threads
/// that may wait.
public final class Promotions {
    // For who could not have it in time because we were away.
    private static final long LEAST_MS = Duration.ofDays(1).toMillis();

    private final Ledger ledger;
    private final IdSource ids;

    public Promotions(Ledger ledger, IdSource ids) {
        this.ledger = ledger;
        this.ids = ids;
    }

    /// A promise that was kept.
    ///
    /// @param grantId that it is in
    /// @param expiresAtMs of it, unless it was kept before with another
    public record Given(long grantId, long expiresAtMs) {}

    /// Gives it. What has expired meanwhile expires a day from now.
    ///
    /// @param operationId of the promise
    /// @throws Fault INVALID_FIELD, ACCOUNT_UNKNOWN, OPERATION_REUSED, BUSY, STORE_UNAVAILABLE
    public Given give(
            long accountId,
            UUID operationId,
            long amountNanos,
            long expiresAtMs,
            String note,
            Act act) {
        Check.range("amount_nanos", amountNanos, 1, Nanos.AMOUNT_MAX);
        AccountState account = ledger.account(accountId);
        if (account == null) {
            throw Purchases.unknown(accountId);
        }
        long grantId = ids.next();
        // Not the expiry and the note: both may be others when it is done again.
        String content = "promote " + accountId + ' ' + amountNanos;
        Operation operation =
                new Operation(operationId, content, 0, Check.text("note", note, 1, 200), act);
        return LedgerOperation.run(
                ledger,
                posting -> {
                    OperationResult earlier = posting.earlier(operation);
                    if (earlier != null) {
                        return new Given(earlier.reference(), expiresAtMs);
                    }
                    long expires =
                            expiresAtMs > posting.atMs() ? expiresAtMs : posting.atMs() + LEAST_MS;
                    Fact.CreditGranted given =
                            posting.grant(
                                    account,
                                    grantId,
                                    GrantKind.PROMOTIONAL,
                                    amountNanos,
                                    expires,
                                    operation);
                    return new Given(given.grant().id(), expires);
                });
    }
}
