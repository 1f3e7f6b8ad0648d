package io.weighbridge.console.feature.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.testkit.Installation;
import io.weighbridge.console.testkit.Traffic;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;

/// Sums of more subjects than are read.
final class SubjectSumsTest {
    // All calls are of one day, whenever this runs.
    private static final Instant NOON = Instant.parse("2026-03-04T12:00:00Z");

    @Test
    void shouldSayWhenNotAllIsInTheSums() {
        try (Installation installation = Installation.startAt(NOON);
                BackendClient admin = installation.admin();
                Traffic traffic = new Traffic(installation)) {
            traffic.unevenServices("chat");
            Traffic.Customer acme = traffic.customer("Acme");
            for (String subject : List.of("ann", "bob", "cid", "ann")) {
                var _ = traffic.call(acme, "chat", 100, 0, 100, subject);
            }
            long nowMs = NOON.toEpochMilli();
            SubjectSums.Read all = new SubjectSums(admin, acme.account()).read(nowMs);
            assertTrue(all.isWhole());
            assertEquals("ann", all.uses().getFirst().subject());
            assertEquals(List.of(2L, 1L, 1L), all.uses().stream().map(SubjectUse::calls).toList());
            assertTrue(new SubjectSums(admin, acme.account(), 1, 3).read(nowMs).isWhole());
            SubjectSums.Read some = new SubjectSums(admin, acme.account(), 1, 2).read(nowMs);
            assertFalse(some.isWhole());
            assertEquals(2, some.uses().size());
            long today = nowMs - nowMs % 86_400_000;
            assertEquals(today, some.wholeUntilMs());
        }
    }
}
