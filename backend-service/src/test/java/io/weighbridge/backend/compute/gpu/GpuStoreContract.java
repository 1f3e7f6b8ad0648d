package io.weighbridge.backend.compute.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.testkit.Changes;
import io.weighbridge.backend.testkit.EmptyStore;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// What every [GpuStore] does.
abstract class GpuStoreContract {
    private static final PageKey ALL = PageKey.of(0, "", "");

    private Database database;

    @BeforeEach
    void open(EmptyStore opened) {
        database = opened.database();
    }

    private GpuStore store() {
        return new SqlGpuStore(database);
    }

    private static GpuVersion version(long id, long version, String name, long changedAtMs) {
        Gpu figures =
                new Gpu(
                        name,
                        "Title " + version,
                        80L << 30,
                        2_000_000_000_000L + version,
                        400,
                        Map.of("fp32", 1_000_000_000L, "fp16", Long.MAX_VALUE),
                        Optional.empty(),
                        "a sheet",
                        "");
        return new GpuVersion(id, version, figures, version % 2 == 0, changedAtMs);
    }

    private static GpuPrice price(long id, long gpuId, long fromMs, long nanos) {
        return new GpuPrice(id, gpuId, fromMs, nanos, "an offer", 5);
    }

    @Test
    void keepsWhatWasAdded() {
        GpuVersion one = version(1, 1, "one", 10);
        GpuVersion two = version(Long.MAX_VALUE, 1, "two", 10);
        assertTrue(store().add(two, Changes.ANY));
        assertTrue(store().add(one, Changes.ANY));
        assertEquals(Optional.of(new PricedGpu(one, null)), store().find("one", 99));
        assertEquals(Optional.empty(), store().find("three", 99));
        assertEquals(
                List.of(new PricedGpu(one, null), new PricedGpu(two, null)),
                store().list(ALL, 99).items());
        assertEquals(1, store().list(PageKey.of(1, "", ""), 99).items().size());
    }

    @Test
    void addsOnlyTheNextVersionAndKeepsTheOnesBefore() {
        GpuVersion first = version(1, 1, "one", 10);
        GpuVersion second = version(1, 2, "one", 20);
        assertFalse(store().add(second, Changes.ANY));
        assertTrue(store().add(first, Changes.ANY));
        assertFalse(store().add(version(1, 1, "one", 11), Changes.ANY));
        assertFalse(store().add(version(1, 3, "one", 11), Changes.ANY));
        assertFalse(store().add(version(2, 1, "one", 11), Changes.ANY));
        assertTrue(store().add(second, Changes.ANY));
        assertEquals(second, store().find("one", 0).orElseThrow().version());
        assertEquals(List.of(first, second), store().versions(1, ALL).items());
        // As it was at an instant; as it was first before there was any.
        assertEquals(second, store().findAt(1, 20).orElseThrow().version());
        assertEquals(first, store().findAt(1, 19).orElseThrow().version());
        assertEquals(first, store().findAt(1, 0).orElseThrow().version());
    }

    @Test
    void aPriceHoldsFromItsInstantOn() {
        assertTrue(store().add(version(1, 1, "one", 10), Changes.ANY));
        assertTrue(store().add(version(2, 1, "two", 10), Changes.ANY));
        GpuPrice late = price(100, 1, 2_000, 7);
        GpuPrice early = price(101, 1, 1_000, Long.MAX_VALUE);
        GpuPrice corrected = price(102, 1, 2_000, 9);
        store().addPrice(late, Changes.ANY);
        store().addPrice(early, Changes.ANY);
        store().addPrice(price(103, 2, 0, 1), Changes.ANY);
        assertNull(store().findAt(1, 999).orElseThrow().price());
        assertEquals(early, store().findAt(1, 1_000).orElseThrow().price());
        assertEquals(early, store().find("one", 1_999).orElseThrow().price());
        assertEquals(late, store().find("one", 2_000).orElseThrow().price());
        store().addPrice(corrected, Changes.ANY);
        assertEquals(corrected, store().find("one", 2_000).orElseThrow().price());
        assertEquals(early, store().list(ALL, 1_500).items().getFirst().price());
        assertEquals(List.of(late, early, corrected), store().prices(1, ALL).items());
    }

    @Test
    void theHistoryIsWhatHeldAtAnyInstant() {
        assertTrue(store().add(version(1, 1, "one", 10), Changes.ANY));
        assertTrue(store().add(version(2, 1, "two", 10), Changes.ANY));
        long before = store().changes();
        assertTrue(store().add(version(1, 2, "one", 20), Changes.ANY));
        assertEquals(before + 1, store().changes());
        for (GpuPrice each :
                List.of(
                        price(103, 1, 40, 9),
                        price(101, 1, 15, 7),
                        price(102, 1, 15, 8),
                        price(104, 2, 30, 5))) {
            store().addPrice(each, Changes.ANY);
        }
        assertEquals(before + 5, store().changes());
        GpuHistory history = store().history();
        for (long atMs : new long[] {0, 10, 15, 19, 20, 30, 39, 40, 99}) {
            for (long id : new long[] {1, 2}) {
                assertEquals(store().findAt(id, atMs).orElseThrow(), history.at(id, atMs));
            }
            GpuPrice price = store().find("one", atMs).orElseThrow().price();
            assertEquals(
                    price == null ? OptionalLong.empty() : OptionalLong.of(price.hourNanos()),
                    history.hourNanos("one", atMs));
        }
        assertEquals(OptionalLong.empty(), history.hourNanos("three", 99));
        assertThrows(Fault.class, () -> history.at(3, 99));
    }

    @Test
    void whatComesWithTheProgramReplacesNothing() {
        GpuVersion own = version(1, 1, "one", 10);
        assertTrue(store().add(own, Changes.ANY));
        PricedGpu other = new PricedGpu(version(7, 1, "two", 5), price(70, 7, 5, 3));
        store().addMissing(List.of(new PricedGpu(version(6, 1, "one", 5), null), other));
        store().addMissing(List.of(new PricedGpu(version(8, 1, "two", 6), price(80, 8, 6, 4))));
        assertEquals(List.of(new PricedGpu(own, null), other), store().list(ALL, 99).items());
    }

    @Test
    void nothingCanBeChangedOrRemoved() {
        assertTrue(store().add(version(1, 1, "one", 10), Changes.ANY));
        store().addPrice(price(100, 1, 2_000, 7), Changes.ANY);
        for (String sql :
                List.of(
                        "UPDATE gpu SET name = 'x'",
                        "UPDATE gpu_version SET vram_bytes = 1",
                        "UPDATE gpu_price SET hour_nanos = 1",
                        "DELETE FROM gpu_price",
                        "DELETE FROM gpu_version")) {
            assertThrows(
                    RuntimeException.class,
                    () -> database.inTransaction(handle -> handle.execute(sql)),
                    sql);
        }
        assertEquals(
                7,
                store().find("one", 2_000)
                        .orElseThrow()
                        .gpu()
                        .hour()
                        .orElseThrow()
                        .movePointRight(9)
                        .longValueExact());
    }
}
