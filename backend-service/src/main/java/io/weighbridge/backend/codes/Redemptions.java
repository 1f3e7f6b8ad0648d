package io.weighbridge.backend.codes;

import io.weighbridge.backend.ledger.accounts.Accounts;
import io.weighbridge.backend.ledger.accounts.Promotions;
import io.weighbridge.backend.platform.audit.Act;
import io.weighbridge.backend.platform.audit.ActorKind;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.time.TimeSource;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Optional;

/// Turns codes into credit. A code is an account's in one SQL transaction; then the ledger gives
/// its credit, under an operation id made of the code; then it is done. A fault between any two
/// leaves a code that is used and not done: done again, nothing is given twice. For threads that
/// may wait.
public final class Redemptions {
    private static final Logger LOG = LoggerFactory.getLogger(Redemptions.class);
    private static final int UNFINISHED_MOST = 1_000;
    private static final Act OURS = new Act(ActorKind.LOCAL, 0, "codes", 0, 0, "", "", "");

    private final CodeStore store;
    private final Promotions promotions;
    private final Accounts accounts;
    private final TimeSource time;

    Redemptions(CodeStore store, Promotions promotions, Accounts accounts, TimeSource time) {
        this.store = store;
        this.promotions = promotions;
        this.accounts = accounts;
        this.time = time;
    }

    /// Gives an account the credit of a code.
    ///
    /// @param text as it was typed: a secret
    /// @param act who asks for it
    /// @throws Fault ACCOUNT_UNKNOWN; BUSY, STORE_UNAVAILABLE: it may have happened, or happens
    ///     later; asked again it says so
    public Redemption redeem(long accountId, String text, Act act) {
        boolean suspended = accounts.require(accountId).suspended();
        Optional<RedemptionCode> code = RedemptionCode.parse(text);
        if (code.isEmpty()) {
            return new Redemption.Refused(Redemption.Reason.MISTYPED);
        }
        if (suspended) {
            return new Redemption.Refused(Redemption.Reason.ACCOUNT_SUSPENDED);
        }
        return switch (store.claim(code.get(), accountId, time.wallMs(), act)) {
            case CodeStore.Refused(Redemption.Reason reason) -> new Redemption.Refused(reason);
            case CodeStore.Claimed(KeptCode kept, boolean before) -> {
                KeptCode done = kept.doneAtMs() == 0 ? finish(kept, act) : kept;
                yield new Redemption.Redeemed(
                        done.campaign(),
                        done.amountNanos(),
                        done.expiresAtMs(),
                        done.grantId(),
                        before);
            }
        };
    }

    private KeptCode finish(KeptCode code, Act act) {
        Promotions.Given given =
                promotions.give(
                        code.accountId(),
                        code.operationId(),
                        code.amountNanos(),
                        code.expiresAtMs(),
                        "code " + code.name() + ", " + code.campaign(),
                        act);
        KeptCode done = code.done(given.grantId(), given.expiresAtMs(), time.wallMs());
        store.done(done);
        return done;
    }

    /// At a start and now and then: gives what was promised and is not in the ledger. What cannot
    /// be done now is done the next time.
    public void finish() {
        for (KeptCode code : store.unfinished(UNFINISHED_MOST)) {
            try {
                var _ = finish(code, OURS);
            } catch (Fault fault) {
                LOG.warn("The credit of code {} is given later: {}", code.name(), fault.logText());
            }
        }
    }
}
