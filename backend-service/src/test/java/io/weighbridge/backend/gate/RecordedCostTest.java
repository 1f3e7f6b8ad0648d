package io.weighbridge.backend.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.compute.cost.Basis;
import io.weighbridge.backend.compute.cost.CallCost;
import io.weighbridge.backend.compute.cost.CallCosts;
import io.weighbridge.backend.compute.curve.Curves;
import io.weighbridge.backend.gate.admit.AuthorizeCall;
import io.weighbridge.backend.gate.admit.Decision;
import io.weighbridge.backend.gate.admit.Gate;
import io.weighbridge.backend.gate.admit.RefusalListener;
import io.weighbridge.backend.gate.event.EventResult;
import io.weighbridge.backend.gate.event.UsageEvent;
import io.weighbridge.backend.gate.hold.HoldTokens;
import io.weighbridge.backend.gate.settle.Reply;
import io.weighbridge.backend.gate.settle.SettleCall;
import io.weighbridge.backend.gate.settle.SettleResult;
import io.weighbridge.backend.keys.ApiKeys;
import io.weighbridge.backend.keys.KeySettings;
import io.weighbridge.backend.keys.SqlKeyStore;
import io.weighbridge.backend.ledger.Hold;
import io.weighbridge.backend.ledger.Ledger;
import io.weighbridge.backend.ledger.LedgerOperation;
import io.weighbridge.backend.ledger.LedgerStore;
import io.weighbridge.backend.ledger.SqlLedgerStore;
import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.ledger.accounts.Accounts;
import io.weighbridge.backend.ledger.accounts.Credit;
import io.weighbridge.backend.ledger.accounts.SqlAccountStore;
import io.weighbridge.backend.ledger.fact.GrantKind;
import io.weighbridge.backend.limits.Plans;
import io.weighbridge.backend.limits.SqlPlanStore;
import io.weighbridge.backend.platform.access.Caller;
import io.weighbridge.backend.platform.access.ServiceScope;
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
import io.weighbridge.backend.testkit.LosingStore;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.backend.usage.Settlement;
import io.weighbridge.backend.usage.SqlKeyHistory;
import io.weighbridge.backend.usage.SqlUsageStore;
import io.weighbridge.backend.usage.UsageRecord;
import io.weighbridge.backend.usage.refusals.RefusedCall;
import io.weighbridge.model.IdKind;
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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// However a call ends, its record says what it took of GPUs, as that was known then.
final class RecordedCostTest {
    private static final Settlement USED = settlement(Units.tokens(10, 0), 5, 9);

    @TempDir Path directory;
    @TempDir Path image;
    private final SystemTime time = new SystemTime();
    // What a token costs, and a millisecond; 0 once it is not known any more.
    private volatile long factor = 1;
    private volatile long askedAtMs;
    private LosingStore<LedgerStore> store;
    private Database database;
    private Ledger ledger;
    private GateAssembly assembly;
    private Gate gate;
    private Account account;
    private Service service;
    private String secret;

    private static Settlement settlement(Units units, long computeMs, long upstreamCostNanos) {
        return new Settlement(Outcome.OK, units, 0, computeMs, upstreamCostNanos);
    }

    private final class Costs implements CallCosts {
        @Override
        public CallCost of(long serviceId, long atMs, Units units, long computeMs) {
            assertEquals(service.id(), serviceId);
            askedAtMs = atMs;
            if (factor == 0) {
                return CallCost.NONE;
            }
            return new CallCost(
                    Basis.MEASURED,
                    units.isEmpty() ? CallCost.UNKNOWN : units.tokens() * 3 * factor,
                    computeMs < 0 ? CallCost.UNKNOWN : computeMs * 7 * factor);
        }
    }

