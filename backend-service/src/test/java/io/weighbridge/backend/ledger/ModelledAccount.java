package io.weighbridge.backend.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.ledger.accounts.AccountStore;
import io.weighbridge.backend.ledger.accounts.Credit;
import io.weighbridge.backend.ledger.accounts.Purchases;
import io.weighbridge.backend.ledger.fact.Grant;
import io.weighbridge.backend.ledger.fact.GrantKind;
import io.weighbridge.backend.ledger.fact.LedgerAccounts;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.pricing.Fee;
import io.weighbridge.backend.services.Service;
import io.weighbridge.backend.services.ServiceCategory;
import io.weighbridge.backend.services.ServiceSettings;
import io.weighbridge.backend.services.VanishedPolicy;
import io.weighbridge.backend.testkit.Changes;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.RequestId;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;

/// A real account and its model, to which the same things are done: here its credit, the calls in
/// [ModelledCalls].
final class ModelledAccount {
    static final long TOKEN = 7_000_003L;
    static final long FEE = 11_000_001L;
    static final long TOKENS_MAX = 300;

    final TestBackend test;
    final HandTime time;
    final SplittableRandom random;
    private final Account account;
    final String key;
    final AccountModel model;
    final Map<String, AccountModel.Charge> charges = new LinkedHashMap<>();
    private final Map<Long, AccountModel.Pot> bought = new LinkedHashMap<>();
    private final ModelledCalls calls = new ModelledCalls(this);

    ModelledAccount(
            TestBackend test,
            HandTime time,
            String name,
            Map<Long, BigInteger> house,
            SplittableRandom random) {
        this.test = test;
        this.time = time;
        this.random = random;
        this.account = test.backend().accounts().create(name, 0);
        this.key = test.key(account).secret();
        this.model = new AccountModel(house);
    }

    /// A whole second.
    static long startMs() {
        return System.currentTimeMillis() / 1_000 * 1_000;
    }

    /// A service of which each token costs the same and each call has a fee.
    static void prepare(TestBackend test) {
        Service chat =
                test.backend()
                        .services()
                        .create(
                                "chat",
                                new ServiceSettings(
                                        ServiceCategory.TEXT,
                                        false,
                                        VanishedPolicy.BILL_DELIVERED,
                                        10_500,
                                        0,
                                        256,
                                        0));
        test.publish(
                List.of(
                        TestBackend.rate(chat, Unit.INPUT_TOKENS, TOKEN * 1_000_000),
                        TestBackend.rate(chat, Unit.OUTPUT_TOKENS, TOKEN * 1_000_000)),
                List.of(new Fee(0, FEE, 0)));
    }

    static BigInteger price(long tokens) {
        return AccountModel.of(tokens).multiply(AccountModel.of(TOKEN));
    }

    static BigInteger cost(long tokens) {
        return price(tokens).add(AccountModel.of(FEE));
    }

    private long someNanos(long tokensMax) {
        return random.nextLong(1, tokensMax * TOKEN);
    }

    private long someExpiryMs() {
        return random.nextInt(3) == 0
                ? Grant.NEVER
                : time.wallMs() + random.nextInt(1, 90) * 1_000L + 500;
    }

    private static long modelled(long expiresAtMs) {
        return expiresAtMs == Grant.NEVER ? AccountModel.NEVER : expiresAtMs;
    }

