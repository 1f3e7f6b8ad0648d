package io.weighbridge.backend.proxies.call;

import com.fasterxml.jackson.databind.JsonNode;

import io.weighbridge.backend.gate.meter.MeterStep;
import io.weighbridge.backend.gate.meter.MeteredCall;
import io.weighbridge.backend.gate.settle.SettleResult;
import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.backend.proxies.wire.ModelRequest;
import io.weighbridge.backend.usage.Settlement;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.Outcome;
import io.weighbridge.model.RequestId;
import io.weighbridge.model.Units;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// A call that was admitted, until it has ended for good: it is settled or released once, by the
/// thread that serves it, and given up to the ledger before the client can know that it has ended.
/// Where the ledger cannot take it now, the same is asked again until it can.
public final class OpenCall {
    private static final Logger LOG = LoggerFactory.getLogger(OpenCall.class);
    private static final long NEWS_NANOS = 1_000_000_000L;
    private static final long WAIT_MS = 2_000;

    private final RequestId id;
    private final MeteredCall metered;
    private final boolean isSliced;
    private final boolean takesCost;
    private final long firstCeiling;
    private final TimeSource time;
    private final OpenCalls all;
    private final Cancel cancel = new Cancel();
    // Its end, and where that is waited for its answer.
    private final AtomicInteger toCome = new AtomicInteger(1);
    private volatile boolean clientGone;
    private long toldNanos;
    private boolean isEnded;

    /// @param isSliced whether it has a hold for a slice at a time, not for all it may come to
    /// @param takesCost whether what the model server says that it costs is recorded
    public OpenCall(
            RequestId id,
            MeteredCall metered,
            boolean isSliced,
            boolean takesCost,
            TimeSource time,
            OpenCalls all) {
        this.id = id;
        this.metered = metered;
        this.isSliced = isSliced;
        this.takesCost = takesCost;
        this.firstCeiling = metered.ceilingOutputTokens();
        this.time = time;
        this.all = all;
        this.toldNanos = time.nanos();
    }

    public RequestId id() {
        return id;
    }

    public Cancel cancel() {
        return cancel;
    }

    /// The client left: what the model server does is of no use any more. On any thread.
    public void clientLeft() {
        clientGone = true;
        cancel.cancel();
    }

    public boolean isClientGone() {
        return clientGone;
    }

    /// Whether the call may come to so much. One that has a hold for a slice is extended as it
    /// goes, and ends where the hold cannot be. Any other has a hold for all that the model server
    /// was told it may come to: it ends where that server does not obey, by what is certain, so
    /// that no estimate ends an answer in order.
    public Further further(Tally tally) {
        long output = tally.output();
        boolean isNear =
                isSliced
                        && metered.ceilingOutputTokens() >= 0
                        && metered.ceilingOutputTokens() - output
                                <= metered.sliceOutputTokens() / 2;
        long now = time.nanos();
        if (!isNear && now - toldNanos < NEWS_NANOS) {
            return within(tally);
        }
        toldNanos = now;
        try {
            return switch (metered.progress(tally.units())) {
                case MeterStep.GoOn _, MeterStep.Warn _ -> within(tally);
                case MeterStep.End end ->
                        end.isBarred() ? new Further.Barred(end.reason()) : within(tally);
            };
        } catch (Fault e) {
            LOG.warn("call {} could not be extended: {}", id, e.logText());
            // A gate that fails now does not end an answer that the hold covers.
            return e.code() == ErrorCode.HOLD_UNKNOWN ? Further.LOST : within(tally);
        }
    }

    /// Lets the hold of a call that is held for as a whole live on while its answer comes.
    public Further keep() {
        return keep(Units.NONE);
    }

    /// The same, and tells what it has come to, at most once a second.
    public Further keep(Units units) {
        long now = time.nanos();
        if (now - toldNanos < NEWS_NANOS) {
            return Further.YES;
        }
        toldNanos = now;
        try {
            return metered.keep(units) instanceof MeterStep.End end
                    ? new Further.Barred(end.reason())
                    : Further.YES;
        } catch (Fault e) {
            LOG.warn("call {} could not be kept: {}", id, e.logText());
            return e.code() == ErrorCode.HOLD_UNKNOWN ? Further.LOST : Further.YES;
        }
    }