    @BeforeEach
    void open() {
        database = Database.open(directory);
        IdSource ids = new IdSource(time);
        Services services = new Services(new SqlServiceStore(database), ids, time);
        Plans plans = new Plans(new SqlPlanStore(database), ids, time);
        Prices prices = new Prices(new SqlPriceStore(database), ids, time);
        SqlKeyStore keyStore = new SqlKeyStore(database);
        store = new LosingStore<>(LedgerStore.class, new SqlLedgerStore(database));
        ledger = Ledger.open(directory, store.store(), time, 200_000);
        assembly =
                new GateAssembly(
                        services,
                        plans,
                        prices,
                        new Costs(),
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
        service = services.create("chat", ServiceSettings.TEXT_DEFAULT);
        publish(prices);
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
        var _ =
                new Credit(accounts, ledger, ids)
                        .grant(account.id(), UUID.randomUUID(), GrantKind.PURCHASED, 1_000, 0, "");
    }

    @AfterEach
    void close() {
        store.comeBack();
        ledger.close();
        database.close();
    }

    private static final class Refusals implements RefusalListener {
        @Override
        public void refused(RefusedCall call) {}

        @Override
        public void unrecognised(long serviceId, RefusalReason reason, long nowMs) {}

        @Override
        public void shadowed(long keyId, long accountId, RefusalReason reason, long nowMs) {}
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

    private Hold hold() {
        Decision decision =
                gate.authorize(
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
        return assertInstanceOf(Decision.Admitted.class, decision).hold();
    }

    private static <T> T answer(Consumer<Reply<T>> call) throws Exception {
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

    private SettleResult settle(Hold hold, Settlement settlement) throws Exception {
        String holdId = new HoldTokens(new byte[16]).write(hold);
        return answer(
                reply ->
                        assembly.settling()
                                .settle(new SettleCall(holdId, null, settlement, "", ""), reply));
    }

    private UsageRecord record(RequestId id) {
        ledger.awaitFolded();
        return new SqlUsageStore(database).find(id).orElseThrow();
    }

    @Test
    void shouldKeepWhatACallTookWhateverIsKnownLater() throws Exception {
        Hold hold = hold();
        RequestId id = settle(hold, USED).recordId();
        UsageRecord record = record(id);
        assertEquals(new CallCost(Basis.MEASURED, 30, 35), record.cost());
        assertEquals(35, record.costNanos());
        assertEquals(hold.call().authorizedAtMs(), askedAtMs);
        factor = 2;
        assertTrue(settle(hold, USED).repeated());
        assertEquals(record, record(id));
        factor = 0;
        UsageRecord unknown = record(settle(hold(), USED).recordId());
        assertEquals(CallCost.NONE, unknown.cost());
        assertEquals(9, unknown.costNanos());
    }

    @Test
    void shouldTakeWhatTheUpstreamChargedWhereTheBasisSaysNothing() throws Exception {
        UsageRecord told =
                record(settle(hold(), settlement(Units.tokens(10, 0), -1, 9)).recordId());
        assertEquals(new CallCost(Basis.MEASURED, 30, CallCost.UNKNOWN), told.cost());
        assertEquals(9, told.costNanos());
        UsageRecord nothing =
                record(settle(hold(), settlement(Units.tokens(10, 0), -1, -1)).recordId());
        assertEquals(CallCost.UNKNOWN, nothing.costNanos());
    }

    @Test
    void shouldKeepItOfUsageThatCannotBePriced() throws Exception {
        UsageRecord unknown = record(settle(hold(), settlement(Units.NONE, 5, -1)).recordId());
        assertTrue(unknown.isUnrated());
        assertEquals(new CallCost(Basis.MEASURED, CallCost.UNKNOWN, 35), unknown.cost());
        UsageRecord unpriced =
                record(settle(hold(), settlement(Units.of(Unit.IMAGES, 1), 6, -1)).recordId());
        assertTrue(unpriced.isUnrated());
        assertEquals(new CallCost(Basis.MEASURED, 0, 42), unpriced.cost());
    }

    @Test
    void shouldKeepItOfCallsThatAPolicyEndedAndOfWhatIsToldLater() throws Exception {
        Hold hold = hold();
        var _ =
                LedgerOperation.run(
                        ledger,
                        posting -> {
                            assembly.holdExpiry().expired(posting, hold);
                            return true;
                        });
        RequestId id = hold.call().id();
        assertEquals(new CallCost(Basis.MEASURED, 30, CallCost.UNKNOWN), record(id).cost());
        RequestId late = settle(hold, settlement(Units.tokens(12, 0), 5, -1)).recordId();
        // Of a part of a call nothing is known.
        assertEquals(CallCost.NONE, record(late).cost());
        assertEquals(hold.call().authorizedAtMs(), askedAtMs);
    }

    @Test
    void shouldKeepItOfEvents() throws Exception {
        Caller.Proxy teller = new Caller.Proxy(1, 0, "teller", ServiceScope.ALL, false);
        long atMs = time.wallMs();
        UsageEvent event =
                new UsageEvent(
                        teller,
                        "source",
                        "1",
                        IdKind.ACCOUNT.format(account.id()),
                        "chat",
                        ServiceTier.STANDARD,
                        "",
                        "",
                        atMs,
                        USED);
        EventResult result =
                answer(reply -> assembly.eventCharging(60_000).batch().charge(event, reply));
        RequestId id = assertInstanceOf(EventResult.Taken.class, result).recordId();
        assertEquals(new CallCost(Basis.MEASURED, 30, 35), record(id).cost());
        assertEquals(atMs, askedAtMs);
    }

    /// What the store has not got yet comes from the journal, without asking again.
    @Test
    void shouldKeepItOverACrash() throws Exception {
        ledger.awaitFolded();
        store.goAway();
        RequestId charged = settle(hold(), USED).recordId();
        RequestId unrated = settle(hold(), settlement(Units.NONE, 5, -1)).recordId();
        copy(directory, image);
        try (Database other = Database.open(image)) {
            SqlUsageStore records = new SqlUsageStore(other);
            assertTrue(records.find(charged).isEmpty());
            Ledger.open(image, new SqlLedgerStore(other), time, 200_000).close();
            assertEquals(
                    new CallCost(Basis.MEASURED, 30, 35),
                    records.find(charged).orElseThrow().cost());
            assertEquals(
                    new CallCost(Basis.MEASURED, CallCost.UNKNOWN, 35),
                    records.find(unrated).orElseThrow().cost());
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }
}
