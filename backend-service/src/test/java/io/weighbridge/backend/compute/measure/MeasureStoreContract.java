package io.weighbridge.backend.compute.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.backend.compute.measure.GpuHour.Active;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.testkit.EmptyStore;
import io.weighbridge.backend.testkit.HandTime;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// What the store of hours does, whatever the database.
abstract class MeasureStoreContract {
    private static final long HOUR_MS = 3_600_000;

    private Database database;

    @BeforeEach
    void open(EmptyStore opened) {
        database = opened.database();
    }

    private static GpuHour gpu(long hourMs, String gpu, long scale) {
        return new GpuHour(
                hourMs,
                gpu,
                "dcgm=http://a/" + scale,
                "H100 " + scale,
                scale,
                new Active(2 * scale, 3 * scale),
                new Active(4 * scale, 5 * scale),
                new Active(6 * scale, 7 * scale),
                8 * scale,
                9 * scale,
                10 * scale);
    }

    private static ModelHour model(long hourMs, String exporter, String model, OptionalLong all) {
        return new ModelHour(hourMs, exporter, model, 7, all, all, all, all, all);
    }

    private static PageKey first(int size) {
        return PageKey.of(size, "", "f");
    }

    @Test
    void shouldAddToHours() {
        MeasureStore store = new SqlMeasureStore(database);
        store.add(List.of(gpu(0, "a", 2), gpu(0, "b", 1)), List.of());
        store.add(List.of(gpu(0, "a", 1), gpu(HOUR_MS, "a", 1)), List.of());

        GpuHour sum =
                new GpuHour(
                        0,
                        "a",
                        "dcgm=http://a/1",
                        "H100 1",
                        3,
                        new Active(6, 9),
                        new Active(12, 15),
                        new Active(18, 21),
                        24,
                        27,
                        20);
        assertEquals(
                List.of(sum, gpu(0, "b", 1), gpu(HOUR_MS, "a", 1)),
                store.gpuHours(0, Long.MAX_VALUE, first(10)).items());
        assertEquals(
                List.of(gpu(HOUR_MS, "a", 1)), store.gpuHours(1, HOUR_MS + 1, first(10)).items());
        assertEquals(List.of(), store.gpuHours(1, HOUR_MS, first(10)).items());
    }

    @Test
    void shouldTellNotKnownFromNothing() {
        MeasureStore store = new SqlMeasureStore(database);
        OptionalLong none = OptionalLong.empty();
        store.add(List.of(), List.of(model(0, "e", "m", none), model(0, "e", "n", none)));
        store.add(
                List.of(),
                List.of(
                        model(0, "e", "m", OptionalLong.of(0)),
                        model(0, "e", "o", OptionalLong.of(5))));
        store.add(List.of(), List.of(model(0, "e", "o", none)));
        store.add(List.of(), List.of(model(0, "e", "o", OptionalLong.of(6))));

        List<ModelHour> hours = store.modelHours(0, 1, first(10)).items();

        assertEquals(
                List.of(OptionalLong.of(0), none, OptionalLong.of(11)),
                hours.stream().map(ModelHour::calls).toList());
        assertEquals(
                List.of(OptionalLong.of(0), none, OptionalLong.of(11)),
                hours.stream().map(ModelHour::decodeUs).toList());
        assertEquals(List.of(14L, 7L, 21L), hours.stream().map(ModelHour::seenMs).toList());
    }

    @Test
    void shouldDeleteOldHoursADayAtATime() {
        MeasureStore store = new SqlMeasureStore(database);
        OptionalLong none = OptionalLong.empty();
        store.add(
                List.of(gpu(30 * HOUR_MS, "a", 1), gpu(90 * HOUR_MS, "a", 1)),
                List.of(model(0, "e", "m", none), model(95 * HOUR_MS, "e", "m", none)));
        assertEquals(true, store.deleteDay(40 * HOUR_MS));
        assertEquals(2, store.gpuHours(0, Long.MAX_VALUE, first(10)).items().size());
        assertEquals(
                List.of(model(95 * HOUR_MS, "e", "m", none)),
                store.modelHours(0, Long.MAX_VALUE, first(10)).items());
        assertEquals(true, store.deleteDay(90 * HOUR_MS));
        assertEquals(false, store.deleteDay(90 * HOUR_MS));
        assertEquals(
                List.of(gpu(90 * HOUR_MS, "a", 1)),
                store.gpuHours(0, Long.MAX_VALUE, first(10)).items());
        new MeasureRetention(store, new HandTime(5 * 24 * HOUR_MS), 0).round();
        new MeasureRetention(store, new HandTime(5 * 24 * HOUR_MS), 2).round();
        assertEquals(1, store.gpuHours(0, Long.MAX_VALUE, first(10)).items().size());
        new MeasureRetention(store, new HandTime(6 * 24 * HOUR_MS), 2).round();
        assertEquals(List.of(), store.gpuHours(0, Long.MAX_VALUE, first(10)).items());
        assertEquals(List.of(), store.modelHours(0, Long.MAX_VALUE, first(10)).items());
        assertEquals(false, store.deleteDay(90 * HOUR_MS));
    }

    @Test
    void shouldPageInOrder() {
        MeasureStore store = new SqlMeasureStore(database);
        List<GpuHour> gpus = new ArrayList<>();
        List<ModelHour> models = new ArrayList<>();
        for (long hour = 0; hour < 3; hour++) {
            for (String name : List.of("a", "a/1", "ä")) {
                gpus.add(gpu(hour * HOUR_MS, name, 1));
                for (String exporter : List.of("x", "y")) {
                    models.add(model(hour * HOUR_MS, exporter, name, OptionalLong.of(1)));
                }
            }
        }
        store.add(gpus, models);

        for (int size : new int[] {1, 2, 5, 100}) {
            List<GpuHour> gpusRead = new ArrayList<>();
            String token = "";
            do {
                Page<GpuHour> page =
                        store.gpuHours(0, Long.MAX_VALUE, PageKey.of(size, token, "f"));
                gpusRead.addAll(page.items());
                token = page.nextToken();
            } while (!token.isEmpty());
            assertEquals(gpus, gpusRead);
            List<ModelHour> modelsRead = new ArrayList<>();
            do {
                Page<ModelHour> page =
                        store.modelHours(0, Long.MAX_VALUE, PageKey.of(size, token, "f"));
                modelsRead.addAll(page.items());
                token = page.nextToken();
            } while (!token.isEmpty());
            assertEquals(models, modelsRead);
        }
    }
}
