package io.weighbridge.backend.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.compute.cost.Basis;
import io.weighbridge.backend.compute.cost.CallCost;
import io.weighbridge.backend.compute.cost.CallCosts;
import io.weighbridge.backend.gate.event.EventResult;
import io.weighbridge.backend.gate.event.UsageEvent;
import io.weighbridge.backend.ledger.Hold;
import io.weighbridge.backend.ledger.Ledger;
import io.weighbridge.backend.ledger.LedgerOperation;
import io.weighbridge.backend.ledger.LedgerStore;
import io.weighbridge.backend.ledger.SqlLedgerStore;
import io.weighbridge.backend.platform.access.Caller;
import io.weighbridge.backend.platform.access.ServiceScope;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.testkit.LosingStore;
import io.weighbridge.backend.usage.Settlement;
import io.weighbridge.backend.usage.SqlUsageStore;
import io.weighbridge.backend.usage.UsageRecord;
import io.weighbridge.model.IdKind;
import io.weighbridge.model.Outcome;
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
import java.util.stream.Stream;

/// However a call ends, its record says what it took of GPUs, as that was known then.
final class RecordedCostTest {
    private static final Settlement USED = settlement(Units.tokens(10, 0), 5, 9);

    @TempDir Path directory;
    @TempDir Path image;
    // What a token costs, and a millisecond; 0 once it is not known any more.
    private volatile long factor = 1;
    private volatile long askedAtMs;

    @SuppressWarnings("NullAway.Init") // Made when the ledger asks for its store.
    private LosingStore<LedgerStore> store;

    private OwnGate gate;

    private static Settlement settlement(Units units, long computeMs, long upstreamCostNanos) {
        return new Settlement(Outcome.OK, units, 0, computeMs, upstreamCostNanos);
    }

    private final class Costs implements CallCosts {
        @Override
        public CallCost of(long serviceId, long atMs, Units units, long computeMs) {
            assertEquals(gate.service().id(), serviceId);
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
        gate =
                new OwnGate(
                        directory,
                        real -> {
                            store = new LosingStore<>(LedgerStore.class, real);
                            return store.store();
                        },
                        new Costs());
        gate.grant(1_000);
    }

    @AfterEach
    void close() {
        store.comeBack();
        gate.close();
    }

    private UsageRecord record(RequestId id) {
        gate.ledger().awaitFolded();
        return gate.records().find(id).orElseThrow();
    }

    @Test
    void shouldKeepWhatACallTookWhateverIsKnownLater() throws Exception {
        Hold hold = gate.hold();
        RequestId id = gate.settle(hold, USED).recordId();
        UsageRecord record = record(id);
        assertEquals(new CallCost(Basis.MEASURED, 30, 35), record.cost());
        assertEquals(35, record.costNanos());
        assertEquals(hold.call().authorizedAtMs(), askedAtMs);
        factor = 2;
        assertTrue(gate.settle(hold, USED).repeated());
        assertEquals(record, record(id));
        factor = 0;
        UsageRecord unknown = record(gate.settle(gate.hold(), USED).recordId());
        assertEquals(CallCost.NONE, unknown.cost());
        assertEquals(9, unknown.costNanos());
    }

    @Test
    void shouldTakeWhatTheUpstreamChargedWhereTheBasisSaysNothing() throws Exception {
        UsageRecord told =
                record(gate.settle(gate.hold(), settlement(Units.tokens(10, 0), -1, 9)).recordId());
        assertEquals(new CallCost(Basis.MEASURED, 30, CallCost.UNKNOWN), told.cost());
        assertEquals(9, told.costNanos());
        UsageRecord nothing =
                record(
                        gate.settle(gate.hold(), settlement(Units.tokens(10, 0), -1, -1))
                                .recordId());
        assertEquals(CallCost.UNKNOWN, nothing.costNanos());
    }

    @Test
    void shouldKeepItOfUsageThatCannotBePriced() throws Exception {
        UsageRecord unknown =
                record(gate.settle(gate.hold(), settlement(Units.NONE, 5, -1)).recordId());
        assertTrue(unknown.isUnrated());
        assertEquals(new CallCost(Basis.MEASURED, CallCost.UNKNOWN, 35), unknown.cost());
        UsageRecord unpriced =
                record(
                        gate.settle(gate.hold(), settlement(Units.of(Unit.IMAGES, 1), 6, -1))
                                .recordId());
        assertTrue(unpriced.isUnrated());
        assertEquals(new CallCost(Basis.MEASURED, 0, 42), unpriced.cost());
    }

    @Test
    void shouldKeepItOfCallsThatAPolicyEndedAndOfWhatIsToldLater() throws Exception {
        Hold hold = gate.hold();
        var _ =
                LedgerOperation.run(
                        gate.ledger(),
                        posting -> {
                            gate.assembly().holdExpiry().expired(posting, hold);
                            return true;
                        });
        RequestId id = hold.call().id();
        assertEquals(new CallCost(Basis.MEASURED, 30, CallCost.UNKNOWN), record(id).cost());
        RequestId late = gate.settle(hold, settlement(Units.tokens(12, 0), 5, -1)).recordId();
        // Of a part of a call nothing is known.
        assertEquals(CallCost.NONE, record(late).cost());
        assertEquals(hold.call().authorizedAtMs(), askedAtMs);
    }

    @Test
    void shouldKeepItOfEvents() throws Exception {
        Caller.Proxy teller = new Caller.Proxy(1, 0, "teller", ServiceScope.ALL, false);
        long atMs = gate.time().wallMs();
        UsageEvent event =
                new UsageEvent(
                        teller,
                        "source",
                        "1",
                        IdKind.ACCOUNT.format(gate.account().id()),
                        "chat",
                        ServiceTier.STANDARD,
                        "",
                        "",
                        atMs,
                        USED);
        EventResult result =
                OwnGate.answer(
                        reply ->
                                gate.assembly().eventCharging(60_000).batch().charge(event, reply));
        RequestId id = assertInstanceOf(EventResult.Taken.class, result).recordId();
        assertEquals(new CallCost(Basis.MEASURED, 30, 35), record(id).cost());
        assertEquals(atMs, askedAtMs);
    }

    /// What the store has not got yet comes from the journal, without asking again.
    @Test
    void shouldKeepItOverACrash() throws Exception {
        gate.ledger().awaitFolded();
        store.goAway();
        RequestId charged = gate.settle(gate.hold(), USED).recordId();
        RequestId unrated = gate.settle(gate.hold(), settlement(Units.NONE, 5, -1)).recordId();
        copy(directory, image);
        try (Database other = Database.open(image)) {
            SqlUsageStore records = new SqlUsageStore(other);
            assertTrue(records.find(charged).isEmpty());
            Ledger.open(image, new SqlLedgerStore(other), gate.time(), 200_000).close();
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
