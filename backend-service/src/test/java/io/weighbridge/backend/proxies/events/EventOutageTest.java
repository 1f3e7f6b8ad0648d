package io.weighbridge.backend.proxies.events;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.backend.ledger.Ledger;
import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.testkit.Calls;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Events while the journal cannot be written.
final class EventOutageTest {
    @TempDir Path folder;

    // An interrupted thread's file channel closes: to the ledger the disk is gone.
    private static void breakJournal() {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals("ledger-writer")) {
                thread.interrupt();
            }
        }
    }

    @Test
    void isSentAgainUntilItIsChargedOnce() throws IOException {
        try (EventsBench bench = EventsBench.start(folder)) {
            Account account = bench.account(EventsBench.CREDIT);
            Path journal = folder.resolve(Ledger.JOURNAL);
            Path elsewhere = folder.resolve("gone");
            String event = bench.event("1", account, 9, 4);
            Files.move(journal, elsewhere);
            breakJournal();
            for (int i = 0; i < 3; i++) {
                HttpResponse<String> response = bench.send(event);
                assertEquals(503, response.statusCode(), response.body());
            }
            Files.move(elsewhere, journal);
            Calls.await("recovered", () -> bench.test.backend().ledger().isHealthy());
            for (int i = 0; i < 2; i++) {
                HttpResponse<String> response = bench.send(event);
                assertEquals(200, response.statusCode(), response.body());
            }
            assertEquals(List.of(EventsBench.settled(9, 4)), bench.settled());
            assertEquals(EventsBench.CREDIT - 13, bench.balanceTokens(account));
        }
    }
}
