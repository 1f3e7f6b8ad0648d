package io.weighbridge.backend.operators.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.audit.SqlAuditTrail;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.testkit.Changes;
import io.weighbridge.backend.testkit.EmptyStore;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/// What every [AuditStore] does, on a store without entries.
abstract class AuditStoreContract {
    private Database database;

    @BeforeEach
    void open(EmptyStore opened) {
        database = opened.database();
    }

    private AuditStore store() {
        return new SqlAuditStore(database);
    }

    private static Change change(int i) {
        return Change.by(
                Changes.ACT,
                i,
                i % 2 == 0 ? "key.revoke" : "plan.make",
                "target_" + i % 3,
                "",
                "{\"name\":\"Änne ☃\"}",
                "why " + i);
    }

    private void append(int count) {
        append(LongStream.rangeClosed(1, count).mapToObj(i -> change((int) i)).toList());
    }

    private void append(List<Change> changes) {
        database.write(
                connection -> {
                    SqlAuditTrail.append(connection, changes);
                    return true;
                });
    }

    private List<Long> listed(AuditFilter filter) {
        return store().list(filter, PageKey.of(100, "", "")).items().stream()
                .map(AuditEntry::sequence)
                .toList();
    }

    @Test
    void shouldListNewestFirstByWhatIsAskedForAndKeepEveryField() {
        append(9);
        Page<AuditEntry> first =
                store().list(new AuditFilter("", "", "", 0, 0), PageKey.of(4, "", ""));
        assertEquals(
                List.of(9L, 8L, 7L, 6L), first.items().stream().map(AuditEntry::sequence).toList());
        Change last = first.items().getFirst().change();
        assertEquals(change(9).after(), last.after());
        assertEquals("plan.make", last.action());
        assertEquals("why 9", last.reason());
        assertEquals(9, last.atMs());
        assertEquals(Changes.ACT.peer(), last.act().peer());
        assertEquals(List.of(8L, 6L, 4L, 2L), listed(new AuditFilter("", "", "key.", 0, 0)));
        assertEquals(List.of(9L, 6L, 3L), listed(new AuditFilter("", "target_0", "", 0, 0)));
        assertEquals(List.of(), listed(new AuditFilter("nobody", "", "", 0, 0)));
        assertEquals(List.of(4L, 3L), listed(new AuditFilter("anna", "", "", 3, 5)));
    }

    @Test
    void shouldFindOneBySequence() {
        append(9);
        assertEquals(List.of(4L), listed(new AuditFilter("", "", "", 0, 0, 4)));
        assertEquals(List.of(), listed(new AuditFilter("", "", "plan.", 0, 0, 4)));
        assertEquals(List.of(), listed(new AuditFilter("", "", "", 0, 0, 10)));
    }

    // A page of what is rare ends although it found nothing: the next goes on where it stopped.
    @Test
    void shouldLookThroughNoMoreThanASliceForAPage() {
        append(9);
        assertEquals(List.of(List.of(5L, 4L), List.of()), pages(new AuditFilter("", "", "", 4, 6)));
        assertEquals(
                List.of(List.of(8L), List.of(6L, 4L), List.of(2L)),
                pages(new AuditFilter("", "", "key.", 0, 0)));
        assertEquals(List.of(List.of(1L)), pages(new AuditFilter("anna", "", "", 1, 2)));
        // Three entries of the target are a slice, wherever they stand.
        assertEquals(
                List.of(List.of(3L), List.of()),
                pages(new AuditFilter("anna", "target_0", "", 1, 4)));
        assertEquals(List.of(List.of()), pages(new AuditFilter("nobody", "", "", 0, 0)));
    }

    // Entries come later than their instants where a clock was set back.
    @Test
    void shouldLeapToTheTimeThatIsAskedForWhereverItIsInTheLog() {
        append(30);
        append(List.of(change(5)));
        append(LongStream.rangeClosed(32, 60).mapToObj(i -> change((int) i)).toList());
        assertEquals(
                List.of(List.of(31L), List.of(6L, 5L), List.of(4L), List.of()),
                pages(new AuditFilter("", "", "", 4, 7)));
        assertEquals(
                List.of(List.of(), List.of(6L, 4L), List.of()),
                pages(new AuditFilter("", "", "key.", 4, 7)));
        assertEquals(
                List.of(List.of(31L), List.of(5L)),
                pages(new AuditFilter("anna", "target_2", "", 4, 7)));
        assertEquals(
                List.of(List.of(60L, 59L), List.of()), pages(new AuditFilter("", "", "", 59, 0)));
        assertEquals(List.of(List.of()), pages(new AuditFilter("", "", "", 70, 80)));
    }

    private List<List<Long>> pages(AuditFilter filter) {
        AuditStore store = new SqlAuditStore(database, 3);
        List<List<Long>> pages = new ArrayList<>();
        String token = "";
        do {
            Page<AuditEntry> page = store.list(filter, PageKey.of(2, token, "audit"));
            pages.add(page.items().stream().map(AuditEntry::sequence).toList());
            token = page.nextToken();
        } while (!token.isEmpty());
        return pages;
    }

    @Test
    void shouldBeWholeWithACheckpoint() {
        append(2_500);
        AuditChain.Bounds bounds = store().bounds();
        assertEquals(2_500, bounds.lastSequence());
        assertEquals(2_500, bounds.headSequence());
        AuditReport report = new AuditCheck(store(), null, 2).run(null);
        assertEquals(List.of(), report.problems());
        assertEquals(bounds.headHash(), report.head());
    }

    @Test
    void shouldRefuseToChangeWhatIsWritten() {
        append(3);
        AuditChain.Bounds before = store().bounds();
        store().add(new Checkpoint(3, 5, "00".repeat(32), "aa", "bb"));
        assertEquals(
                List.of(new Checkpoint(3, 5, "00".repeat(32), "aa", "bb")), store().checkpoints());
        for (String sql :
                List.of(
                        "UPDATE audit_entry SET reason = 'another' WHERE sequence = 2",
                        "DELETE FROM audit_entry WHERE sequence = 3",
                        "INSERT INTO audit_entry SELECT sequence + 7, at_ms, actor_kind, actor_id,"
                                + " actor_name, role, session_id, peer, method, action, target,"
                                + " before, after, reason, hash FROM audit_entry WHERE sequence = 1",
                        "UPDATE audit_head SET sequence = 2",
                        "DELETE FROM audit_head",
                        "UPDATE audit_checkpoint SET at_ms = 6",
                        "DELETE FROM audit_checkpoint")) {
            assertThrows(
                    Fault.class, () -> database.inTransaction(handle -> handle.execute(sql)), sql);
        }
        assertEquals(before, store().bounds());
    }
}
