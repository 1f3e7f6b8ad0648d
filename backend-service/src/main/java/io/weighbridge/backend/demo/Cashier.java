package io.weighbridge.backend.demo;

import io.weighbridge.backend.Backend;
import io.weighbridge.backend.ledger.AdjustmentReason;
import io.weighbridge.backend.payments.autotopup.AutoTopUps;
import io.weighbridge.backend.payments.store.Order;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.Nanos;
import io.weighbridge.model.RefusalReason;
import io.weighbridge.model.RequestId;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;

/// Keeps the accounts in credit: who runs low buys more, the small account only after some of its
/// calls were refused, one by itself from a saved card; and gives back a few charges of failed
/// calls.
final class Cashier implements Runnable {
    private static final long PAUSE_NANOS = 200_000_000;
    private static final long LOW_NANOS = 2 * Nanos.PER_UNIT;
    // Little, so that the first charge by itself comes soon.
    private static final long SAVER_FIRST_NANOS = Nanos.PER_UNIT;
    private static final long SAVER_LOW_NANOS = 20 * Nanos.PER_UNIT;
    private static final long TOP_UP_NANOS = 25 * Nanos.PER_UNIT;
    private static final long SMALL_TOP_UP_NANOS = 400_000_000;
    private static final AutoTopUps.Wish AUTOMATIC =
            new AutoTopUps.Wish(
                    true, SAVER_LOW_NANOS, TOP_UP_NANOS, 400 * TOP_UP_NANOS, 4_000 * TOP_UP_NANOS);
    private static final int REFUSALS_UNTIL_TOP_UP = 12;
    private static final int REFUND_EVERY = 7;
    private static final int REFUNDS_WAITING = 100;

    private final Backend backend;
    private final DemoShop shop;
    private final Map<Long, String> accounts;
    private final Meters meters;
    private final StopSignal stop;
    private final BlockingQueue<RequestId> toRefund = new LinkedBlockingQueue<>(REFUNDS_WAITING);
    private final Map<Long, Long> refusalsSeen = new HashMap<>();
    private long purchases;
    private boolean armed;
    private final Map<Long, Order> bought = new HashMap<>();

    Cashier(Backend backend, DemoShop shop, List<DemoKey> keys, Meters meters, StopSignal stop) {
        this.backend = backend;
        this.shop = shop;
        this.accounts =
                keys.stream()
                        .collect(
                                Collectors.toMap(
                                        DemoKey::accountId, DemoKey::account, (a, b) -> a));
        this.meters = meters;
        this.stop = stop;
    }

    /// A call was charged although the model failed; some of these are given back.
    void failed(long row, String recordId) {
        RequestId record = RequestId.parse(recordId);
        if (row % REFUND_EVERY == 0 && record != null) {
            var _ = toRefund.offer(record);
        }
    }

    @Override
    public void run() {
        while (!stop.await(PAUSE_NANOS)) {
            accounts.forEach(this::topUp);
            RequestId record = toRefund.poll();
            if (record != null) {
                refund(record);
            }
        }
    }

    private void topUp(long accountId, String name) {
        long available =
                backend.accounts().balance(accountId, 0).availableNanos().orElse(Long.MAX_VALUE);
        boolean small = name.equals(Catalogue.SMALL_ACCOUNT);
        boolean isSaver = name.equals(Catalogue.SAVING_ACCOUNT);
        boolean isArmed = isSaver && isArmed(accountId);
        if (small) {
            long refused = meters.refusals(accountId, RefusalReason.INSUFFICIENT_CREDIT);
            long seen = refusalsSeen.getOrDefault(accountId, 0L);
            if (refused - seen >= REFUSALS_UNTIL_TOP_UP
                    && buy(accountId, SMALL_TOP_UP_NANOS, false)) {
                refusalsSeen.put(accountId, refused);
            }
        } else if (available < (isSaver ? SAVER_LOW_NANOS : LOW_NANOS) && !isArmed) {
            var _ = buy(accountId, isSaver ? SAVER_FIRST_NANOS : TOP_UP_NANOS, isSaver);
        }
    }

    // Its card is known soon after its first order was paid; until then it is tried again.
    private boolean isArmed(long accountId) {
        if (armed) {
            return true;
        }
        Order first = bought.get(accountId);
        if (first != null && DemoShop.isPaid(backend, first)) {
            try {
                var _ = backend.autoTopUps().topUps().set(accountId, AUTOMATIC);
                armed = true;
            } catch (Fault e) {
                return false;
            }
        }
        return armed;
    }

    // One at a time: what was paid is on its way. Every other time by card.
    private boolean buy(long accountId, long nanos, boolean savesCard) {
        Order last = bought.get(accountId);
        if (last != null && !DemoShop.isPaid(backend, last)) {
            return false;
        }
        try {
            Order order =
                    savesCard
                            ? shop.buyAndSave(backend, accountId, nanos)
                            : shop.buy(backend, accountId, nanos, (purchases++ & 1) == 0);
            bought.put(accountId, order);
            return true;
        } catch (Fault e) {
            // A stand-in that is slow, or a service that is busy: tried again in the next round.
            return false;
        }
    }

    private void refund(RequestId record) {
        UUID operation = new UUID(record.hi(), record.lo());
        AdjustmentReason reason = AdjustmentReason.SERVICE_FAILURE;
        var _ = backend.credit().refund(record, operation, 0, reason, "the model failed");
    }
}
