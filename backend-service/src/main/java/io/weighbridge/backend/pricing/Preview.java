package io.weighbridge.backend.pricing;

import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Units;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// What calls cost now, and what they would cost by rates that are only thought of: by the same
/// arithmetic as a charge, for an account without a volume.
public final class Preview {
    /// Prices a call as the gate does it now, with what only it knows of the service.
    @FunctionalInterface
    public interface Gate {
        /// What these units of a service cost by a sheet of it.
        Rating rate(PriceSheet sheet, long serviceId, Units units);
    }

    /// A call that is thought of.
    ///
    /// @param accountId 0 for list prices
    record Call(long serviceId, long accountId, ServiceTier tier, Units units) {}

    private final @Nullable CompiledBook inForce;
    private final CompiledBook thought;
    private final Gate gate;

    Preview(@Nullable CompiledBook inForce, List<Rate> rates, List<Fee> fees, Gate gate) {
        this.gate = gate;
        this.inForce = inForce;
        this.thought = new CompiledBook(new PriceBook(0, 0, "", 0, 0, 0, 0, rates, fees));
    }

    /// The book in force, 0 for none.
    long bookInForceId() {
        return inForce == null ? 0 : inForce.id();
    }

    /// What a call costs now; null when its service and tier have no price at all.
    @Nullable Rating before(Call call) {
        return inForce == null ? null : rate(inForce, call);
    }

    /// What it would cost; null when its service and tier would have no price at all.
    @Nullable Rating after(Call call) {
        return rate(thought, call);
    }

    private @Nullable Rating rate(CompiledBook book, Call call) {
        PriceSheet sheet = book.sheet(call.serviceId(), call.accountId(), call.tier());
        return sheet == null ? null : gate.rate(sheet, call.serviceId(), call.units());
    }
}
