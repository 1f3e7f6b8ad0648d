package io.weighbridge.backend.gate.settle;

import io.weighbridge.backend.compute.cost.CallCosts;
import io.weighbridge.backend.compute.curve.Curves;
import io.weighbridge.backend.gate.hold.HoldToken;
import io.weighbridge.backend.gate.hold.HoldTokens;
import io.weighbridge.backend.gate.price.Charging;
import io.weighbridge.backend.gate.price.OldBooks;
import io.weighbridge.backend.ledger.AccountState;
import io.weighbridge.backend.ledger.Hold;
import io.weighbridge.backend.ledger.Ledger;
import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.metrics.LatencyHistogram;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.backend.pricing.CompiledBook;
import io.weighbridge.backend.pricing.Prices;
import io.weighbridge.backend.usage.RecordDetails;
import io.weighbridge.backend.usage.Settlement;
import io.weighbridge.backend.usage.UsageRecord;
import io.weighbridge.backend.usage.UsageStore;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.Nanos;
import io.weighbridge.model.Outcome;
import io.weighbridge.model.RequestId;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.Executor;

/// Settles and releases calls: checks what was sent, hands it to the ledger's writer, answers when
/// it is durable. Safe for sharing; never waits on the caller's thread.
public final class Settling {
    private static final Logger LOG = LoggerFactory.getLogger(Settling.class);
    private static final int MODEL_MAX = 300;
    private static final long MILLIS_MAX = 1_000L * 3_600 * 24 * 365;

    private final Ledger ledger;
    private final HoldTokens tokens;
    private final Prices prices;
    private final CallCosts costs;
    private final Curves curves;
    private final Charging charging;
    private final OldBooks oldBooks;
    private final UsageStore records;
    private final TimeSource time;
    private final Executor background;
    private final LatencyHistogram times;
    private final OtherModels otherModels;
    private final LateReports lateReports;

    public Settling(
            Ledger ledger,
            HoldTokens tokens,
            Prices prices,
            CallCosts costs,
            Curves curves,
            UsageStore records,
            TimeSource time,
            Executor background,
            LatencyHistogram times,
            OtherModels otherModels) {
        this.ledger = ledger;
        this.tokens = tokens;
        this.prices = prices;
        this.costs = costs;
        this.curves = curves;
        this.charging = new Charging(prices::compiled, costs, curves);
        this.oldBooks = new OldBooks(prices::compiled, background);
        this.records = records;
        this.time = time;
        this.background = background;
        this.times = times;
        this.otherModels = otherModels;
        this.lateReports = new LateReports(ledger, records, time, background);
    }

    /// Charges a call.
    ///
    /// @param to told when the charge is durable, or what is wrong; also of what is wrong with
    ///     the call itself, at once
    public void settle(SettleCall call, Reply<SettleResult> to) {
        Reply<SettleResult> reply = new TimedReply<>(to, times, time, time.nanos());
        try {
            check(call.settlement());
            HoldToken token = call.holdId().isEmpty() ? null : tokens.read(call.holdId());
            RequestId id = requestId(token, call.requestId());
            reply = otherModels.reply(serviceId(token, id), model(call), reply);
            if (token == null || token.priceBookId() == 0) {
                ledger.submit(command(id, token, call, charging, reply));
                return;
            }
            CompiledBook book = prices.atHand(token.priceBookId());
            if (book != null) {
                ledger.submit(command(id, token, call, by(token, book), reply));
            } else {
                fetch(id, token, call, reply);
            }
        } catch (Fault fault) {
            reply.failed(fault);
        }
    }

    // It informs, so it stops no charge: what cannot be a model's name is taken as not told.
    private static String model(SettleCall call) {
        String model = call.model();
        boolean isName =
                model.length() <= MODEL_MAX && model.chars().noneMatch(Character::isISOControl);
        return isName ? model : "";
    }

    // Not known where only the request id is told, and its hold has ended.
    private long serviceId(@Nullable HoldToken token, RequestId id) {
        if (token != null) {
            return token.serviceId();
        }
        Hold hold = ledger.hold(id.hi(), id.lo());
        return hold == null ? 0 : hold.call().serviceId();
    }

    private SettleCommand command(
            RequestId id,
            @Nullable HoldToken token,
            SettleCall call,
            Charging by,
            Reply<SettleResult> reply) {
        return new SettleCommand(
                by, id, token, call.settlement(), call.proxy(), reply, this::answerRepeat);
    }

    // A hold that is open says itself which book it is charged by. It is the token's, unless the
    // token is of a hold that a crash took and the request was authorised again since.
    private Charging by(HoldToken token, @Nullable CompiledBook book) {
        long bookId = token.priceBookId();
        return new Charging(id -> id == bookId ? book : prices.compiled(id), costs, curves);
    }

    // The hold ended long ago, and its book with it: the writer is given what is read here.
    private void fetch(RequestId id, HoldToken token, SettleCall call, Reply<SettleResult> reply) {
        oldBooks.read(
                token.priceBookId(),
                new OldBooks.Waiting() {
                    @Override
                    public void read(@Nullable CompiledBook book) {
                        try {
                            ledger.submit(command(id, token, call, by(token, book), reply));
                        } catch (Fault fault) {
                            reply.failed(fault);
                        } catch (RuntimeException e) {
                            reply.failed(Fault.internal("a settle could not be handed on", e));
                        }
                    }

                    @Override
                    public void failed(Fault fault) {
                        reply.failed(fault);
                    }
                });
    }

