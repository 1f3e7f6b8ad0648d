package io.weighbridge.backend.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.weighbridge.backend.compute.cost.CallCosts;
import io.weighbridge.backend.compute.curve.Curves;
import io.weighbridge.backend.gate.admit.AuthorizeCall;
import io.weighbridge.backend.gate.admit.Decision;
import io.weighbridge.backend.gate.admit.Gate;
import io.weighbridge.backend.gate.admit.RefusalListener;
import io.weighbridge.backend.gate.settle.Reply;
import io.weighbridge.backend.gate.settle.SettleCall;
import io.weighbridge.backend.gate.settle.SettleResult;
import io.weighbridge.backend.keys.ApiKeys;
import io.weighbridge.backend.keys.KeySettings;
import io.weighbridge.backend.keys.SqlKeyStore;
import io.weighbridge.backend.ledger.AdjustmentReason;
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
import io.weighbridge.model.Outcome;
import io.weighbridge.model.RefusalReason;
import io.weighbridge.model.RequestId;
import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// A refund brings a used-up grant back that it has to read from the store. However long that
/// takes, calls of the account are decided.
final class RefundReadsTest {
    @TempDir Path directory;
    private final SystemTime time = new SystemTime();
    private final CountDownLatch reading = new CountDownLatch(1);
    private final CountDownLatch mayRead = new CountDownLatch(1);
    private Database database;
    private Ledger ledger;
    private GateAssembly assembly;
    private Gate gate;
    private Credit credit;
    private Account account;
    private String secret;

    @BeforeEach
    void open() {
        database = Database.open(directory);
        IdSource ids = new IdSource(time);
        Services services = new Services(new SqlServiceStore(database), ids, time);
        Plans plans = new Plans(new SqlPlanStore(database), ids, time);
        Prices prices = new Prices(new SqlPriceStore(database), ids, time);
        SqlKeyStore keyStore = new SqlKeyStore(database);
        ledger = Ledger.open(directory, slow(new SqlLedgerStore(database)), time, 200_000);
        assembly =
                new GateAssembly(
                        services,
                        plans,
                        prices,
                        CallCosts.NONE,
                        Curves.NONE,
                        ledger,
                        time,
                        new byte[16],
                        new SqlUsageStore(database),
                        Runnable::run);
        assembly.load(keyStore, new SqlKeyHistory(database));
        ledger.start(assembly.holdExpiry(), _ -> {});
        gate = assembly.gate(new Refusals());
        SqlAccountStore accounts = new SqlAccountStore(database);
        account = new Accounts(accounts, ledger, ids, time).create("Acme", 0);
        credit = new Credit(accounts, ledger, ids);
        publish(prices, services.create("chat", ServiceSettings.TEXT_DEFAULT));
        secret =
                new ApiKeys(
                                keyStore,
                                assembly.keyListener(),
                                plans,
                                _ -> true,
                                ids,
                                time,
                                "wb",
                                "live")
                        .create(account.id(), KeySettings.unlimited("k"))
                        .secret();
    }

    @AfterEach
    void close() {
        mayRead.countDown();
        ledger.close();
        database.close();
    }

    // Grants are read slowly, all else is as ever.
    private LedgerStore slow(LedgerStore real) {
        return (LedgerStore)
                Proxy.newProxyInstance(
                        LedgerStore.class.getClassLoader(),
                        new Class<?>[] {LedgerStore.class},
                        (proxy, method, arguments) -> {
                            if (method.getName().equals("grant")) {
                                reading.countDown();
                                mayRead.await();
                            }
                            return method.invoke(real, arguments);
                        });
    }

    private static final class Refusals implements RefusalListener {
        @Override
        public void refused(RefusedCall call) {}

        @Override
        public void unrecognised(long serviceId, RefusalReason reason, long nowMs) {}

        @Override
        public void shadowed(long keyId, long accountId, RefusalReason reason, long nowMs) {}
    }

    private static void publish(Prices prices, Service service) {
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

    private void grant(long nanos) {
        var _ =
                credit.grant(
                        account.id(), UUID.randomUUID(), GrantKind.PURCHASED, nanos, 0, "test");
    }

    private Decision authorize() {
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

    private RequestId call() throws Exception {
        Decision.Admitted admitted = assertInstanceOf(Decision.Admitted.class, authorize());
        CompletableFuture<SettleResult> settled = new CompletableFuture<>();
        assembly.settling()
                .settle(
                        new SettleCall(
                                "",
                                admitted.hold().call().id(),
                                new Settlement(Outcome.OK, Units.tokens(10, 0), 0, 0, 0),
                                "",
                                ""),
                        new Reply<>() {
                            @Override
                            public void done(SettleResult result) {
                                settled.complete(result);
                            }

                            @Override
                            public void failed(Fault fault) {
                                settled.completeExceptionally(fault);
                            }
                        });
        return settled.get(20, TimeUnit.SECONDS).recordId();
    }

    @Test
    void shouldNotHoldUpCallsOfTheAccount() throws Exception {
        grant(10);
        RequestId record = call();
        grant(1_000);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Credit.Refunded> refund =
                    threads.submit(
                            () ->
                                    credit.refund(
                                            record,
                                            UUID.randomUUID(),
                                            0,
                                            AdjustmentReason.GOODWILL,
                                            "sorry"));
            try {
                reading.await();
                Decision decision = threads.submit(this::authorize).get(10, TimeUnit.SECONDS);
                assertInstanceOf(Decision.Admitted.class, decision);
                assertFalse(refund.isDone());
            } finally {
                mayRead.countDown();
            }
            assertEquals(10, refund.get(20, TimeUnit.SECONDS).refundedNanos());
        }
    }
}
