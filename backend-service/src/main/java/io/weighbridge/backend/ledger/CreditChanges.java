package io.weighbridge.backend.ledger;

import io.weighbridge.backend.ledger.fact.Fact;
import io.weighbridge.backend.ledger.fact.GrantKind;
import io.weighbridge.backend.ledger.fact.Movement;
import io.weighbridge.backend.ledger.fact.Operation;
import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.audit.JsonText;
import io.weighbridge.model.IdKind;

/// Facts that somebody asked for as the audit log keeps them. The journal carries who asked; the
/// entry is written by the fold, together with what the fact moved.
final class CreditChanges {
    private CreditChanges() {}

    static Change of(Fact.Entry fact, Operation asked) {
        long amount = Movement.ownAmount(fact.movements());
        JsonText after =
                JsonText.object()
                        .add("balanceNanos", fact.balanceAfterNanos())
                        .add("amountNanos", amount)
                        .add("operation", asked.id().toString())
                        .add("fact", fact.sequence());
        if (asked.reason() != 0) {
            after.add("reason", AdjustmentReason.byNumber(asked.reason()).name());
        }
        String action = details(fact, after);
        return Change.by(
                asked.act(),
                fact.atMs(),
                action,
                IdKind.ACCOUNT.format(fact.accountId()),
                JsonText.object().add("balanceNanos", fact.balanceAfterNanos() - amount).toString(),
                after.toString(),
                asked.note());
    }

    // Adds what is particular to the kind of fact.
    private static String details(Fact.Entry fact, JsonText after) {
        return switch (fact) {
            case Fact.CreditGranted f -> {
                after.add("grant", IdKind.GRANT.format(f.grant().id()))
                        .add("kind", f.grant().kind().name())
                        .add("expiresAtMs", f.grant().expiresAtMs());
                yield f.grant().kind() == GrantKind.ADJUSTMENT ? "credit.adjust" : "credit.grant";
            }
            case Fact.CreditTaken _ -> "credit.adjust";
            case Fact.CreditTakenBack _ -> "credit.take-back";
            case Fact.UsageRefunded f -> {
                after.add("record", f.requestId().toString());
                yield "usage.refund";
            }
            case Fact.UsageRated f -> {
                after.add("record", f.requestId().toString())
                        .add("chargeNanos", f.charge().chargeNanos());
                if (f.charge().priceBookId() != 0) {
                    after.add("priceBook", IdKind.PRICE_BOOK.format(f.charge().priceBookId()));
                }
                yield f.writtenOff() ? "usage.write-off" : "usage.rate";
            }
            case Fact.UsageSettled _, Fact.UsageQuarantined _, Fact.CreditExpired _ ->
                    throw new IllegalStateException("nobody asks for a " + fact.kind());
        };
    }
}
