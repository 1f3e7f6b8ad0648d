package io.weighbridge.backend.ledger;

import io.weighbridge.backend.ledger.fact.FactReader;
import io.weighbridge.backend.ledger.journal.ByteReader;
import io.weighbridge.backend.ledger.journal.JournalCopy;
import io.weighbridge.backend.ledger.journal.JournalDamagedException;
import io.weighbridge.backend.ledger.journal.JournalPin;
import io.weighbridge.backend.ledger.journal.JournalReader;
import io.weighbridge.backend.ledger.journal.JournalTrimmedException;
import io.weighbridge.backend.platform.fault.Fault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// What a journal that may be in use holds up to one point, to go with a copy of SQL:
///
/// 1. [#begin] keeps the service from deleting segments, and notes where the journal ends;
/// 2. then SQL is copied. It has at least what the facts up to that end need (accounts are made in
///    SQL before anything happens to them), and it may have facts after it as well;
/// 3. [#copy] takes the facts up to that end or to SQL's last one, whichever is later.
public final class JournalSnapshot implements AutoCloseable {
    // A running service may be in the middle of a write while it is read.
    private static final int TRIES = 8;
    private static final long PAUSE_MS = 100;

    private final Path journal;
    private final JournalPin pin;
    private final long end;

    /// A point in time: the last fact that is there, and its instant.
    public record Point(long sequence, long atMs) {}

    private JournalSnapshot(Path journal, JournalPin pin, long end) {
        this.journal = journal;
        this.pin = pin;
        this.end = end;
    }

    /// Begins, for the journal in a data directory.
    ///
    /// @throws Fault STORE_UNAVAILABLE when there is none, it cannot be read, or is damaged
    public static JournalSnapshot begin(Path dataDirectory) {
        Path journal = dataDirectory.resolve(Ledger.JOURNAL);
        try {
            if (!Files.isDirectory(journal)) {
                throw new IOException("there is none in " + dataDirectory);
            }
            JournalPin pin = JournalPin.take(journal);
            try {
                long[] next = {0};
                untilItHolds(
                        () ->
                                next[0] =
                                        JournalReader.read(
                                                journal, 0, (first, facts, bytes) -> {}));
                return new JournalSnapshot(journal, pin, next[0] - 1);
            } catch (IOException | RuntimeException e) {
                pin.close();
                throw e;
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static Fault unreadable(IOException e) {
        return Fault.storeUnavailable("the journal cannot be copied: " + e.getMessage(), e);
    }

    private interface Reading {
        void read() throws IOException;
    }

    private static void untilItHolds(Reading reading) throws IOException {
        for (int left = TRIES - 1; ; left--) {
            try {
                reading.read();
                return;
            } catch (JournalTrimmedException | JournalDamagedException e) {
                if (left == 0) {
                    throw e;
                }
            }
            try {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
    }

    /// Writes the journal that goes with a copy of SQL.
    ///
    /// @param to a directory that is empty
    /// @param folded the last fact that SQL has
    /// @return up to where both together go
    /// @throws Fault STORE_UNAVAILABLE
    public Point copy(Path to, Point folded) {
        try {
            Copying[] copying = new Copying[1];
            untilItHolds(
                    () -> {
                        empty(to);
                        try (JournalCopy copy = new JournalCopy(to)) {
                            copying[0] =
                                    new Copying(copy, folded, Math.max(end, folded.sequence()));
                            var _ = JournalReader.read(journal, 0, copying[0]::frame);
                            copying[0].finish();
                        }
                    });
            return copying[0].point;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static void empty(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    private static final class Copying {
        private final JournalCopy copy;
        private final Point folded;
        private final long last;
        private Point point;
        private boolean begun;

        Copying(JournalCopy copy, Point folded, long last) {
            this.copy = copy;
            this.folded = folded;
            this.last = last;
            this.point = folded;
        }

        void frame(long first, int facts, ByteBuffer payload) throws IOException {
            if (first > last) {
                return;
            }
            if (!begun && first > folded.sequence() + 1) {
                throw new IOException(
                        "it begins with fact "
                                + first
                                + " (expected: at most "
                                + (folded.sequence() + 1)
                                + ")");
            }
            begun = true;
            copy.add(first, facts, payload);
            if (first + facts - 1 > point.sequence()) {
                point = new Point(first + facts - 1, lastAtMs(payload.duplicate()));
            }
        }

        private static long lastAtMs(ByteBuffer payload) {
            ByteReader in = new ByteReader(payload);
            long atMs = 0;
            while (in.hasMore()) {
                atMs = FactReader.read(in).atMs();
            }
            return atMs;
        }

        // A journal without any segment could not be told from one that was lost.
        void finish() throws IOException {
            if (!begun) {
                copy.begin(folded.sequence() + 1);
            }
        }
    }

    @Override
    public void close() {
        try {
            pin.close();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }
}
