package io.weighbridge.backend.ledger;

import io.weighbridge.backend.ledger.fact.LedgerAccounts;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// An account by the words of docs/ledger.md: one thing after the other, in numbers without bounds.
/// Shares nothing with the ledger that it is compared with.
final class AccountModel {
    static final long NEVER = Long.MAX_VALUE;
    static final BigInteger ZERO = BigInteger.ZERO;

    /// A grant.
    static final class Pot {
        final long expiresAtMs;
        BigInteger left = ZERO;

        Pot(long expiresAtMs) {
            this.expiresAtMs = expiresAtMs;
        }
    }

    /// A part of a charge.
    ///
    /// @param from null for the overdraft
    record Part(@Nullable Pot from, boolean fee, BigInteger nanos) {}

    /// What a call was charged.
    static final class Charge {
        final List<Part> parts = new ArrayList<>();
        BigInteger refunded = ZERO;

        BigInteger left() {
            return parts.stream().map(Part::nanos).reduce(ZERO, BigInteger::add).subtract(refunded);
        }
    }

    /// A call in flight, or its usage in quarantine.
    static final class Hold {
        final String id;
        final String requestId;
        long input;
        long output;
        long heardInput;
        long heardOutput;
        long expiresAtMs;
        BigInteger held = ZERO;

        Hold(String id, String requestId) {
            this.id = id;
            this.requestId = requestId;
        }
    }

    // What the installation's own ledger accounts have, by id.
    private final Map<Long, BigInteger> house;
    // In burn order.
    private final List<Pot> pots = new ArrayList<>();
    final List<Hold> holds = new ArrayList<>();
    final List<Hold> quarantine = new ArrayList<>();
    BigInteger overdraftLimit = ZERO;
    private BigInteger overdraft = ZERO;

    AccountModel(Map<Long, BigInteger> house) {
        this.house = house;
    }

    static BigInteger of(long nanos) {
        return BigInteger.valueOf(nanos);
    }

    private static BigInteger sum(List<Hold> holds) {
        return holds.stream().map(hold -> hold.held).reduce(ZERO, BigInteger::add);
    }

    BigInteger balance() {
        return pots.stream().map(pot -> pot.left).reduce(overdraft, BigInteger::add);
    }

    BigInteger quarantined() {
        return sum(quarantine);
    }

    BigInteger held() {
        return sum(holds).add(quarantined());
    }

    /// What has expired is only there for the holds that need it.
    private BigInteger expiredAndUnneeded(long nowMs) {
        BigInteger expired =
                pots.stream()
                        .filter(pot -> pot.expiresAtMs <= nowMs)
                        .map(pot -> pot.left)
                        .reduce(ZERO, BigInteger::add);
        return expired.subtract(held()).max(ZERO);
    }

    BigInteger available(long nowMs) {
        return balance().subtract(held()).subtract(expiredAndUnneeded(nowMs));
    }

    BigInteger spendable(long nowMs) {
        return available(nowMs).add(overdraftLimit);
    }

    /// What is left of the grants, by when they expire.
    Map<Long, BigInteger> leftByExpiry() {
        Map<Long, BigInteger> left = new TreeMap<>();
        pots.forEach(pot -> left.merge(pot.expiresAtMs, pot.left, BigInteger::add));
        left.values().removeIf(sum -> sum.signum() == 0);
        return left;
    }

    private void move(long houseAccount, BigInteger nanos) {
        house.merge(houseAccount, nanos, BigInteger::add);
    }

    private Pot newPot(long expiresAtMs) {
        Pot pot = new Pot(expiresAtMs);
        int at = 0;
        while (at < pots.size() && pots.get(at).expiresAtMs <= expiresAtMs) {
            at++;
        }
        pots.add(at, pot);
        return pot;
    }

