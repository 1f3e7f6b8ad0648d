package io.weighbridge.backend.gate.keys;

import io.weighbridge.backend.services.Service;
import io.weighbridge.model.RefusalReason;

import java.util.List;

/// What a key may be used for.
public sealed interface KeyOffer {
    /// These services, oldest first.
    record Services(List<Service> services) implements KeyOffer {}

    /// Nothing.
    record None(RefusalReason reason) implements KeyOffer {}
}
