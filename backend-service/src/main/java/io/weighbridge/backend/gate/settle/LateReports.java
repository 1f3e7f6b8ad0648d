package io.weighbridge.backend.gate.settle;

import io.weighbridge.backend.compute.cost.CallCost;
import io.weighbridge.backend.ledger.AccountState;
import io.weighbridge.backend.ledger.Command;
import io.weighbridge.backend.ledger.Ledger;
import io.weighbridge.backend.ledger.Posting;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.log.Occasional;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.backend.usage.UsageRecord;
import io.weighbridge.backend.usage.UsageStore;
import io.weighbridge.model.ErrorCode;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.Executor;

/// Keeps what is told of a call that its service's policy had charged already: as unrated usage,
/// which an operator rates, or writes off. No money moves by it. One report for a call; the same
/// one again is a repeat. Safe for sharing.
final class LateReports {
    private static final Logger LOG = LoggerFactory.getLogger(LateReports.class);

    private final Ledger ledger;
    private final UsageStore records;
    private final TimeSource time;
    private final Executor background;
    private final Occasional keepings;

    LateReports(Ledger ledger, UsageStore records, TimeSource time, Executor background) {
        this.ledger = ledger;
        this.records = records;
        this.time = time;
        this.background = background;
        this.keepings = new Occasional(time);
    }

    /// Keeps it; answers when that is durable.
    void keep(LateReport late, Reply<SettleResult> reply) {
        ledger.submit(new Keeping(late, reply));
    }

    private final class Keeping implements Command {
        private final LateReport late;
        private final Reply<SettleResult> reply;
        // Set by decide; null when one had been kept before.
        private @Nullable SettleResult kept;

        Keeping(LateReport late, Reply<SettleResult> reply) {
            this.late = late;
            this.reply = reply;
        }

        @Override
        public void decide(Posting posting) {
            if (posting.ended(late.call().id()) != null) {
                return;
            }
            AccountState account = posting.account(late.call().accountId());
            if (account == null) {
                throw Fault.of(ErrorCode.HOLD_UNKNOWN, "hold_id: its account is not in this store");
            }
            UsageRecord record =
                    posting.quarantine(
                                    account,
                                    late.call(),
                                    null,
                                    late.settlement(),
                                    // A part of a call has no cost by a curve: it lacks its
                                    // context.
                                    CallCost.NONE,
                                    0,
                                    late.reason())
                            .record();
            kept = result(account, record, false);
        }

        @Override
        public void committed() {
            SettleResult result = kept;
            if (result != null) {
                long count = keepings.happened(1);
                if (count > 0) {
                    LOG.warn(
                            "{} reports came after the holds of their calls had expired, and are"
                                    + " kept as unrated since this was said; the last is record"
                                    + " {}, {}",
                            count,
                            result.recordId(),
                            late.reason());
                }
                reply.done(result);
            } else {
                background.execute(this::answerRepeat);
            }
        }

        private void answerRepeat() {
            try {
                reply.done(repeated(late));
            } catch (Fault fault) {
                reply.failed(fault);
            } catch (RuntimeException e) {
                reply.failed(Fault.internal("answering a repeated late report failed", e));
            }
        }

        @Override
        public void failed(Fault fault) {
            reply.failed(fault);
        }
    }

    private SettleResult repeated(LateReport late) {
        ledger.awaitFolded();
        UsageRecord record = records.find(late.call().id()).orElse(null);
        if (record == null || !late.isKeptAs(record)) {
            throw Fault.of(
                    ErrorCode.SETTLED_DIFFERENTLY,
                    "request "
                            + late.call().id()
                            + " was settled when its hold expired, and something else was told"
                            + " since"
                            + (record == null ? "" : ", which is kept as " + late.call().id()));
        }
        AccountState account = ledger.account(record.call().accountId());
        if (account == null) {
            throw Fault.internal("account of record " + late.call().id() + " is not here", null);
        }
        return result(account, record, true);
    }

    private SettleResult result(AccountState account, UsageRecord record, boolean repeated) {
        synchronized (account) {
            return SettleResult.of(
                    record,
                    account.balanceNanos(),
                    account.availableNanos(time.wallMs()),
                    repeated);
        }
    }
}
