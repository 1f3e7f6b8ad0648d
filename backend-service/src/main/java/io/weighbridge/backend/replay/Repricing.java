package io.weighbridge.backend.replay;

import io.weighbridge.backend.compute.curve.Curves;
import io.weighbridge.backend.gate.price.CallPrice;
import io.weighbridge.backend.gate.settle.EarlierParts;
import io.weighbridge.backend.gate.settle.UnratedUsage;
import io.weighbridge.backend.pricing.CompiledBook;
import io.weighbridge.backend.pricing.PriceBook;
import io.weighbridge.backend.pricing.PriceSheet;
import io.weighbridge.backend.pricing.Rating;
import io.weighbridge.backend.pricing.Volumes;
import io.weighbridge.backend.usage.UsageScan.Scanned;
import io.weighbridge.model.Units;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/// Prices one call after the other by a book, with the arithmetic of charges, and adds them up. For
/// one thread.
///
/// An account's credit under the book is its balance after a call, as it really was, less what all
/// its calls until then would have cost more. It runs dry at the first call after which that is
/// below 0, and really was not: as if it had topped up as it did.
final class Repricing {
    private static final class Account {
        private final Adding adding = new Adding();
        // As it really was, after the last call that changed it.
        private long balance;
        private boolean isKnown;
        private long more;
        private long dryAtMs;
    }

    private final CompiledBook book;
    private final Curves curves;
    private final EarlierParts parts;
    private final boolean hasSteps;
    private final long fromMs;
    private final MonthVolumes volumes = new MonthVolumes();
    private final Map<Long, Account> accounts = new HashMap<>();
    private final Map<Long, Adding> services = new HashMap<>();
    private final Adding all = new Adding();
    private final PriorityQueue<Scanned> ratedLater =
            new PriorityQueue<>(Comparator.comparingLong(Scanned::ratedSequence));
    private long notCharged;

    /// @param curves where the book goes by what calls take of GPUs
    /// @param parts of calls that were told of late
    /// @param fromMs calls before this only count for volume steps
    Repricing(PriceBook book, Curves curves, EarlierParts parts, long fromMs) {
        this.curves = curves;
        this.parts = parts;
        this.book = new CompiledBook(book);
        this.hasSteps = book.rates().stream().anyMatch(rate -> !rate.steps().isEmpty());
        this.fromMs = fromMs;
    }

    /// Where to begin to read: volume steps need the whole month.
    long scanFromMs() {
        return hasSteps ? MonthVolumes.monthBeginMs(fromMs) : fromMs;
    }

    /// Takes the next call.
    ///
    /// @throws ArithmeticException when a sum is above what a `long` holds
    void add(Scanned call) {
        countRatedBefore(call.sequence());
        if (call.settledAtMs() >= fromMs) {
            if (call.isCharged()) {
                count(call, chargeNanos(call));
            } else {
                notCharged++;
            }
        }
        if (hasSteps) {
            volumes.add(
                    call.accountId(),
                    call.serviceId(),
                    call.settlement().volume(),
                    call.settledAtMs());
            if (!call.told().isEmpty()) {
                ratedLater.add(call);
            }
        }
    }

    // What was told at a later rating counts from its place in the ledger on.
    private void countRatedBefore(long sequence) {
        for (Scanned next = ratedLater.peek();
                next != null && next.ratedSequence() < sequence;
                next = ratedLater.peek()) {
            ratedLater.remove();
            volumes.add(next.accountId(), next.serviceId(), next.told(), next.ratedAtMs());
        }
    }

    // Null when the book does not price it. Late ratings are made without volumes.
    private @Nullable Long chargeNanos(Scanned call) {
        PriceSheet sheet = book.sheet(call.serviceId(), call.accountId(), call.tier());
        CallPrice price =
                UnratedUsage.price(
                        sheet,
                        curves,
                        parts,
                        call.unratedReason(),
                        !call.told().isEmpty(),
                        call.serviceId(),
                        call.authorizedAtMs());
        if (price == null) {
            return null;
        }
        Units units = call.used();
        Rating rating =
                call.isLate()
                        ? price.rate(
                                UnratedUsage.priced(price, call.proxy(), units),
                                Volumes.NONE,
                                call.settlement().countsAsRequest())
                        : price.rate(
                                units,
                                hasSteps
                                        ? volumes.before(
                                                call.accountId(),
                                                call.serviceId(),
                                                call.settledAtMs())
                                        : Volumes.NONE,
                                call.settlement().countsAsRequest());
        return rating instanceof Rating.Rated rated ? rated.chargeNanos() : null;
    }

    private void count(Scanned call, @Nullable Long afterNanos) {
        Account account = accounts.computeIfAbsent(call.accountId(), _ -> new Account());
        Adding service = services.computeIfAbsent(call.serviceId(), _ -> new Adding());
        for (Adding each : List.of(all, account.adding, service)) {
            if (afterNanos == null) {
                each.unpriced(call.chargeNanos());
            } else {
                each.priced(call.chargeNanos(), afterNanos, call.costNanos());
            }
        }
        if (afterNanos != null) {
            account.more =
                    Math.addExact(account.more, Math.subtractExact(afterNanos, call.chargeNanos()));
        }
        if (call.balanceNanos().isPresent()) {
            account.balance = call.balanceNanos().getAsLong();
            account.isKnown = true;
        }
        if (account.dryAtMs == 0
                && account.isKnown
                && account.balance >= 0
                && account.balance < account.more) {
            account.dryAtMs = call.settledAtMs();
        }
    }

    Sums sums() {
        return all.sums();
    }

    long notCharged() {
        return notCharged;
    }

    /// What became of each account, in no order.
    List<ReplayLine> accounts() {
        List<ReplayLine> lines = new ArrayList<>();
        accounts.forEach(
                (id, each) -> lines.add(new ReplayLine(id, each.adding.sums(), each.dryAtMs)));
        return lines;
    }

    /// What became of each service, in no order.
    List<ReplayLine> services() {
        List<ReplayLine> lines = new ArrayList<>();
        services.forEach((id, each) -> lines.add(new ReplayLine(id, each.sums(), 0)));
        return lines;
    }
}