    /// Drops a hold.
    ///
    /// @param reply told whether there was something to drop
    public void release(
            String holdId,
            @Nullable RequestId requestId,
            String reason,
            String proxy,
            Reply<Boolean> reply) {
        try {
            Check.text("reason", reason, 0, 200);
            HoldToken token = holdId.isEmpty() ? null : tokens.read(holdId);
            RequestId id = requestId(token, requestId);
            ledger.submit(
                    new ReleaseCommand(
                            id,
                            token,
                            reason,
                            proxy,
                            reply,
                            charged ->
                                    background.execute(
                                            () -> releasedLate(id, token, proxy, charged, reply))));
        } catch (Fault fault) {
            reply.failed(fault);
        }
    }

    // Charged by policy, and not served at all: before the reply, which is a refusal all the same,
    // that is kept for an operator.
    private void releasedLate(
            RequestId id,
            @Nullable HoldToken token,
            String proxy,
            Fault charged,
            Reply<Boolean> reply) {
        try {
            UsageRecord record = settled(id, token, proxy);
            if (record.settlement().outcome() != Outcome.PROXY_VANISHED) {
                reply.failed(charged);
                return;
            }
            lateReports.keep(
                    LateReport.notServed(details(id)),
                    new Reply<>() {
                        @Override
                        public void done(SettleResult kept) {
                            reply.failed(
                                    Fault.of(
                                            charged.code(),
                                            charged.text()
                                                    + "; what was told is kept as unrated record "
                                                    + kept.recordId()));
                        }

                        @Override
                        public void failed(Fault fault) {
                            reply.failed(fault);
                        }
                    });
        } catch (Fault fault) {
            reply.failed(fault);
        } catch (RuntimeException e) {
            reply.failed(Fault.internal("a late release could not be kept", e));
        }
    }

    private static RequestId requestId(@Nullable HoldToken token, @Nullable RequestId requestId) {
        if (token == null) {
            if (requestId == null) {
                throw Fault.invalid("hold_id", "empty", "a hold id or a request id");
            }
            return requestId;
        }
        if (requestId != null && !requestId.equals(token.requestId())) {
            throw Fault.of(
                    ErrorCode.HOLD_MISMATCH,
                    "request_id: " + requestId + " (expected: that of the hold, or none)");
        }
        return token.requestId();
    }

    /// @throws Fault INVALID_UNITS or INVALID_FIELD
    public static void check(Settlement settlement) {
        String problem = settlement.units().problem();
        if (problem != null) {
            throw Fault.of(ErrorCode.INVALID_UNITS, "units: " + problem);
        }
        if (settlement.outcome() == Outcome.PROXY_VANISHED) {
            throw Fault.invalid("outcome", settlement.outcome(), "how the call ended");
        }
        Check.range("queue_ms", settlement.queueMs(), Settlement.UNKNOWN, MILLIS_MAX);
        Check.range("compute_ms", settlement.computeMs(), Settlement.UNKNOWN, MILLIS_MAX);
        Check.range(
                "upstream_cost_nanos",
                settlement.upstreamCostNanos(),
                Settlement.UNKNOWN,
                Nanos.AMOUNT_MAX);
        var _ =
                Check.text(
                        "estimated_by", settlement.estimatedBy(), 0, Settlement.ESTIMATED_BY_MAX);
    }

    private void answerRepeat(
            RequestId id,
            @Nullable HoldToken token,
            Settlement settlement,
            String proxy,
            Reply<SettleResult> reply) {
        background.execute(
                () -> {
                    try {
                        repeated(id, token, settlement, proxy, reply);
                    } catch (Fault fault) {
                        reply.failed(fault);
                    } catch (RuntimeException e) {
                        reply.failed(Fault.internal("answering a repeated settle failed", e));
                    }
                });
    }

    private void repeated(
            RequestId id,
            @Nullable HoldToken token,
            Settlement settlement,
            String proxy,
            Reply<SettleResult> reply) {
        UsageRecord record = settled(id, token, proxy);
        if (record.settlement().outcome() == Outcome.PROXY_VANISHED) {
            LateReport late = LateReport.of(details(id), settlement);
            if (late != null) {
                lateReports.keep(late, reply);
                return;
            }
            if (settlement.upstreamCostNanos() != record.settlement().upstreamCostNanos()) {
                LOG.warn(
                        "call {} was charged when its hold expired; its upstream cost, told since,"
                                + " is not in its record: {} nanos",
                        id,
                        settlement.upstreamCostNanos());
            }
        } else if (!record.settlement().tellsSame(settlement)) {
            throw Fault.of(
                    ErrorCode.SETTLED_DIFFERENTLY,
                    "request " + id + " was settled before, with other content");
        }
        AccountState account = ledger.account(record.call().accountId());
        if (account == null) {
            throw Fault.internal("account of record " + id + " is not in memory", null);
        }
        SettleResult result;
        synchronized (account) {
            result =
                    SettleResult.of(
                            record,
                            account.balanceNanos(),
                            account.availableNanos(time.wallMs()),
                            true);
        }
        reply.done(result);
    }

    private RecordDetails details(RequestId id) {
        return records.details(id).orElseThrow(() -> records.notFound("request_id", id));
    }

    private UsageRecord settled(RequestId id, @Nullable HoldToken token, String proxy) {
        ledger.awaitFolded();
        UsageRecord record = records.find(id).orElseThrow(() -> records.notFound("request_id", id));
        if (token != null) {
            token.requireOf(record.call());
        }
        HoldToken.requireProxy(record.call().proxy().equals(proxy));
        return record;
    }
}
