package io.weighbridge.backend.gate.event;

import io.weighbridge.backend.compute.cost.CallCosts;
import io.weighbridge.backend.compute.curve.Curves;
import io.weighbridge.backend.gate.keys.KeyEntry;
import io.weighbridge.backend.gate.keys.KeyTable;
import io.weighbridge.backend.gate.price.Charging;
import io.weighbridge.backend.gate.settle.Reply;
import io.weighbridge.backend.gate.settle.Settling;
import io.weighbridge.backend.ledger.AccountState;
import io.weighbridge.backend.ledger.Ledger;
import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.backend.pricing.CompiledBook;
import io.weighbridge.backend.pricing.Prices;
import io.weighbridge.backend.services.Service;
import io.weighbridge.backend.services.Services;
import io.weighbridge.backend.usage.Call;
import io.weighbridge.backend.usage.Settlement;
import io.weighbridge.backend.usage.UsageRecord;
import io.weighbridge.backend.usage.UsageStore;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.IdKind;
import io.weighbridge.model.RequestId;

import org.jspecify.annotations.Nullable;

import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.function.LongFunction;

/// Charges usage that was not authorised here. It happened, so it is charged: nothing is held, the
/// whole charge is an overrun, and neither an empty balance, a suspended account nor a revoked key
/// keeps it from being charged. The price is the one in force when it happened.
///
/// Each event of a teller's is charged once, for ever ([EventIds]): who sends it again is told what
/// came of it, and who sends something else under its identity is refused. For threads that may
/// wait. Safe for sharing.
public final class EventCharging {
    /// How far ahead of the gate's clock an event may be.
    public static final long AHEAD_MS = 60_000;

    private static final String A_SUBJECT = "; in a CloudEvent it is the subject)";
    private static final int IDENTITY_LENGTH_MAX = 200;
    private static final int SUBJECT_LENGTH_MAX = 100;

    private final Services services;
    private final KeyTable keys;
    private final Prices prices;
    private final CallCosts costs;
    private final Curves curves;
    private final Ledger ledger;
    private final UsageStore records;
    private final TimeSource time;
    private final Executor background;
    private final EventTurns turns;
    private final long ageMaxMs;

    /// Who pays.
    private record Payer(long accountId, long keyId) {}

    /// @param ageMaxMs how old an event may be
    public EventCharging(
            Services services,
            KeyTable keys,
            Prices prices,
            CallCosts costs,
            Curves curves,
            Ledger ledger,
            UsageStore records,
            TimeSource time,
            Executor background,
            long ageMaxMs) {
        this.services = services;
        this.keys = keys;
        this.prices = prices;
        this.costs = costs;
        this.curves = curves;
        this.ledger = ledger;
        this.records = records;
        this.time = time;
        this.background = background;
        this.turns = new EventTurns(background);
        this.ageMaxMs = ageMaxMs;
    }

    /// Events that come together: a price book of the past is read once for all of them. For one
    /// thread.
    public final class Batch {
        private final Map<Long, CompiledBook> books = new HashMap<>();

        private Batch() {}

        /// Charges an event.
        ///
        /// @param to told once: what came of it, when that is durable; or of a fault, after which
        ///     the same event may be sent again
        public void charge(UsageEvent event, Reply<EventResult> to) {
            Reply<EventResult> reply = new RefusingReply(to);
            try {
                Call call = call(event);
                Settling.check(event.settlement());
                Charging charging = new Charging(by(call.priceBookId()), costs, curves);
                turns.take(
                        call.id(),
                        () -> deliver(charging, call, event.settlement(), inTurn(call, reply)));
            } catch (Fault fault) {
                reply.failed(fault);
            }
        }

        // Read here, where it may wait: the ledger's writer must not.
        private LongFunction<@Nullable CompiledBook> by(long bookId) {
            CompiledBook book =
                    bookId == 0 ? null : books.computeIfAbsent(bookId, prices::compiled);
            return id -> id == bookId ? book : null;
        }
    }

    /// Begins with some events.
    public Batch batch() {
        return new Batch();
    }

    /// Tells who sent an event what they did wrong as a result; other faults stay faults.
    private record RefusingReply(Reply<EventResult> to) implements Reply<EventResult> {
        @Override
        public void done(EventResult result) {
            to.done(result);
        }

        @Override
        public void failed(Fault fault) {
            switch (fault.code().kind()) {
                case UNAVAILABLE, INTERNAL -> to.failed(fault);
                default -> to.done(new EventResult.Refused(fault.code(), fault.text()));
            }
        }
    }

    private Call call(UsageEvent event) {
        identity("source", event.source());
        identity("id", event.id());
        writable("user", Check.text("user", event.subject(), 0, SUBJECT_LENGTH_MAX));
        writable("tags", event.tags());
        requireInTime(event.atMs());
        Payer payer = payer(event.payer());
        return new Call(
                EventIds.of(event),
                payer.accountId,
                payer.keyId,
                service(event).id(),
                event.tier(),
                prices.bookIdAt(event.atMs()),
                event.subject(),
                event.tags(),
                event.teller().name(),
                event.atMs());
    }

    // Half a character is written as another: two texts that differ would be one.
    private static void writable(String field, String text) {
        CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
        if (!encoder.canEncode(text)) {
            throw Fault.invalid(field, "half a character", "whole characters");
        }
    }

