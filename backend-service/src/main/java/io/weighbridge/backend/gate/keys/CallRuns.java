package io.weighbridge.backend.gate.keys;

import io.weighbridge.backend.keys.KeyReader;
import io.weighbridge.backend.ledger.Hold;
import io.weighbridge.backend.ledger.Ledger;
import io.weighbridge.backend.usage.Call;
import io.weighbridge.backend.usage.TagKeys;
import io.weighbridge.backend.usage.UsageRecord;
import io.weighbridge.backend.usage.UsageStore;
import io.weighbridge.model.RequestId;

import org.jspecify.annotations.Nullable;

/// Tells which run a call belongs to that was made for another one: calls of one account that are
/// one bill with parts. Safe for sharing; for threads that may read SQL.
public final class CallRuns {
    private final KeyTable keys;
    private final Ledger ledger;
    private final UsageStore records;

    public CallRuns(KeyTable keys, Ledger ledger, UsageStore records) {
        this.keys = keys;
        this.ledger = ledger;
        this.records = records;
    }

    /// The request id of the first call of the run that a call is part of.
    ///
    /// @param parent another call of the key's account, open or settled
    /// @return null where there is no such call; the same for another account's
    public @Nullable String of(String apiKey, RequestId parent) {
        long accountId = accountOf(apiKey);
        Call call = accountId == 0 ? null : call(parent);
        if (call == null || call.accountId() != accountId) {
            return null;
        }
        String run = TagKeys.value(call.tags(), TagKeys.RUN);
        return run == null ? parent.toString() : run;
    }

    private long accountOf(String apiKey) {
        KeyReader reader = new KeyReader();
        if (!reader.read(apiKey)) {
            return 0;
        }
        KeySlots slots = keys.slots();
        int slot = slots.find(reader.a(), reader.b(), reader.c(), reader.d());
        return slot < 0 ? 0 : slots.account(slot).id();
    }

    private @Nullable Call call(RequestId id) {
        Hold hold = ledger.hold(id.hi(), id.lo());
        if (hold != null) {
            return hold.call();
        }
        // It may have ended a moment ago; in this order nothing is missed, and nothing waited for.
        Call ended = ledger.unfoldedCall(id);
        return ended == null ? records.find(id).map(UsageRecord::call).orElse(null) : ended;
    }
}
