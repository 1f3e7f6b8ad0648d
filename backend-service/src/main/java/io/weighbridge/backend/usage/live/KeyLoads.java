package io.weighbridge.backend.usage.live;

import java.util.List;
import java.util.Optional;

/// Who knows what a key has open now, and what it may.
@FunctionalInterface
public interface KeyLoads {
    /// What a key has open and may.
    ///
    /// @param accountId whose key it is
    /// @param name set by the owner
    /// @param openCalls calls in flight
    /// @param heldNanos credit set aside for them
    /// @param bar what keeps it from all calls
    /// @param spendableNanos what a new hold of the account may be at most
    /// @param credit of its own credit limit, in nanos, holds included
    /// @param services those it was used for since the start
    record KeyLoad(
            long accountId,
            String name,
            long openCalls,
            long heldNanos,
            Bar bar,
            long spendableNanos,
            LimitUse credit,
            List<ServiceUse> services) {
        public KeyLoad {
            services = List.copyOf(services);
        }

        /// Without limits and credit.
        static KeyLoad idle(long accountId, String name, long openCalls, long heldNanos) {
            return new KeyLoad(
                    accountId, name, openCalls, heldNanos, Bar.NONE, 0, LimitUse.NONE, List.of());
        }

        /// Whether somebody who sees the other one sees as much.
        boolean looksLike(KeyLoad other) {
            return accountId == other.accountId
                    && name.equals(other.name)
                    && openCalls == other.openCalls
                    && heldNanos == other.heldNanos
                    && bar == other.bar
                    && credit.looksLike(other.credit)
                    && looksLike(spendableNanos, other.spendableNanos)
                    && looksLike(services, other.services);
        }

        // To a hundredth: it moves with every call of every key of the account.
        private static boolean looksLike(long nanos, long others) {
            return Long.signum(nanos) == Long.signum(others)
                    && Math.abs(nanos - others) <= Math.abs(others) / 100;
        }

        private static boolean looksLike(List<ServiceUse> services, List<ServiceUse> others) {
            if (services.size() != others.size()) {
                return false;
            }
            for (int i = 0; i < services.size(); i++) {
                if (!services.get(i).looksLike(others.get(i))) {
                    return false;
                }
            }
            return true;
        }
    }

    /// What keeps a key from all calls.
    enum Bar {
        NONE,
        KEY_BLOCKED,
        KEY_REVOKED,
        ACCOUNT_SUSPENDED
    }

    /// The load of a key; empty when it is not known.
    Optional<KeyLoad> of(long keyId);
}
