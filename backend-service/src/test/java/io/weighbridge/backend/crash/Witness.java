package io.weighbridge.backend.crash;

import io.weighbridge.proto.v1.Admitted;
import io.weighbridge.proto.v1.SettleReply;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// The client's own list of what it sent and what it was told: what the backend is measured
/// against. While calls are made by several threads only the concurrent parts are touched;
/// [#endLife] then brings a life's calls to the others.
final class Witness {
    final List<Catalogue.Payer> payers;
    // Number of each price book, by the text of its id.
    final Map<String, Integer> books = new ConcurrentHashMap<>();
    final Queue<String> failures = new ConcurrentLinkedQueue<>();
    // Of the present life.
    final Queue<Call> calls = new ConcurrentLinkedQueue<>();
    final Queue<CreditOperation> operations = new ConcurrentLinkedQueue<>();
    // Of all lives, those of the last one at the end.
    final List<Call> settled = new ArrayList<>();
    final List<Call> released = new ArrayList<>();
    final List<CreditOperation> doneOperations = new ArrayList<>();
    // Not ended yet.
    final Set<Call> open = new HashSet<>();

    // When the latest of what is durable was sent, in the present life.
    private final AtomicLong durableSentAt = new AtomicLong(Long.MIN_VALUE);
    // Sum of the holds that crashes took, by account.
    private final Map<Long, Long> lostNanos = new ConcurrentHashMap<>();
    private final AtomicLong longestLostNanos = new AtomicLong();
    // Answered in the present life.
    private final AtomicInteger answered = new AtomicInteger();
    private int lostHolds;

    Witness(List<Catalogue.Payer> payers) {
        this.payers = payers;
    }

    void check(boolean holds, String what) {
        if (!holds) {
            failures.add(what);
        }
    }

    void admitted(Call call, Admitted admitted) {
        call.holdId = admitted.getHoldId();
        call.book = admitted.getPriceBook();
        call.heldNanos = admitted.getHeldNanos();
        call.admittedAt = System.nanoTime();
        call.state = Call.State.OPEN;
        check(admitted.getRequestId().equals(call.id.toString()), call + " got another's hold");
    }

    void refused(Call call, String why) {
        call.state = Call.State.REFUSED;
        check(call.payer.poor(), call + " was refused: " + why);
    }

    /// Something was sent at this instant (by System.nanoTime()) and is said to be durable.
    void durable(long sentAt) {
        durableSentAt.accumulateAndGet(sentAt, Math::max);
    }

    /// The first answer to a settle.
    ///
    /// @param mayBeLost whether a crash may have taken the hold
    void settled(Call call, SettleReply reply, boolean mayBeLost) {
        Integer book = books.get(call.book);
        long charge =
                book == null
                        ? -1
                        : Catalogue.chargeNanos(book, call.inputTokens, call.outputTokens);
        check(
                reply.getRecordId().equals(call.id.toString())
                        && !reply.getUnrated()
                        && reply.getChargeNanos() == charge
                        && reply.getPriceNanos() + reply.getFeeNanos() == charge,
                call + " costs " + charge + " but was answered " + reply);
        if (call.payer.poor()) {
            if (reply.getOverrunNanos() > 0) {
                check(mayBeLost, call + " has lost its hold in one life");
                if (!call.lost) {
                    lost(call);
                }
            }
            requireWithinBound(call.payer, reply.getBalanceNanos());
        }
        call.reply = reply;
        call.state = Call.State.SETTLED;
        durable(call.settleSentAt);
        answered.incrementAndGet();
    }

    /// How many first settles were answered in the present life.
    int answered() {
        return answered.get();
    }

    /// A further answer to a settle.
    void settledAgain(Call call, SettleReply again) {
        SettleReply first = call.reply;
        check(
                first != null
                        && again.getRepeated()
                        && again.getRecordId().equals(first.getRecordId())
                        && again.getPriceNanos() == first.getPriceNanos()
                        && again.getFeeNanos() == first.getFeeNanos()
                        && again.getChargeNanos() == first.getChargeNanos(),
                call + " was answered " + first + " and then " + again);
    }

    /// A crash took this hold.
    void lost(Call call) {
        call.lost = true;
        if (call.payer.poor()) {
            lostNanos.merge(call.payer.id(), call.heldNanos, Math::addExact);
        }
    }