    private <T> T some(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    /// Does something.
    void step() {
        int what = random.nextInt(22);
        boolean open = !model.holds.isEmpty();
        if (what < 3) {
            grant();
        } else if (what < 5) {
            adjust();
        } else if (what == 5) {
            limitOverdraft();
        } else if (what < 11 || (!open && what < 18)) {
            calls.authorize();
        } else if (what < 13) {
            calls.extend(some(model.holds));
        } else if (what < 16) {
            calls.settle(some(model.holds));
        } else if (what == 16) {
            calls.release(some(model.holds));
        } else if (what == 17) {
            calls.settleUnknown(some(model.holds));
        } else if (what == 18 && !charges.isEmpty()) {
            refund(some(List.copyOf(charges.keySet())));
        } else if (what == 19 && !model.quarantine.isEmpty()) {
            decide(some(model.quarantine));
        } else if (what == 20) {
            buy();
        } else if (what == 21) {
            takeBack();
        }
    }

    private void grant() {
        long nanos = someNanos(TOKENS_MAX);
        long expiresAtMs = someExpiryMs();
        GrantKind kind = random.nextBoolean() ? GrantKind.PURCHASED : GrantKind.PROMOTIONAL;
        Credit.Done done =
                test.backend()
                        .credit()
                        .grant(account.id(), UUID.randomUUID(), kind, nanos, expiresAtMs, "");
        model.grant(
                kind == GrantKind.PURCHASED ? LedgerAccounts.PURCHASES : LedgerAccounts.PROMOTIONS,
                AccountModel.of(nanos),
                modelled(expiresAtMs));
        assertEquals(nanos, done.amountNanos());
        assertBalance(done.balanceNanos());
    }

    private Purchases purchases() {
        return new Purchases(test.backend().ledger(), new IdSource(time));
    }

    private void buy() {
        long nanos = someNanos(TOKENS_MAX);
        UUID operation = UUID.randomUUID();
        Purchases.Moved moved =
                purchases().give(account.id(), operation, nanos, "paid", Changes.ACT);
        bought.put(
                moved.grantId(),
                model.grant(LedgerAccounts.PURCHASES, AccountModel.of(nanos), AccountModel.NEVER));
        assertBalance(moved.balanceNanos());
        assertEquals(
                new Purchases.Moved(moved.grantId(), moved.balanceNanos(), true),
                purchases().give(account.id(), operation, nanos, "paid", Changes.ACT));
    }

    private void takeBack() {
        List<Long> grants = List.copyOf(bought.keySet());
        List<Long> first = grants.isEmpty() ? List.of() : List.of(some(grants));
        long nanos = someNanos(TOKENS_MAX);
        UUID operation = UUID.randomUUID();
        model.takeBack(
                AccountModel.of(nanos), first.isEmpty() ? null : bought.get(first.getFirst()));
        for (boolean repeated : new boolean[] {false, true}) {
            Purchases.Moved moved =
                    purchases()
                            .takeBack(account.id(), operation, nanos, first, "back", Changes.ACT);
            assertBalance(moved.balanceNanos());
            assertEquals(repeated, moved.repeated());
        }
    }

    void assertBalance(long nanos) {
        assertEquals(model.balance(), AccountModel.of(nanos));
    }

    private void adjust() {
        UUID operation = UUID.randomUUID();
        boolean gives = random.nextBoolean();
        long nanos = gives ? someNanos(50) : -someNanos(TOKENS_MAX);
        long expiresAtMs = gives ? someExpiryMs() : Grant.NEVER;
        Supplier<Credit.Done> adjust =
                () ->
                        test.backend()
                                .credit()
                                .adjust(
                                        account.id(),
                                        operation,
                                        nanos,
                                        expiresAtMs,
                                        AdjustmentReason.GOODWILL,
                                        "n");
        if (gives) {
            model.grant(LedgerAccounts.ADJUSTMENTS, AccountModel.of(nanos), modelled(expiresAtMs));
        } else if (!model.take(AccountModel.of(-nanos), time.wallMs())) {
            assertFault(ErrorCode.INSUFFICIENT_CREDIT, adjust);
            return;
        }
        assertBalance(adjust.get().balanceNanos());
        Credit.Done again = adjust.get();
        assertTrue(again.repeated());
        assertBalance(again.balanceNanos());
    }

    private static void assertFault(ErrorCode expected, Supplier<?> call) {
        assertEquals(expected, assertThrows(Fault.class, call::get).code());
    }

    private void limitOverdraft() {
        long nanos = random.nextBoolean() ? 0 : someNanos(TOKENS_MAX);
        Account now = test.backend().accounts().require(account.id());
        test.backend().accounts().update(account.id(), now.version(), now.name(), nanos);
        model.overdraftLimit = AccountModel.of(nanos);
    }

    private static RequestId request(String id) {
        return Objects.requireNonNull(RequestId.parse(id));
    }

    private void decide(AccountModel.Hold kept) {
        var unrated = test.backend().unratedUsage();
        RequestId id = request(kept.requestId);
        model.quarantine.remove(kept);
        if (random.nextInt(3) == 0) {
            assertFalse(unrated.writeOff(id, UUID.randomUUID(), "n"));
        } else {
            long input = random.nextLong(1, 80);
            long output = random.nextLong(2 * TOKENS_MAX);
            var rated = unrated.rate(id, UUID.randomUUID(), 0, Units.tokens(input, output), "n");
            charges.put(kept.requestId, model.charge(price(input + output), AccountModel.of(FEE)));
            assertEquals(cost(input + output), AccountModel.of(rated.chargeNanos()));
            assertBalance(rated.balanceNanos());
        }
        assertFault(ErrorCode.NOT_UNRATED, () -> unrated.writeOff(id, UUID.randomUUID(), "n"));
    }

    private void refund(String requestId) {
        AccountModel.Charge charge = Objects.requireNonNull(charges.get(requestId));
        BigInteger left = charge.left();
        long asked =
                random.nextInt(4) == 0
                        ? 0
                        : random.nextLong(1, left.longValueExact() * 5 / 4 + TOKEN);
        BigInteger amount = asked == 0 ? left : AccountModel.of(asked);
        Supplier<Credit.Refunded> refund =
                () ->
                        test.backend()
                                .credit()
                                .refund(
                                        request(requestId),
                                        UUID.randomUUID(),
                                        asked,
                                        AdjustmentReason.WRONG_CHARGE,
                                        "n");
        if (amount.signum() == 0 || amount.compareTo(left) > 0) {
            assertFault(ErrorCode.REFUND_ABOVE_CHARGE, refund);
            return;
        }
        model.refund(charge, amount, time.wallMs());
        Credit.Refunded refunded = refund.get();
        assertEquals(amount, AccountModel.of(refunded.refundedNanos()));
        assertEquals(charge.refunded, AccountModel.of(refunded.totalNanos()));
        assertBalance(refunded.balanceNanos());
    }

    /// Time has passed: calls whose proxy was not heard of are charged by what was, and what no
    /// call needs of expired credit is gone.
    void passed() {
        long nowMs = time.wallMs();
        for (AccountModel.Hold hold : List.copyOf(model.holds)) {
            if (hold.expiresAtMs <= nowMs) {
                model.holds.remove(hold);
                long tokens =
                        hold.heardInput == 0 ? hold.input : hold.heardInput + hold.heardOutput;
                var _ = model.charge(price(tokens), AccountModel.of(FEE));
            }
        }
        model.sweep(nowMs);
    }

    /// The writer has looked for expired credit that no call needs any more.
    void swept() {
        model.sweep(time.wallMs());
    }

    /// Fails when memory does not agree.
    void check(TestBackend running) {
        AccountState state = running.backend().ledger().account(account.id());
        assertNotNull(state);
        synchronized (state) {
            long nowMs = time.wallMs();
            assertBalance(state.balanceNanos());
            assertEquals(model.held(), AccountModel.of(state.heldNanos()));
            assertEquals(model.quarantined(), AccountModel.of(state.quarantinedNanos()));
            assertEquals(model.available(nowMs), AccountModel.of(state.availableNanos(nowMs)));
            assertEquals(model.spendable(nowMs), AccountModel.of(state.spendableNanos(nowMs)));
        }
    }

    /// Fails when SQL does not agree on the grants.
    void checkGrants(TestBackend running) {
        Map<Long, BigInteger> found = new TreeMap<>();
        List<AccountStore.GrantLeft> grants = new ArrayList<>();
        String token = "";
        do {
            var page =
                    running.backend().accounts().grants(account.id(), PageKey.of(100, token, ""));
            grants.addAll(page.items());
            token = page.nextToken();
        } while (!token.isEmpty());
        for (AccountStore.GrantLeft left : grants) {
            found.merge(
                    modelled(left.grant().expiresAtMs()),
                    AccountModel.of(left.remainingNanos()),
                    BigInteger::add);
        }
        found.values().removeIf(sum -> sum.signum() == 0);
        assertEquals(model.leftByExpiry(), found);
    }
}
