package io.weighbridge.backend.gate;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.weighbridge.backend.compute.cost.CallCosts;
import io.weighbridge.backend.compute.curve.Curves;
import io.weighbridge.backend.gate.admit.AuthorizeCall;
import io.weighbridge.backend.gate.admit.Decision;
import io.weighbridge.backend.gate.admit.Gate;
import io.weighbridge.backend.gate.admit.RefusalListener;
import io.weighbridge.backend.gate.hold.HoldTokens;
import io.weighbridge.backend.gate.settle.Reply;
import io.weighbridge.backend.gate.settle.SettleCall;
import io.weighbridge.backend.gate.settle.SettleResult;
import io.weighbridge.backend.keys.ApiKeys;
import io.weighbridge.backend.keys.KeySettings;
import io.weighbridge.backend.keys.SqlKeyStore;
import io.weighbridge.backend.ledger.Hold;
import io.weighbridge.backend.ledger.Ledger;
import io.weighbridge.backend.ledger.LedgerStore;
import io.weighbridge.backend.ledger.SqlLedgerStore;
import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.ledger.accounts.Accounts;
import io.weighbridge.backend.ledger.accounts.Credit;
import io.weighbridge.backend.ledger.accounts.SqlAccountStore;
import io.weighbridge.backend.ledger.fact.GrantKind;
import io.weighbridge.backend.limits.Plans;
import io.weighbridge.backend.limits.SqlPlanStore;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.platform.time.SystemTime;
import io.weighbridge.backend.pricing.PriceBook;
import io.weighbridge.backend.pricing.Prices;
import io.weighbridge.backend.pricing.SqlPriceStore;
import io.weighbridge.backend.services.Service;
import io.weighbridge.backend.services.ServiceSettings;
import io.weighbridge.backend.services.Services;
import io.weighbridge.backend.services.SqlServiceStore;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.backend.usage.Settlement;
import io.weighbridge.backend.usage.SqlKeyHistory;
import io.weighbridge.backend.usage.SqlUsageStore;
import io.weighbridge.backend.usage.refusals.RefusedCall;
import io.weighbridge.model.RefusalReason;
import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// A gate over a ledger whose store, and costs that, a test makes itself: one account, one key, and
/// one service at 1 nano an input token.
final class OwnGate implements AutoCloseable {
    private static final byte[] HOLD_SECRET = new byte[16];

    private final SystemTime time = new SystemTime();
    private final Database database;
    private final Ledger ledger;
    private final GateAssembly assembly;
    private final Gate gate;
    private final Credit credit;
    private final Account account;
    private final Service service;
    private final String secret;

    private static final class Refusals implements RefusalListener {
        @Override
        public void refused(RefusedCall call) {}

        @Override
        public void unrecognised(long serviceId, RefusalReason reason, long nowMs) {}

        @Override
        public void shadowed(long keyId, long accountId, RefusalReason reason, long nowMs) {}
    }

    /// @param store what the ledger sees of its store
    OwnGate(Path directory, UnaryOperator<LedgerStore> store, CallCosts costs) {
        database = Database.open(directory);
        IdSource ids = new IdSource(time);
        Services services = new Services(new SqlServiceStore(database), ids, time);
        Plans plans = new Plans(new SqlPlanStore(database), ids, time);
        Prices prices = new Prices(new SqlPriceStore(database), ids, time);
        SqlKeyStore keys = new SqlKeyStore(database);
        ledger = Ledger.open(directory, store.apply(new SqlLedgerStore(database)), time, 200_000);
        assembly =
                new GateAssembly(
                        services,
                        plans,
                        prices,
                        costs,
                        Curves.NONE,
                        ledger,
                        time,
                        HOLD_SECRET,
                        records(),
                        Runnable::run);
        assembly.load(keys, new SqlKeyHistory(database));
        ledger.start(assembly.holdExpiry(), _ -> {});
        gate = assembly.gate(new Refusals());
        SqlAccountStore accounts = new SqlAccountStore(database);
        account = new Accounts(accounts, ledger, ids, time).create("Acme", 0);
        credit = new Credit(accounts, ledger, ids);
        service = services.create("chat", ServiceSettings.TEXT_DEFAULT);
        publish(prices);
        secret =
                new ApiKeys(keys, assembly.keyListener(), plans, _ -> true, ids, time, "wb", "live")
                        .create(account.id(), KeySettings.unlimited("k"))
                        .secret();
    }

    private void publish(Prices prices) {
        PriceBook draft = prices.createDraft(0, "test");
        PriceBook filled =
                prices.updateDraft(
                        draft.id(),
                        draft.version(),
                        List.of(TestBackend.rate(service, Unit.INPUT_TOKENS, 1_000_000)),
                        List.of(),
                        "");
        var _ = prices.publish(filled.id(), filled.version(), 0, true);
    }

    SystemTime time() {
        return time;
    }

    Ledger ledger() {
        return ledger;
    }

    GateAssembly assembly() {
        return assembly;
    }

    Credit credit() {
        return credit;
    }

    Account account() {
        return account;
    }

    Service service() {
        return service;
    }

    SqlUsageStore records() {
        return new SqlUsageStore(database);
    }

    void grant(long nanos) {
        var _ = credit.grant(account.id(), UUID.randomUUID(), GrantKind.PURCHASED, nanos, 0, "");
    }

    /// Asks for 10 input tokens.
    Decision authorize() {
        return gate.authorize(
                new AuthorizeCall(
                        null,
                        secret,
                        "chat",
                        Units.tokens(10, 0),
                        0,
                        "",
                        "",
                        false,
                        ServiceTier.STANDARD,
                        "",
                        0,
                        "",
                        false));
    }

    /// The same, which must be admitted.
    Hold hold() {
        return assertInstanceOf(Decision.Admitted.class, authorize()).hold();
    }

    SettleResult settle(Hold hold, Settlement settlement) throws Exception {
        String holdId = new HoldTokens(HOLD_SECRET).write(hold);
        return answer(
                reply ->
                        assembly.settling()
                                .settle(new SettleCall(holdId, null, settlement, "", ""), reply));
    }

    /// Waits for what is answered.
    static <T> T answer(Consumer<Reply<T>> call) throws Exception {
        CompletableFuture<T> answer = new CompletableFuture<>();
        call.accept(
                new Reply<>() {
                    @Override
                    public void done(T result) {
                        answer.complete(result);
                    }

                    @Override
                    public void failed(Fault fault) {
                        answer.completeExceptionally(fault);
                    }
                });
        return answer.get(20, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        ledger.close();
        database.close();
    }
}
