package io.weighbridge.backend.ledger;

import io.weighbridge.backend.usage.Call;
import io.weighbridge.model.Units;

import org.jspecify.annotations.Nullable;

/// Credit set aside for a call in flight. What does not change is final; the rest is guarded by the
/// account's monitor, and its place in the book is the writer's own.
public final class Hold extends HoldBook.Place {
    private final AccountState account;
    private final Call call;
    private final long firstHeldNanos;
    private final long firstExpiresAtMs;
    private HoldKeeper keeper;
    private long heldNanos;
    private Units covered;
    private long expiresAtMs;
    private long endsAtSteadyMs;
    private Units heard;
    private boolean ended;
    // Chain of the index's bucket; guarded by the index's stripe.
    @Nullable Hold nextInIndex;
    // When `heard` was last written to the journal, on the monotonic clock.
    private long notedAtSteadyMs;
    // The keeper's own: see #reserved.
    private long reservedMark;
    private long reservedTokens;

    /// A hold that is not open yet.
    ///
    /// @param heldNanos credit to set aside
    /// @param covered the units that it is for; its tokens are reserved of tokens/min
    /// @param expiresAtMs when it ends by itself, as it is told
    /// @param endsAtSteadyMs the same on the monotonic clock, which is what counts: setting the
    ///     wall clock ends no call and keeps no credit
    public Hold(
            AccountState account,
            Call call,
            long heldNanos,
            Units covered,
            long expiresAtMs,
            long endsAtSteadyMs,
            HoldKeeper keeper) {
        this.account = account;
        this.call = call;
        this.firstHeldNanos = heldNanos;
        this.firstExpiresAtMs = expiresAtMs;
        this.heldNanos = heldNanos;
        this.covered = covered;
        this.expiresAtMs = expiresAtMs;
        this.endsAtSteadyMs = endsAtSteadyMs;
        this.keeper = keeper;
        this.heard = Units.NONE;
        this.notedAtSteadyMs = endsAtSteadyMs - (expiresAtMs - call.authorizedAtMs());
    }

    long hi() {
        return call.id().hi();
    }

    long lo() {
        return call.id().lo();
    }

    /// Whose credit.
    public AccountState account() {
        return account;
    }

    /// The call it is for.
    public Call call() {
        return call;
    }

    /// Credit set aside when it was opened.
    public long firstHeldNanos() {
        return firstHeldNanos;
    }

    /// When it was to end by itself when it was opened.
    public long firstExpiresAtMs() {
        return firstExpiresAtMs;
    }

    /// Credit set aside now.
    public long heldNanos() {
        return heldNanos;
    }

    /// The units that the credit is set aside for now: at first the estimate.
    public Units covered() {
        return covered;
    }

    /// When it ends by itself, as it was told.
    public long expiresAtMs() {
        return expiresAtMs;
    }

    /// When it ends by itself, in milliseconds of the monotonic clock.
    public long endsAtSteadyMs() {
        return endsAtSteadyMs;
    }

    /// What the proxy told last, cumulative; [Units#NONE] when it told nothing.
    public Units heard() {
        return heard;
    }

    /// Whether it was settled, released or expired.
    public boolean isEnded() {
        return ended;
    }

    /// Where in its keeper's count of tokens the call was opened.
    public long reservedMark() {
        return reservedMark;
    }

    /// Tokens that its keeper counted for it: at most those that are covered.
    public long reservedTokens() {
        return reservedTokens;
    }

    /// Remembers what its keeper counted for it.
    public void reserved(long mark, long tokens) {
        reservedMark = mark;
        reservedTokens = tokens;
    }

    HoldKeeper keeper() {
        return keeper;
    }

    void keepWith(HoldKeeper newKeeper) {
        keeper = newKeeper;
    }

    void set(HoldChange change) {
        heldNanos = change.heldNanos();
        covered = change.covered();
        expiresAtMs = change.expiresAtMs();
        endsAtSteadyMs = change.endsAtSteadyMs();
        heard = change.heard();
    }

    long notedAtSteadyMs() {
        return notedAtSteadyMs;
    }

    void noted(long atSteadyMs) {
        notedAtSteadyMs = atSteadyMs;
    }

    void end() {
        ended = true;
    }
}