    /// Whether a hold of the last life may be lost: only one that was admitted after all that is
    /// known to be durable had been sent, because the journal keeps the order.
    void requireLosable(Call call, long durableSentAtOfLife, long killedAt) {
        lostHolds++;
        longestLostNanos.accumulateAndGet(killedAt - call.admittedAt, Math::max);
        check(
                call.admittedAt >= durableSentAtOfLife,
                call
                        + " lost its hold although a settle that was sent after its answer is durable");
    }

    /// The most a balance can be below zero: what holds that crashes took had set aside.
    void requireWithinBound(Catalogue.Payer payer, long balanceNanos) {
        long bound = lostNanos.getOrDefault(payer.id(), 0L);
        check(
                balanceNanos >= -bound,
                "account "
                        + payer.id()
                        + " has "
                        + balanceNanos
                        + " (expected: at least -"
                        + bound);
    }

    int lostHolds() {
        return lostHolds;
    }

    long longestLostNanos() {
        return longestLostNanos.get();
    }

    long lostNanosOf(Catalogue.Payer payer) {
        return lostNanos.getOrDefault(payer.id(), 0L);
    }

    /// What the backend must still know after a life.
    ///
    /// @param calls made in it
    /// @param operations made in it
    /// @param settledFrom position in [#settled] of its first
    /// @param releasedFrom position in [#released] of its first
    /// @param durableSentAt when the latest of what is durable was sent
    /// @param killedAt by System.nanoTime()
    record Life(
            List<Call> calls,
            List<CreditOperation> operations,
            int settledFrom,
            int releasedFrom,
            long durableSentAt,
            long killedAt) {}

    /// Closes the list of a life whose threads have ended.
    Life endLife(long killedAt) {
        int settledFrom = settled.size();
        int releasedFrom = released.size();
        List<Call> made = drain(calls);
        made.forEach(this::sort);
        answered.set(0);
        return new Life(
                made,
                drain(operations),
                settledFrom,
                releasedFrom,
                durableSentAt.getAndSet(Long.MIN_VALUE),
                killedAt);
    }

    private static <T> List<T> drain(Queue<T> queue) {
        List<T> all = new ArrayList<>(queue);
        queue.clear();
        return all;
    }

    /// Puts a call where it belongs now.
    void sort(Call call) {
        switch (call.state) {
            case SETTLED -> {
                open.remove(call);
                settled.add(call);
            }
            case RELEASED -> {
                open.remove(call);
                released.add(call);
            }
            case REFUSED -> open.remove(call);
            case ASKING, OPEN, SETTLING, RELEASING -> open.add(call);
        }
    }

    /// Ids that must be in the journal if they are not in SQL: everything that was answered as
    /// durable, and holds that were there before the last life.
    Set<UUID> mustKeep(Life life) {
        Set<UUID> ids = new HashSet<>();
        List.of(settled, released).forEach(calls -> calls.forEach(call -> ids.add(uuid(call))));
        Set<Call> young = new HashSet<>(life.calls());
        open.stream().filter(call -> !young.contains(call)).forEach(call -> ids.add(uuid(call)));
        doneOperations.forEach(operation -> ids.add(operation.id));
        life.operations().stream()
                .filter(operation -> operation.answer != null)
                .forEach(operation -> ids.add(operation.id));
        return ids;
    }

    private static UUID uuid(Call call) {
        return new UUID(call.id.hi(), call.id.lo());
    }

    /// What was charged, by account.
    Map<Long, Long> chargedNanos() {
        Map<Long, Long> sums = new HashMap<>();
        for (Call call : settled) {
            SettleReply reply = call.reply;
            if (reply != null) {
                sums.merge(call.payer.id(), reply.getChargeNanos(), Math::addExact);
            }
        }
        return sums;
    }

    /// What was given less what was taken, by account.
    Map<Long, Long> creditedNanos() {
        Map<Long, Long> sums = new HashMap<>();
        payers.forEach(payer -> sums.put(payer.id(), payer.creditNanos()));
        Collection<CreditOperation> done = doneOperations;
        done.forEach(made -> sums.merge(made.payer.id(), made.amountNanos, Math::addExact));
        return sums;
    }
}
