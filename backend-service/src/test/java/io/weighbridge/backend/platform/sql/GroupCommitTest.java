package io.weighbridge.backend.platform.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.ErrorCode;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Handles;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// Many write at once: the first alone, the others in one transaction.
@Timeout(60)
final class GroupCommitTest {
    private static final String ADD =
            "INSERT INTO plan (id, version, name, created_at_ms) VALUES (:id, 1, 'plan ' || :id, 0)";

    @TempDir Path directory;
    @AutoClose private Database database;
    private int transactions;
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final List<FutureTask<Integer>> answers = new ArrayList<>();
    private final List<Thread> writers = new ArrayList<>();

    @BeforeEach
    void open() {
        database = Database.open(directory);
    }

    private void transaction(GroupCommit.Group group) {
        transactions++;
        var _ =
                database.write(
                        connection -> {
                            Jdbi jdbi = Jdbi.create(connection);
                            jdbi.getConfig(Handles.class).setForceEndTransactions(false);
                            try (Handle handle = jdbi.open()) {
                                group.in(connection, handle);
                                return true;
                            }
                        });
    }

    private static Function<Handle, Integer> add(long id) {
        return handle -> handle.createUpdate(ADD).bind("id", id).execute();
    }

    private void start(GroupCommit group, Function<Handle, Integer> work) {
        FutureTask<Integer> answer = new FutureTask<>(() -> group.write(work));
        answers.add(answer);
        writers.add(Thread.ofPlatform().start(answer));
    }

    /// Starts a writer that is in its transaction, and then others that wait for it; lets them go.
    private void writeAtOnce(GroupCommit group, List<Function<Handle, Integer>> others)
            throws InterruptedException {
        start(
                group,
                handle -> {
                    begun.countDown();
                    await(goOn);
                    return add(1).apply(handle);
                });
        begun.await();
        others.forEach(work -> start(group, work));
        for (Thread writer : writers.subList(1, writers.size())) {
            while (writer.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
        }
        goOn.countDown();
        for (Thread writer : writers) {
            writer.join();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<Long> plans() {
        return database.read(
                handle ->
                        handle.createQuery("SELECT id FROM plan ORDER BY id")
                                .mapTo(Long.class)
                                .list());
    }

    private Throwable failure(int writer) {
        Throwable thrown = assertThrows(Exception.class, () -> answers.get(writer).get());
        return Objects.requireNonNull(thrown.getCause());
    }

    @Test
    void shouldWriteInOneTransactionWhatCameMeanwhileAndUndoAloneWhatThrows() throws Exception {
        Fault refused = Fault.invalid("plan", 3, "another");
        List<Function<Handle, Integer>> others = new ArrayList<>();
        others.add(add(2));
        others.add(
                handle -> {
                    var _ = add(3).apply(handle);
                    throw refused;
                });
        // Breaks a constraint.
        others.add(add(1));
        IntStream.range(4, 20).forEach(id -> others.add(add(id)));
        writeAtOnce(new GroupCommit(this::transaction), others);
        assertEquals(2, transactions);
        assertEquals(LongStream.range(1, 20).filter(id -> id != 3).boxed().toList(), plans());
        assertSame(refused, failure(2));
        assertEquals("UnableToExecuteStatementException", failure(3).getClass().getSimpleName());
        assertEquals(1, answers.get(4).get());
    }

    @Test
    void shouldFailAllWhenTheCommitFailsOrItsAnswerIsLostAndThenGoOn() throws Exception {
        boolean[] isLost = {true};
        Consumer<GroupCommit.Group> losing =
                units -> {
                    transaction(units);
                    if (transactions == 2 && isLost[0]) {
                        throw Fault.storeUnavailable("the answer was lost", null);
                    }
                };
        GroupCommit group = new GroupCommit(losing);
        writeAtOnce(group, List.of(add(2), add(3)));
        assertEquals(1, answers.get(0).get());
        for (int i = 1; i <= 2; i++) {
            assertEquals(ErrorCode.STORE_UNAVAILABLE, ((Fault) failure(i)).code());
        }
        // Durable though nobody was told so.
        assertEquals(List.of(1L, 2L, 3L), plans());
        assertEquals(1, group.write(add(4)));
    }

    @Test
    void shouldAskTheSameAgainAfterItFailed() {
        assertEquals(1, database.inGroup(add(1)));
        assertThrows(Fault.class, () -> database.inGroup(add(1)));
        assertEquals(1, database.inGroup(add(2)));
        // The same text while one of it is being read.
        int read =
                database.inGroup(
                        handle ->
                                handle
                                        .createQuery("SELECT id FROM plan ORDER BY id")
                                        .mapTo(Long.class)
                                        .list()
                                        .stream()
                                        .mapToInt(
                                                _ ->
                                                        handle.createQuery(
                                                                        "SELECT id FROM plan"
                                                                                + " ORDER BY id")
                                                                .mapTo(Long.class)
                                                                .list()
                                                                .size())
                                        .sum());
        assertEquals(4, read);
    }
}
