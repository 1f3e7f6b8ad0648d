package io.weighbridge.backend.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.backend.ledger.SqlLedgerStore;
import io.weighbridge.backend.ledger.fact.Fact;
import io.weighbridge.backend.ledger.fact.Facts;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.testkit.EmptyStore;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/// How every [UsageStore] lists what is in quarantine.
abstract class UnratedStoreContract {
    private static Fact quarantined(long sequence) {
        return Facts.quarantined(sequence, 200, Facts.request(200, sequence), 7, 0, 930);
    }

    @Test
    void shouldTellEachOncePageByPage(EmptyStore opened) {
        var database = opened.withCatalogue().database();
        var store = new SqlUsageStore(database);
        List<Fact> facts = new ArrayList<>();
        facts.add(Facts.granted(1, 100, 2_001, 1_000, 0, 1_000));
        for (long sequence = 2; sequence <= 6; sequence++) {
            facts.add(quarantined(sequence));
        }
        new SqlLedgerStore(database).fold(facts, 6);
        for (long account : new long[] {0, Facts.ACCOUNT}) {
            List<List<Long>> pages = new ArrayList<>();
            String token = "";
            do {
                Page<RecordDetails> page = store.unrated(account, PageKey.of(2, token, ""));
                pages.add(page.map(details -> details.record().sequence()).items());
                token = page.nextToken();
            } while (!token.isEmpty());
            assertEquals(List.of(List.of(2L, 3L), List.of(4L, 5L), List.of(6L)), pages);
        }
        assertEquals(List.of(), store.unrated(1_002, PageKey.of(2, "", "")).items());
    }
}
