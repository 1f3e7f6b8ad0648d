package io.weighbridge.backend.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.testkit.Changes;
import io.weighbridge.backend.testkit.EmptyStore;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the store of replays does, whatever the database.
abstract class ReplayStoreContract {
    private Database database;

    @BeforeEach
    void open(EmptyStore opened) {
        database = opened.database();
    }

    private static Replay replay(long id) {
        return new Replay(id, 2, 3, 4, 5, ReplayState.RUNNING, "", 6, 0, 4, 0, Sums.NONE);
    }

    private static ReplayLine line(long id, long more, long dryAtMs) {
        return new ReplayLine(id, new Sums(1, 10, 7 + more, 2, 3, 4, 5, 6, 7), dryAtMs);
    }

    @Test
    void shouldKeepReplays() {
        ReplayStore store = new SqlReplayStore(database);
        store.add(replay(1), Changes.ANY);
        store.add(replay(2), Changes.ANY);
        assertEquals(List.of(replay(1), replay(2)), store.running());
        assertEquals(Optional.of(replay(1)), store.find(1));
        assertEquals(Optional.empty(), store.find(3));

        Replay done =
                replay(1)
                        .at(5, 9, new Sums(1, 2, 3, 4, 5, 6, 7, 8, 9))
                        .ended(ReplayState.DONE, "é", 11);
        List<ReplayLine> accounts =
                List.of(line(8, 5, 12), line(7, 0, 0), line(9, 0, 0), line(6, -4, 0));
        List<ReplayLine> services = List.of(line(3, 1, 0), line(4, 2, 0));
        store.end(done, accounts, services);

        assertEquals(List.of(replay(2)), store.running());
        assertEquals(Optional.of(done), store.find(1));
        assertEquals(List.of(replay(2), done), store.list(PageKey.of(0, "", "r")).items());
        assertEquals(services, store.services(1));
        assertEquals(List.of(), store.services(2));
        for (int size = 1; size <= 5; size++) {
            List<ReplayLine> read = new ArrayList<>();
            String token = "";
            do {
                Page<ReplayLine> page = store.accounts(1, PageKey.of(size, token, "a"));
                read.addAll(page.items());
                token = page.nextToken();
            } while (!token.isEmpty());
            assertEquals(accounts, read);
        }
    }

    @Test
    void shouldForgetTheOldest() {
        ReplayStore store = new SqlReplayStore(database);
        for (long id = 1; id <= ReplayStore.KEPT_MAX; id++) {
            store.add(replay(id), Changes.ANY);
        }
        store.end(replay(1).ended(ReplayState.DONE, "", 7), List.of(line(8, 5, 12)), List.of());
        assertEquals(1, store.accounts(1, PageKey.of(0, "", "a")).items().size());
        Replay last = replay(ReplayStore.KEPT_MAX + 1);
        store.add(last, Changes.ANY);
        store.end(last.ended(ReplayState.DONE, "", 7), List.of(), List.of());
        assertEquals(Optional.empty(), store.find(1));
        assertEquals(0, store.accounts(1, PageKey.of(0, "", "a")).items().size());
        assertEquals(Optional.of(replay(2)), store.find(2));
    }
}
