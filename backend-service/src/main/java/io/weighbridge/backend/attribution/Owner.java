package io.weighbridge.backend.attribution;

import java.util.Comparator;

/// What rows are told apart by: empty or 0 for what they are not, all of it for nobody.
///
/// @param gpu its UUID
/// @param serviceId a service
/// @param accountId an account
/// @param keyId one of its keys
record Owner(String gpu, long serviceId, long accountId, long keyId) implements Comparable<Owner> {
    static final Owner NOBODY = new Owner("", 0, 0, 0);

    private static final Comparator<Owner> ORDER =
            Comparator.comparing(Owner::gpu)
                    .thenComparingLong(Owner::serviceId)
                    .thenComparingLong(Owner::accountId)
                    .thenComparingLong(Owner::keyId);

    @Override
    public int compareTo(Owner other) {
        return ORDER.compare(this, other);
    }
}
