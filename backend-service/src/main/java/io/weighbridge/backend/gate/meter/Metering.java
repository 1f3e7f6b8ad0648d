package io.weighbridge.backend.gate.meter;

import io.weighbridge.backend.gate.admit.AuthorizeCall;
import io.weighbridge.backend.gate.admit.CallChecks;
import io.weighbridge.backend.gate.admit.Decision;
import io.weighbridge.backend.gate.admit.Gate;
import io.weighbridge.backend.gate.hold.HoldTokens;
import io.weighbridge.backend.gate.settle.Settling;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.Unit;

/// Opens metered calls, for the `Meter` stream and for a gateway in the same process. Safe for
/// sharing.
public final class Metering {
    private final Gate gate;
    private final Extending extending;
    private final Settling settling;
    private final HoldTokens tokens;

    public Metering(Gate gate, Extending extending, Settling settling, HoldTokens tokens) {
        this.gate = gate;
        this.extending = extending;
        this.settling = settling;
        this.tokens = tokens;
    }

    /// Whether a unit of a service has a price now for a key's account.
    public boolean prices(String apiKey, String service, Unit unit) {
        return gate.prices(apiKey, service, unit);
    }

    /// Opens one. A call that states its most output tokens never goes beyond them.
    ///
    /// @param sliceTokens output tokens to hold at a time, 0 as the service says
    /// @param ttlMs life of the hold after each news, 0 as the service says
    /// @throws Fault as [Gate#authorize], and INVALID_FIELD for the slice
    public MeterOpening open(AuthorizeCall whole, long sliceTokens, long ttlMs) {
        CallChecks.require(whole);
        boolean limited = whole.estimate().has(Unit.OUTPUT_TOKENS);
        long last = limited ? whole.estimate().get(Unit.OUTPUT_TOKENS) : Long.MAX_VALUE;
        if (sliceTokens < 0 || sliceTokens > Unit.COUNT_MAX) {
            throw Fault.invalid("slice_output_tokens", sliceTokens, "0 to " + Unit.COUNT_MAX);
        }
        long slice = sliceTokens > 0 ? sliceTokens : gate.meterSliceTokens(whole.service());
        Decision decision =
                gate.authorize(
                        limited || gate.pricesOutput(whole)
                                ? whole.withOutput(Math.min(slice, last))
                                : whole);
        return switch (decision) {
            case Decision.Refused refused -> new MeterOpening.Refused(refused);
            case Decision.Admitted admitted ->
                    new MeterOpening.Opened(
                            new MeteredCall(
                                    extending,
                                    settling,
                                    tokens.write(admitted.hold()),
                                    whole.proxy(),
                                    slice,
                                    last,
                                    ttlMs,
                                    admitted.ceilingOutputTokens()),
                            admitted);
        };
    }
}
