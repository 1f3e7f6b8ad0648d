package io.weighbridge.backend.ledger;

import io.weighbridge.backend.ledger.fact.Fact;
import io.weighbridge.backend.ledger.fact.FactReader;
import io.weighbridge.backend.ledger.journal.ByteReader;
import io.weighbridge.backend.services.ServiceSettings;
import io.weighbridge.model.RequestId;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads the journal at a start: applies and folds what SQL lacks, and finds the holds that are
/// still open.
final class LedgerRecovery {
    private static final int BATCH = 8_192;

    private final LedgerStore store;
    private final LedgerState state;
    private final long foldedSequence;
    // With the sequence of its last whole note, in that order: a note of what changed is not enough
    // to bring a hold back.
    private final Map<RequestId, Fact.HoldOpened> open = new LinkedHashMap<>();
    private final List<Fact> unfolded = new ArrayList<>();
    private final long startedAtMs;
    private final long startedAtSteadyMs;
    private long lastSequence;
    private long lastAtMs;

    /// @param startedAtMs now
    /// @param startedAtSteadyMs now, on the monotonic clock
    LedgerRecovery(
            LedgerStore store,
            LedgerState state,
            LedgerStore.Snapshot snapshot,
            long startedAtMs,
            long startedAtSteadyMs) {
        this.startedAtMs = startedAtMs;
        this.startedAtSteadyMs = startedAtSteadyMs;
        this.store = store;
        this.state = state;
        this.foldedSequence = snapshot.foldedSequence();
        this.lastAtMs = snapshot.lastAtMs();
    }

    /// Instant of the last fact.
    long lastAtMs() {
        return lastAtMs;
    }

    void frame(ByteReader in) {
        while (in.hasMore()) {
            Fact fact = FactReader.read(in);
            lastSequence = fact.sequence();
            lastAtMs = Math.max(lastAtMs, fact.atMs());
            track(fact);
            if (fact.sequence() > foldedSequence) {
                state.apply(fact);
                unfolded.add(fact);
                if (unfolded.size() >= BATCH) {
                    fold();
                }
            }
        }
    }

    private void track(Fact fact) {
        switch (fact) {
            case Fact.HoldOpened f -> {
                open.remove(f.call().id());
                open.put(f.call().id(), f);
            }
            case Fact.HoldChanged f ->
                    open.computeIfPresent(f.requestId(), (id, old) -> changed(old, f));
            case Fact.HoldDropped f -> open.remove(f.requestId());
            case Fact.UsageSettled f -> open.remove(f.requestId());
            case Fact.UsageQuarantined f -> open.remove(f.requestId());
            case Fact.UsageRated f -> {}
            case Fact.UsageRefunded f -> {}
            case Fact.CreditGranted f -> {}
            case Fact.CreditTaken f -> {}
            case Fact.CreditTakenBack f -> {}
            case Fact.CreditExpired f -> {}
        }
    }

    private static Fact.HoldOpened changed(Fact.HoldOpened old, Fact.HoldChanged change) {
        return new Fact.HoldOpened(
                old.sequence(),
                old.atMs(),
                old.call(),
                change.heldNanos(),
                change.covered(),
                change.expiresAtMs(),
                change.heard(),
                true);
    }

    private void fold() {
        if (!unfolded.isEmpty()) {
            store.fold(unfolded, unfolded.getLast().sequence());
            unfolded.forEach(state::folded);
            unfolded.clear();
        }
    }

    void finish() {
        fold();
        if (lastSequence < foldedSequence) {
            // The journal's end was lost after it had been folded, and with it how some of these
            // holds ended; SQL knows.
            open.keySet().removeIf(id -> state.endedState(id) != null);
        }
        open.values().forEach(this::reopen);
    }

    private void reopen(Fact.HoldOpened opened) {
        AccountState account = state.require(opened.call().accountId());
        long lifeMs = opened.expiresAtMs() - opened.call().authorizedAtMs();
        // A clock that was ahead must not keep the credit longer than any call may.
        long leftMs = Math.min(lifeMs, ServiceSettings.HOLD_TTL_MS_MAX);
        long endsAtMs = Math.min(opened.expiresAtMs(), startedAtMs + leftMs);
        // Nobody listened: proxies could not settle.
        long expiresAtMs = Grace.endsAtMs(endsAtMs, lifeMs, startedAtMs);
        long endsAtSteadyMs = startedAtSteadyMs + expiresAtMs - startedAtMs;
        Hold hold =
                new Hold(
                        account,
                        opened.call(),
                        opened.heldNanos(),
                        opened.covered(),
                        opened.expiresAtMs(),
                        endsAtSteadyMs,
                        HoldKeeper.NONE);
        synchronized (account) {
            hold.set(
                    new HoldChange(
                            hold,
                            opened.heldNanos(),
                            opened.covered(),
                            expiresAtMs,
                            endsAtSteadyMs,
                            opened.heard()));
            account.hold(opened.heldNanos());
        }
        state.index().add(hold);
        state.seen().add(hold.hi(), hold.lo());
        state.holds().noted(hold, opened.sequence(), endsAtSteadyMs);
    }
}