    private static void identity(String field, String text) {
        writable(field, Check.text(field, text, 1, IDENTITY_LENGTH_MAX));
    }

    private void requireInTime(long atMs) {
        long nowMs = time.wallMs();
        if (atMs > nowMs + AHEAD_MS || atMs < nowMs - ageMaxMs) {
            throw Fault.invalid(
                    "time",
                    Instant.ofEpochMilli(atMs),
                    Instant.ofEpochMilli(nowMs - ageMaxMs)
                            + " to "
                            + Instant.ofEpochMilli(nowMs + AHEAD_MS));
        }
    }

    private Service service(UsageEvent event) {
        Service service = services.directory().byName(event.service());
        if (service == null) {
            throw Fault.of(
                    ErrorCode.SERVICE_UNKNOWN,
                    "service: " + Check.shown(event.service()) + " (expected: a service)");
        }
        if (!event.teller().scope().covers(event.service())) {
            throw Fault.of(
                    ErrorCode.PERMISSION_DENIED,
                    "service: "
                            + Check.shown(event.service())
                            + " (expected: one in the scope of the credential of "
                            + event.teller().name()
                            + ")");
        }
        return service;
    }

    private Payer payer(String text) {
        OptionalLong keyId = IdKind.KEY.parse(text);
        if (keyId.isPresent()) {
            KeyEntry key = keys.byId(keyId.getAsLong());
            if (key == null) {
                throw Fault.of(
                        ErrorCode.KEY_UNKNOWN,
                        "payer: "
                                + Check.shown(text)
                                + " (expected: the id of an API key"
                                + A_SUBJECT);
            }
            return new Payer(key.account.id(), key.id);
        }
        OptionalLong accountId = IdKind.ACCOUNT.parse(text);
        if (accountId.isEmpty()) {
            // Whatever it is: it may be a secret.
            throw Fault.of(
                    ErrorCode.INVALID_FIELD,
                    "payer: not an id (expected: the id of an account or of an API key"
                            + A_SUBJECT);
        }
        AccountState account = ledger.account(accountId.getAsLong());
        if (account == null) {
            throw Fault.of(
                    ErrorCode.ACCOUNT_UNKNOWN,
                    "payer: " + Check.shown(text) + " (expected: the id of an account" + A_SUBJECT);
        }
        return new Payer(account.id(), 0);
    }

    private Reply<EventResult> inTurn(Call call, Reply<EventResult> reply) {
        return new Reply<>() {
            @Override
            public void done(EventResult result) {
                turns.end(call.id());
                reply.done(result);
            }

            @Override
            public void failed(Fault fault) {
                turns.end(call.id());
                reply.failed(fault);
            }
        };
    }

    private void deliver(
            Charging charging, Call call, Settlement settlement, Reply<EventResult> reply) {
        try {
            if (ledger.requestEnd(call.id()) == null) {
                ledger.submit(new EventCommand(charging, call, settlement, reply));
            } else {
                background.execute(() -> answerRepeat(call, settlement, reply));
            }
        } catch (Fault fault) {
            reply.failed(fault);
        } catch (RuntimeException e) {
            reply.failed(Fault.internal("an event could not be handed on", e));
        }
    }

    private void answerRepeat(Call call, Settlement settlement, Reply<EventResult> reply) {
        try {
            reply.done(repeated(call, settlement));
        } catch (Fault fault) {
            reply.failed(fault);
        } catch (RuntimeException e) {
            reply.failed(Fault.internal("answering a repeated event failed", e));
        }
    }

    // All but the book, which follows from the instant.
    private static boolean isSame(UsageRecord record, Call call, Settlement settlement) {
        Call made = record.call();
        return made.accountId() == call.accountId()
                && made.keyId() == call.keyId()
                && made.serviceId() == call.serviceId()
                && made.tier() == call.tier()
                && made.subject().equals(call.subject())
                && made.tags().equals(call.tags())
                && made.proxy().equals(call.proxy())
                && made.authorizedAtMs() == call.authorizedAtMs()
                && record.settlement().tellsSame(settlement);
    }

    // What the ledger knows and SQL lacks came while the journal could not be written: it may yet
    // be taken back, and so is to be sent again.
    private Fault notFound(RequestId id) {
        return records.isGone(id)
                ? records.notFound("id", id)
                : Fault.storeUnavailable("event " + id + " has an end and no record yet", null);
    }

    private EventResult repeated(Call call, Settlement settlement) {
        ledger.awaitFolded();
        UsageRecord record = records.find(call.id()).orElseThrow(() -> notFound(call.id()));
        if (!isSame(record, call, settlement)) {
            throw Fault.of(
                    ErrorCode.SETTLED_DIFFERENTLY,
                    "id: came before with other content, as record "
                            + call.id()
                            + " (expected: an id of its own for each event)");
        }
        AccountState account = ledger.account(call.accountId());
        if (account == null) {
            throw Fault.internal("account of event " + call.id() + " is not in memory", null);
        }
        synchronized (account) {
            return new EventResult.Taken(
                    call.id(),
                    record.charge().chargeNanos(),
                    account.balanceNanos(),
                    record.unratedReason(),
                    true);
        }
    }
}
