package io.weighbridge.backend.payments.provider;

import io.weighbridge.backend.platform.fault.Fault;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// What a provider itself says of its payments, without our asking for one in particular. Asks it:
/// for threads that may wait.
public interface PaymentLists {
    /// Every payment that came or changed in a time, each once, as it stands now; others that did
    /// not change may be among them. What is certainly not ours is left out.
    ///
    /// @param fromMs milliseconds since 1970, as the next
    /// @param toMs not included
    /// @param page takes a page at a time; may throw to end it
    /// @throws Fault PROVIDER_UNAVAILABLE, PROVIDER_REFUSED
    void changed(long fromMs, long toMs, Consumer<List<ListedPayment>> page);

    /// How one stands now; empty when the provider knows none.
    ///
    /// @param reference its id of the payment
    /// @throws Fault PROVIDER_UNAVAILABLE
    Optional<ListedPayment> look(String reference);
}
