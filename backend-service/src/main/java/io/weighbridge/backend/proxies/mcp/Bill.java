package io.weighbridge.backend.proxies.mcp;

import io.weighbridge.backend.proxies.call.AskedCall;
import io.weighbridge.backend.proxies.call.Cancel;
import io.weighbridge.backend.proxies.call.HeaderLine;
import io.weighbridge.backend.proxies.call.OpenCall;
import io.weighbridge.backend.proxies.call.Receipts;
import io.weighbridge.model.Outcome;
import io.weighbridge.model.Units;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// What a request costs: it is charged or dropped once, by whatever comes first. What is free has
/// nothing to charge. Used by one thread.
final class Bill {
    private final @Nullable OpenCall call;
    private final List<HeaderLine> headers;
    private final Units units;
    private final Cancel cancel;

    private Bill(@Nullable OpenCall call, List<HeaderLine> headers, Units units, Cancel cancel) {
        this.call = call;
        this.headers = headers;
        this.units = units;
        this.cancel = cancel;
    }

    /// Of what is free.
    static Bill free() {
        return new Bill(null, List.of(), Units.NONE, new Cancel());
    }

    /// Of a call of these units.
    static Bill of(AskedCall.Opened opened, Units units) {
        opened.call().countsUntilAnswered();
        return new Bill(opened.call(), opened.headers(), units, opened.call().cancel());
    }

    /// What its answer has beside.
    List<HeaderLine> headers() {
        return headers;
    }

    Cancel cancel() {
        return cancel;
    }

    /// Whether it has nothing to charge.
    boolean isFree() {
        return call == null;
    }

    /// Whether nothing more becomes of it.
    boolean isEnded() {
        return call == null || call.isEnded();
    }

    /// It is being done: its hold stays.
    void goesOn() {
        if (call != null && !call.isEnded()) {
            var _ = call.goesOn(units);
        }
    }

    /// It was done, as far as anyone can know.
    void ran(Outcome outcome) {
        if (call != null && !call.isEnded()) {
            call.settle(outcome, units);
        }
    }

    /// The same, and what it came to.
    List<HeaderLine> ranFor(Receipts receipts) {
        if (call == null || call.isEnded() || !receipts.isTold()) {
            ran(Outcome.OK);
            return List.of();
        }
        return call.settleAndWait(Outcome.OK, units).map(receipts::headers).orElse(List.of());
    }

    /// It was not done.
    void notRun(String why) {
        if (call != null && !call.isEnded()) {
            call.release(why);
        }
    }

    /// Nothing more is written to the client.
    void answered() {
        if (call != null) {
            notRun("the gateway failed");
            call.answered();
        }
    }
}