    // What a model server tells beyond a hold for all of a call raises the hold, so that it is paid
    // for; it does not raise the maximum.
    private Further within(Tally tally) {
        long ceiling = isSliced ? metered.ceilingOutputTokens() : firstCeiling;
        long output = isSliced ? tally.output() : tally.leastOutput();
        return ceiling < 0 || output <= ceiling ? Further.YES : Further.NO;
    }

    /// The answer is of another model than the one that is charged for.
    public void answeredByAnother(String asked, JsonNode model) {
        String answered = Check.shown(model.textValue()).replaceAll("\\p{Cntrl}", "?");
        if (all.countOtherModel(asked, answered)) {
            LOG.warn(
                    "call {} asked for model {} and was answered by {}; this is said once",
                    id,
                    asked,
                    answered);
        }
    }

    /// Charges it.
    public void settle(Outcome outcome, Used used) {
        settle(settlement(outcome, used), new CompletableFuture<>());
    }

    /// Charges known units.
    public void settle(Outcome outcome, Units units) {
        settle(settlement(outcome, units, Settlement.UNKNOWN), new CompletableFuture<>());
    }

    /// Charges it, and waits until that is durable.
    ///
    /// @return what it came to; empty where the ledger does not say so in time, which makes no
    ///     difference to the charge
    public Optional<SettleResult> settleAndWait(Outcome outcome, Used used) {
        return settleAndWait(settlement(outcome, used));
    }

    /// The same with known units.
    public Optional<SettleResult> settleAndWait(Outcome outcome, Units units) {
        return settleAndWait(settlement(outcome, units, Settlement.UNKNOWN));
    }

    private Optional<SettleResult> settleAndWait(Settlement settlement) {
        CompletableFuture<Optional<SettleResult>> told = new CompletableFuture<>();
        settle(settlement, told);
        return all.waits().await(told, WAIT_MS);
    }

    private Settlement settlement(Outcome outcome, Used used) {
        Settlement settlement = settlement(outcome, used.units(), cost(used));
        if (!used.isEstimated()) {
            return settlement;
        }
        all.countEstimated();
        String by = used.estimatedBy();
        LOG.info("call {} is charged by an estimate ({}): {}", id, by, settlement.units());
        return settlement.estimatedBy(by);
    }

    private static Settlement settlement(Outcome outcome, Units units, long costNanos) {
        long unknown = Settlement.UNKNOWN;
        return new Settlement(outcome, units, unknown, unknown, costNanos);
    }

    // What the model server says that it cost, where that is recorded.
    private long cost(Used used) {
        return takesCost && used.costNanos() != ModelRequest.ABSENT
                ? used.costNanos()
                : Settlement.UNKNOWN;
    }

    private void settle(Settlement settlement, CompletableFuture<Optional<SettleResult>> told) {
        end(settlement, end -> metered.settle(settlement, end.reply(told)));
    }

    /// Drops its hold: nothing was served.
    public void release(String reason) {
        end("release", end -> metered.release(reason, end.reply()));
    }

    private void end(Object what, Consumer<CallEnd> how) {
        if (isEnded) {
            throw new IllegalStateException("call " + id + " has ended already");
        }
        isEnded = true;
        new CallEnd(all, () -> "call " + id + ": " + what, how, this::came).tell();
    }

    /// It counts as open until [#answered] too: a stop does not take an answer from a client that
    /// was charged for it. Said before its end.
    public void countsUntilAnswered() {
        var _ = toCome.incrementAndGet();
    }

    /// Nothing more is written to its client.
    public void answered() {
        came();
    }

    private void came() {
        if (toCome.decrementAndGet() == 0) {
            all.ended(this);
        }
    }

    /// Whether it was settled or released.
    public boolean isEnded() {
        return isEnded;
    }
}