    // The overdraft is paid back first.
    private void fill(Pot pot, BigInteger nanos) {
        BigInteger repaid = nanos.min(overdraft.negate());
        overdraft = overdraft.add(repaid);
        pot.left = pot.left.add(nanos).subtract(repaid);
    }

    Pot grant(long fromHouse, BigInteger nanos, long expiresAtMs) {
        move(fromHouse, nanos.negate());
        Pot pot = newPot(expiresAtMs);
        fill(pot, nanos);
        return pot;
    }

    /// Takes bought credit back: from one grant first, then in burn order, then from the overdraft.
    void takeBack(BigInteger nanos, @Nullable Pot first) {
        BigInteger part = first == null ? ZERO : nanos.min(first.left);
        if (first != null) {
            first.left = first.left.subtract(part);
        }
        var _ = burn(nanos.subtract(part), false);
        move(LedgerAccounts.PURCHASES, nanos);
    }

    /// Takes credit for a correction.
    ///
    /// @return false when there is not so much, and nothing was done
    boolean take(BigInteger nanos, long nowMs) {
        if (nanos.compareTo(available(nowMs)) > 0) {
            return false;
        }
        for (Part part : burn(nanos, false)) {
            move(LedgerAccounts.ADJUSTMENTS, part.nanos());
        }
        return true;
    }

    private List<Part> burn(BigInteger nanos, boolean fee) {
        List<Part> parts = new ArrayList<>();
        BigInteger rest = nanos;
        for (Pot pot : pots) {
            BigInteger part = rest.min(pot.left);
            if (part.signum() > 0) {
                pot.left = pot.left.subtract(part);
                rest = rest.subtract(part);
                parts.add(new Part(pot, fee, part));
            }
        }
        if (rest.signum() > 0) {
            overdraft = overdraft.subtract(rest);
            parts.add(new Part(null, fee, rest));
        }
        return parts;
    }

    /// Charges a call: its price, then its fee.
    Charge charge(BigInteger price, BigInteger fee) {
        Charge charge = new Charge();
        charge.parts.addAll(burn(price, false));
        charge.parts.addAll(burn(fee, true));
        move(LedgerAccounts.USAGE_REVENUE, price);
        move(LedgerAccounts.FEE_REVENUE, fee);
        return charge;
    }

    /// Gives back what was taken last first, to where it came from. What came from a grant that has
    /// expired, or from an overdraft that was paid back, comes as a grant that does not expire.
    void refund(Charge charge, BigInteger nanos, long nowMs) {
        BigInteger skip = charge.refunded;
        BigInteger rest = nanos;
        for (Part part : charge.parts.reversed()) {
            BigInteger skipped = skip.min(part.nanos());
            skip = skip.subtract(skipped);
            BigInteger back = rest.min(part.nanos().subtract(skipped));
            rest = rest.subtract(back);
            move(
                    part.fee() ? LedgerAccounts.FEE_REVENUE : LedgerAccounts.USAGE_REVENUE,
                    back.negate());
            Pot pot = part.from();
            if (back.signum() > 0) {
                fill(pot == null || pot.expiresAtMs <= nowMs ? newPot(NEVER) : pot, back);
            }
        }
        charge.refunded = charge.refunded.add(nanos);
    }

    /// Moves out what has expired and no hold needs, what expired last first.
    void sweep(long nowMs) {
        BigInteger rest = expiredAndUnneeded(nowMs);
        for (Pot pot : pots.reversed()) {
            if (pot.expiresAtMs <= nowMs) {
                BigInteger part = rest.min(pot.left);
                pot.left = pot.left.subtract(part);
                rest = rest.subtract(part);
                move(LedgerAccounts.BREAKAGE, part);
            }
        }
    }

    /// The sums of several accounts' house accounts, those that are not 0.
    static Map<Long, BigInteger> withoutZeros(Map<Long, BigInteger> house) {
        Map<Long, BigInteger> sums = new HashMap<>(house);
        sums.values().removeIf(sum -> sum.signum() == 0);
        return sums;
    }
}
