package io.weighbridge.backend.proxies.events;

import io.weighbridge.backend.gate.event.EventResult;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.ErrorCode;

/// What came of one event.
///
/// @param told the event
/// @param outcome what came of it
record EventAnswer(ToldEvent told, Outcome outcome) {
    /// How it went.
    sealed interface Outcome {}

    /// It is charged, or kept as unrated, now or before.
    record Taken(EventResult.Taken result) implements Outcome {
        /// Whether it is kept as unrated, and was not so before.
        boolean isNewlyUnrated() {
            return result.unrated() && !result.repeated();
        }
    }

    /// It is not charged.
    ///
    /// @param retry whether it is worth sending again as it is
    record Refused(ErrorCode code, String text, boolean retry) implements Outcome {}

    static Outcome of(EventResult result) {
        return switch (result) {
            case EventResult.Taken taken -> new Taken(taken);
            case EventResult.Refused refused -> new Refused(refused.code(), refused.text(), false);
        };
    }

    static Outcome of(Fault fault) {
        boolean retry =
                switch (fault.code().kind()) {
                    case UNAVAILABLE, INTERNAL -> true;
                    default -> false;
                };
        return new Refused(fault.code(), fault.text(), retry);
    }
}
