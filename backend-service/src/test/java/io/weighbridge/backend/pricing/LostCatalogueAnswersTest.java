package io.weighbridge.backend.pricing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.weighbridge.backend.limits.Plan;
import io.weighbridge.backend.limits.PlanStore;
import io.weighbridge.backend.limits.Plans;
import io.weighbridge.backend.limits.SqlPlanStore;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.services.ServiceSettings;
import io.weighbridge.backend.services.ServiceStore;
import io.weighbridge.backend.services.Services;
import io.weighbridge.backend.services.SqlServiceStore;
import io.weighbridge.backend.testkit.EmptyStore;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.backend.testkit.LosingStore;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/// Services, plans and price books whose change is in the store although it seemed to fail: calls
/// see it, and it can be changed again.
final class LostCatalogueAnswersTest {
    @TempDir Path directory;
    private final HandTime time = HandTime.now();
    private final IdSource ids = new IdSource(time);
    @AutoClose private EmptyStore opened;

    @BeforeEach
    void open() {
        opened = EmptyStore.sqlite(directory);
    }

    @Test
    void shouldKnowTheServiceThatTheStoreHas() {
        LosingStore<ServiceStore> losing =
                new LosingStore<>(ServiceStore.class, new SqlServiceStore(opened.database()));
        Services services = new Services(losing.store(), ids, time);
        losing.loseAnswer(false);
        assertThrows(Fault.class, () -> services.create("chat", ServiceSettings.TEXT_DEFAULT));
        assertEquals(1, services.require("chat").version());
        losing.loseAnswer(true);
        assertThrows(Fault.class, () -> services.update("chat", 1, ServiceSettings.TEXT_DEFAULT));
        assertEquals(1, services.require("chat").version());
        losing.comeBack();
        assertThrows(Fault.class, () -> services.update("chat", 1, ServiceSettings.TEXT_DEFAULT));
        assertEquals(2, services.require("chat").version());
        assertEquals(3, services.update("chat", 2, ServiceSettings.TEXT_DEFAULT).version());
    }

    @Test
    void shouldKnowThePlanThatTheStoreHas() {
        LosingStore<PlanStore> losing =
                new LosingStore<>(PlanStore.class, new SqlPlanStore(opened.database()));
        Plans plans = new Plans(losing.store(), ids, time);
        Plan plan = plans.create("basic", List.of());
        losing.loseAnswer(false);
        assertThrows(Fault.class, () -> plans.update(plan.id(), 1, "other", List.of()));
        assertEquals("other", plans.require(plan.id()).name());
        losing.loseAnswer(true);
        assertThrows(Fault.class, () -> plans.update(plan.id(), 2, "third", List.of()));
        losing.comeBack();
        assertThrows(Fault.class, () -> plans.update(plan.id(), 2, "third", List.of()));
        assertEquals("third", plans.require(plan.id()).name());
        assertEquals(4, plans.update(plan.id(), 3, "fourth", List.of()).version());
    }

    @Test
    void shouldChargeByTheBookThatTheStoreHasInForce() {
        LosingStore<PriceStore> losing =
                new LosingStore<>(PriceStore.class, new SqlPriceStore(opened.database()));
        Prices prices = new Prices(losing.store(), ids, time);
        PriceBook first = prices.createDraft(0, "first");
        losing.loseAnswer(false);
        assertThrows(Fault.class, () -> prices.publish(first.id(), 1, 0, false));
        assertEquals(first.id(), inForce(prices));
        PriceBook second = prices.createDraft(0, "second");
        time.pass(1_000);
        losing.loseAnswer(true);
        assertThrows(Fault.class, () -> prices.publish(second.id(), 1, 0, true));
        assertEquals(first.id(), inForce(prices));
        losing.comeBack();
        assertThrows(Fault.class, () -> prices.publish(second.id(), 1, 0, true));
        assertEquals(second.id(), inForce(prices));
        PriceBook third = prices.createDraft(0, "third");
        time.pass(1_000);
        losing.loseAnswer(true);
        assertThrows(Fault.class, () -> prices.publish(third.id(), 1, 0, true));
        losing.comeBack();
        assertEquals(second.id(), inForce(prices));
        prices.settleDoubts();
        assertEquals(third.id(), inForce(prices));
    }

    private long inForce(Prices prices) {
        return Objects.requireNonNull(prices.inForce(time.wallMs())).id();
    }
}
