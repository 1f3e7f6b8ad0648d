package io.weighbridge.backend.proxies.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.net.URI;
import java.util.List;
import java.util.SplittableRandom;

final class ModelRouteTest {
    private static ServerSettings server(String name, int connectMs, int firstMs, int idleMs) {
        return new ServerSettings(
                name,
                URI.create("http://" + name + "/v1"),
                null,
                ServerSettings.KeyHeader.AUTHORIZATION,
                connectMs,
                firstMs,
                idleMs);
    }

    private static final ModelTarget HEAVY = new ModelTarget(server("a", 1, 20, 5), "x", 1, 3);
    private static final ModelTarget LIGHT = new ModelTarget(server("b", 2, 4, 30), "", 1, 1);
    private static final ModelTarget SPARE = new ModelTarget(server("c", 4, 4, 4), "", 2, 1_000);
    private static final ModelRoute ROUTE =
            new ModelRoute(List.of(SPARE, LIGHT, HEAVY), false, "max_tokens", false);

    @Test
    void drawsByOrderAndThenByWeight() {
        SplittableRandom random = new SplittableRandom(1);
        int heavyFirst = 0;
        for (int i = 0; i < 4_000; i++) {
            List<ModelTarget> drawn = ROUTE.drawn(random);
            assertEquals(3, drawn.size());
            assertEquals(SPARE, drawn.getLast());
            assertTrue(drawn.contains(LIGHT));
            heavyFirst += drawn.getFirst().equals(HEAVY) ? 1 : 0;
        }
        assertEquals(3_000, heavyFirst, 150);
    }

    @Test
    void isQuietForAllThatIsTriedInVainAndTheSlowestAnswer() {
        long trying = (1 + 5) + (2 + 30) + (4 + 4);
        assertEquals(trying + 20, ROUTE.quietMs());
        // One that is busy may say so late, and the next one too.
        ModelRoute retrying = new ModelRoute(ROUTE.targets(), true, "max_tokens", false);
        assertEquals(trying + 20 + 4 + 4, retrying.quietMs());
        assertEquals("x", HEAVY.modelOf("chat"));
        assertEquals("chat", LIGHT.modelOf("chat"));
        assertEquals(3, ROUTE.servers().size());
    }
}
