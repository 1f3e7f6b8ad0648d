package io.weighbridge.backend.operators.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeTry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/// Whatever is done to the log is found: without a kept checkpoint when the hashes were left alone,
/// and against a kept one also when the whole log was made consistent again.
final class AuditChainPropertyTest {
    private static final int ENTRIES = 40;

    private static final Path DIRECTORY;
    private static final TamperedLog LOG;
    private static final CheckpointKey KEY;
    private static final Checkpoint KEPT;

    static {
        try {
            DIRECTORY = Files.createTempDirectory("weighbridge-audit");
            LOG = new TamperedLog(DIRECTORY, ENTRIES);
        } catch (IOException | SQLException e) {
            throw new IllegalStateException(e);
        }
        KEY = CheckpointKey.of(DIRECTORY.resolve("secrets"));
        AuditChain.Bounds bounds = LOG.bounds();
        KEPT = KEY.sign(bounds.headSequence(), 5_000, bounds.headHash());
    }

    @AfterContainer
    static void close() throws IOException, SQLException {
        LOG.close();
        try (Stream<Path> files = Files.walk(DIRECTORY)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    // Whatever a try before left behind when it failed.
    @BeforeTry
    void undo() throws SQLException {
        LOG.undo();
    }

    private static AuditReport check(boolean withKept, int parts) {
        return new AuditCheck(LOG, KEY.publicKey(), parts, 1).run(withKept ? KEPT : null);
    }

    private static void assertIsWholeAgain() throws SQLException {
        LOG.undo();
        AuditReport report = check(true, 1);
        assertEquals(List.of(), report.problems());
        assertEquals(ENTRIES, report.entries());
        assertEquals(KEPT.hash(), report.head());
    }

    private static void assertFound(AuditReport report, String first) {
        assertFalse(report.isIntact());
        assertTrue(
                report.problems().getFirst().startsWith(first),
                () -> report.problems() + " (expected first: " + first + ")");
    }

    // What is there before; never the same afterwards.
    private static void change(long sequence, SplittableRandom random) throws SQLException {
        int column = random.nextInt(TamperedLog.NUMBERS.size() + TamperedLog.TEXTS.size());
        if (column < TamperedLog.NUMBERS.size()) {
            LOG.set(sequence, TamperedLog.NUMBERS.get(column), 1_000_000 + random.nextInt(1_000));
        } else {
            LOG.set(
                    sequence,
                    TamperedLog.TEXTS.get(column - TamperedLog.NUMBERS.size()),
                    "changed " + random.nextLong());
        }
    }

    @Property(tries = 300)
    void findsTheChangedEntry(
            @ForAll @IntRange(min = 1, max = ENTRIES) int sequence,
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 4) int parts)
            throws SQLException {
        change(sequence, new SplittableRandom(seed));
        assertFound(check(false, parts), "entry " + sequence + " was changed");
        LOG.makeConsistent();
        assertTrue(check(false, parts).isIntact());
        assertFound(check(true, parts), "the kept checkpoint of 40: the log was rewritten");
        assertIsWholeAgain();
    }

    @Property(tries = 200)
    void findsAFlippedBitOfAHash(
            @ForAll @IntRange(min = 1, max = ENTRIES) int sequence,
            @ForAll @IntRange(min = 0, max = 255) int bit,
            @ForAll @IntRange(min = 1, max = 4) int parts)
            throws SQLException {
        byte[][] hash = new byte[1][];
        LOG.scan(sequence, sequence + 1, row -> hash[0] = row.hash());
        hash[0][bit / 8] ^= (byte) (1 << (bit % 8));
        LOG.set(sequence, "hash", hash[0]);
        assertFound(check(false, parts), "entry " + sequence + " was changed");
        assertIsWholeAgain();
    }

    @Property(tries = 200)
    void findsWhatWasTakenOut(
            @ForAll @IntRange(min = 1, max = ENTRIES) int first,
            @ForAll @IntRange(min = 1, max = 10) int count,
            @ForAll @IntRange(min = 1, max = 4) int parts)
            throws SQLException {
        int last = Math.min(ENTRIES, first + count - 1);
        LOG.run("DELETE FROM audit_entry WHERE sequence BETWEEN " + first + " AND " + last);
        // Parts may each name their own share of what is missing.
        String missing = first == last ? "entry " + first + " is" : "entr";
        AuditReport report = check(false, parts);
        assertFound(report, missing);
        assertTrue(report.problems().getFirst().contains(" " + first + " "), report::toString);
        LOG.makeConsistent();
        assertTrue(check(false, parts).isIntact());
        assertFound(check(true, parts), "the kept checkpoint of 40: ent");
        assertIsWholeAgain();
    }

    @Property(tries = 100)
    void findsATruncationOnlyTheKeptCheckpointKnowsOf(
            @ForAll @IntRange(min = 1, max = ENTRIES) int first,
            @ForAll @IntRange(min = 1, max = 4) int parts)
            throws SQLException {
        LOG.run("DELETE FROM audit_entry WHERE sequence >= " + first);
        assertFound(check(false, parts), Missing.text(first, ENTRIES) + ": the log's head");
        LOG.makeConsistent();
        assertTrue(check(false, parts).isIntact());
        assertFound(
                check(true, parts), "the kept checkpoint of 40: " + Missing.text(first, ENTRIES));
        assertIsWholeAgain();
    }

    @Property(tries = 200)
    void findsASwap(
            @ForAll @IntRange(min = 1, max = ENTRIES) int one,
            @ForAll @IntRange(min = 1, max = ENTRIES) int other,
            @ForAll @IntRange(min = 1, max = 4) int parts)
            throws SQLException {
        if (one != other) {
            LOG.swap(one, other);
            assertFound(check(false, parts), "entry " + Math.min(one, other) + " was changed");
            LOG.makeConsistent();
            assertTrue(check(false, parts).isIntact());
            assertFound(check(true, parts), "the kept checkpoint of 40: the log was rewritten");
        }
        assertIsWholeAgain();
    }

    @Property(tries = 200)
    void findsAnInsertion(
            @ForAll @IntRange(min = 1, max = ENTRIES) int copied,
            @ForAll @IntRange(min = 1, max = ENTRIES) int before,
            @ForAll @IntRange(min = 1, max = 4) int parts)
            throws SQLException {
        LOG.insert(copied, before);
        // A copy of an entry before itself stands where it should; what it moved on does not.
        int wrong = copied == before ? before + 1 : before;
        assertFound(check(false, parts), "entry " + wrong + " ");
        LOG.makeConsistent();
        assertTrue(check(false, parts).isIntact());
        // A copy of the last entry behind itself, made consistent, leaves all that the checkpoint
        // covers as it was: a log that has grown.
        if (copied == ENTRIES && before == ENTRIES) {
            assertTrue(check(true, parts).isIntact());
        } else {
            assertFound(check(true, parts), "the kept checkpoint of 40: the log was rewritten");
        }
        assertIsWholeAgain();
    }

    @Property(tries = 100)
    void findsAChangedCheckpoint(@ForAll long seed) throws SQLException {
        SplittableRandom random = new SplittableRandom(seed);
        char[] text = KEPT.toText().toCharArray();
        int at = random.nextInt(text.length - 1);
        text[at] = text[at] == '0' ? '1' : '0';
        String changed = new String(text);
        AuditReport report;
        try {
            Checkpoint other = Checkpoint.parse(changed);
            report = new AuditCheck(LOG, KEY.publicKey(), 1, 1).run(other);
        } catch (io.weighbridge.backend.platform.fault.Fault refused) {
            return;
        }
        assertFalse(report.isIntact(), changed);
        assertIsWholeAgain();
    }
}
