package io.weighbridge.backend.payments.reconcile;

import java.util.List;

/// Reads our books. Every answer is of one instant.
public interface Books {
    /// Those that a provider names so; what is not there is left out.
    ///
    /// @param references a few hundred at most
    List<OurPayment> find(String provider, List<String> references);

    /// Those with these ids.
    ///
    /// @param ids a few hundred at most
    List<OurPayment> find(List<Long> ids);

    /// The ids of a provider's payments that began before an instant and were not at rest since
    /// another.
    long[] changed(String provider, long fromMs, long toMs);

    /// Every provider that there is a payment of.
    List<String> providers();
}
