package io.weighbridge.backend.platform.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.testkit.HandTime;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

final class IdSourceTest {
    private static final long NOW_MS = 1_790_000_000_000L;

    @Test
    void shouldRiseEvenWhenTheClockGoesBack() {
        HandTime time = new HandTime(NOW_MS);
        IdSource ids = new IdSource(time);
        long last = 0;
        for (int i = 0; i < 10_000; i++) {
            time.setWallMs(NOW_MS - (i % 7) * 1_000L + i);
            long next = ids.next();
            assertTrue(next > last);
            last = next;
        }
    }

    @Test
    void shouldNotRepeatAfterARestartLater() {
        HandTime time = new HandTime(NOW_MS);
        long before = new IdSource(time).next();
        time.pass(1);
        assertTrue(new IdSource(time).next() > before);
    }

    @Test
    void shouldGiveEachIdOnceToManyThreads() throws InterruptedException, ExecutionException {
        HandTime time = new HandTime(NOW_MS);
        IdSource ids = new IdSource(time);
        int perThread = 50_000;
        List<Future<List<Long>>> results = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(4)) {
            for (int thread = 0; thread < 4; thread++) {
                results.add(
                        threads.submit(
                                () -> {
                                    List<Long> own = new ArrayList<>();
                                    for (int i = 0; i < perThread; i++) {
                                        time.setWallMs(NOW_MS + (i % 3) * 50L);
                                        own.add(ids.next());
                                    }
                                    return own;
                                }));
            }
        }
        Set<Long> all = new HashSet<>();
        for (Future<List<Long>> result : results) {
            long last = 0;
            for (long id : result.get()) {
                assertTrue(id > last, "rises for each thread");
                assertTrue(all.add(id), "given once");
                last = id;
            }
        }
        assertEquals(4 * perThread, all.size());
    }
}
