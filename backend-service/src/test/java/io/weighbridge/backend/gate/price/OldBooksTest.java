package io.weighbridge.backend.gate.price;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.pricing.CompiledBook;
import io.weighbridge.model.ErrorCode;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/// However many calls need old books, few are read, and not too many calls wait.
final class OldBooksTest {
    private final Queue<Runnable> background = new ArrayDeque<>();
    private final List<Long> reads = new ArrayList<>();
    private final OldBooks books = new OldBooks(this::read, background::add);
    private int told;
    private int failed;
    private boolean away;

    private @Nullable CompiledBook read(long id) {
        reads.add(id);
        if (away) {
            throw new IllegalStateException("away");
        }
        return null;
    }

    private void ask(long id) {
        books.read(
                id,
                new OldBooks.Waiting() {
                    @Override
                    public void read(@Nullable CompiledBook book) {
                        told++;
                    }

                    @Override
                    public void failed(Fault fault) {
                        failed++;
                    }
                });
    }

    private void assertBusy(long id) {
        assertEquals(ErrorCode.BUSY, assertThrows(Fault.class, () -> ask(id)).code());
    }

    private void readAll() {
        background.forEach(Runnable::run);
        background.clear();
    }

    @Test
    void shouldReadABookOnceForAllWhoWait() {
        for (int i = 0; i < OldBooks.WAITING_MAX; i++) {
            ask(7);
        }
        assertBusy(7);
        readAll();
        assertEquals(List.of(7L), reads);
        assertEquals(OldBooks.WAITING_MAX, told);
        ask(7);
        readAll();
        assertEquals(OldBooks.WAITING_MAX + 1, told);
    }

    @Test
    void shouldReadFewBooksAtATime() {
        for (long id = 1; id <= 5; id++) {
            ask(id);
        }
        assertEquals(OldBooks.READERS_MAX, background.size());
        readAll();
        assertEquals(List.of(1L, 2L, 3L, 4L, 5L), reads);
        assertEquals(5, told);
        ask(1);
        readAll();
        assertEquals(6, told);
    }

    @Test
    void shouldTellAllWhenItFailsAndReadAgainForTheNext() {
        away = true;
        ask(7);
        ask(7);
        readAll();
        assertEquals(2, failed);
        away = false;
        ask(7);
        readAll();
        assertEquals(1, told);
        assertEquals(List.of(7L, 7L), reads);
    }
}
