package io.weighbridge.backend.proxies.mcp;

import io.weighbridge.backend.proxies.call.AskedCall;
import io.weighbridge.backend.proxies.call.Cancel;
import io.weighbridge.backend.proxies.call.Further;
import io.weighbridge.backend.proxies.call.HeaderLine;
import io.weighbridge.backend.proxies.call.OpenCall;
import io.weighbridge.backend.proxies.call.Receipts;
import io.weighbridge.model.Outcome;
import io.weighbridge.model.RefusalReason;
import io.weighbridge.model.Units;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;

/// What a request costs: it is charged or dropped once, by whatever comes first. What is free has
/// nothing to charge, and goes on only while its key may be used. Used by one thread.
final class Bill {
    /// It may not go on.
    static final class EndedException extends IOException {
        private static final long serialVersionUID = 1L;

        private final @Nullable RefusalReason reason;

        EndedException(@Nullable RefusalReason reason) {
            super("it may not go on");
            this.reason = reason;
        }

        /// What bars its key; null where its hold is gone.
        @Nullable RefusalReason reason() {
            return reason;
        }
    }

    private final @Nullable OpenCall call;
    private final List<HeaderLine> headers;
    private final Units units;
    private final Cancel cancel;
    private final Supplier<Further> further;

    private Bill(
            @Nullable OpenCall call,
            List<HeaderLine> headers,
            Units units,
            Cancel cancel,
            Supplier<Further> further) {
        this.call = call;
        this.headers = headers;
        this.units = units;
        this.cancel = cancel;
        this.further = further;
    }

    /// Of what is free.
    ///
    /// @param further whether it may go on
    static Bill free(Supplier<Further> further) {
        return new Bill(null, List.of(), Units.NONE, new Cancel(), further);
    }

    /// Of a call of these units.
    ///
    /// @param further whether what follows its end may go on
    static Bill of(AskedCall.Opened opened, Units units, Supplier<Further> further) {
        OpenCall call = opened.call();
        call.countsUntilAnswered();
        return new Bill(
                call,
                opened.headers(),
                units,
                call.cancel(),
                () -> call.isEnded() ? further.get() : call.keep(units));
    }

    /// What its answer has beside.
    List<HeaderLine> headers() {
        return headers;
    }

    Cancel cancel() {
        return cancel;
    }

    /// Whether nothing more becomes of it.
    boolean isEnded() {
        return call == null || call.isEnded();
    }

    /// It is being done: its hold stays.
    ///
    /// @throws EndedException where it may not go on
    void goesOn() throws EndedException {
        switch (further.get()) {
            case Further.Yes _, Further.No _ -> {}
            case Further.Barred(RefusalReason reason) -> throw ended(reason);
            case Further.Lost _ -> throw ended(null);
        }
    }

    // Whoever closes an answer that is not broken off may read on.
    private EndedException ended(@Nullable RefusalReason reason) {
        cancel.cancel();
        return new EndedException(reason);
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
