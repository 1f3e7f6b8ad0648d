package io.weighbridge.backend.operators.audit;

import io.weighbridge.backend.platform.audit.EntryHash;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;

/// Checks a part of the chain: every entry is there, and has the hash of its content and of the
/// stored hash before it. As each part begins with a stored hash that the part before it checks,
/// parts can be checked at the same time. For one thread.
final class ChainPart {
    /// So many problems are named.
    static final int PROBLEMS_MAX = 100;

    private final long to;
    private final NavigableSet<Long> marks;
    private final Map<Long, String> atMarks = new HashMap<>();
    private final List<String> problems = new ArrayList<>();
    private final EntryHash hashing = new EntryHash();
    private long expected;
    private @Nullable Long nextMark;
    private byte @Nullable [] previous;
    private long entries;

    /// @param from first sequence
    /// @param to first sequence after it
    /// @param marks sequences whose hashes are wanted
    ChainPart(long from, long to, NavigableSet<Long> marks) {
        this.expected = from;
        this.to = to;
        this.marks = marks;
        this.nextMark = marks.ceiling(from);
        this.previous = from == 1 ? EntryHash.none() : null;
    }

    void check(AuditChain chain) {
        // With the one before it, for its hash.
        long from = expected == 1 ? Long.MIN_VALUE : expected - 1;
        chain.scan(from, to, this::entry);
        missing(to);
    }

    private void entry(AuditChain.Row row) {
        long sequence = row.sequence();
        if (sequence < expected) {
            if (expected > 1 && sequence == expected - 1 && entries == 0) {
                previous = row.hash();
            } else {
                problem("entry " + sequence + " is not of the log, which begins with 1");
            }
            return;
        }
        missing(sequence);
        byte[] stored = row.hash();
        if (previous != null) {
            row.addTo(hashing.begin(previous));
            if (!Arrays.equals(hashing.end(), stored)) {
                problem("entry " + sequence + " was changed, or is not the one that followed");
            }
        }
        if (nextMark != null && nextMark == sequence) {
            atMarks.put(sequence, HexFormat.of().formatHex(stored));
            nextMark = marks.higher(sequence);
        }
        previous = stored;
        entries++;
        expected = sequence + 1;
    }

    private void missing(long before) {
        if (expected < before) {
            problem(Missing.text(expected, before - 1));
            // What followed cannot be checked without it; the hash that is there is taken as right.
            previous = null;
            expected = before;
            nextMark = marks.ceiling(before);
        }
    }

    private void problem(String text) {
        if (problems.size() < PROBLEMS_MAX) {
            problems.add(text);
        }
    }

    long entries() {
        return entries;
    }

    List<String> problems() {
        return problems;
    }

    /// The stored hashes of the wanted entries, in hexadecimal.
    Map<Long, String> atMarks() {
        return atMarks;
    }
}
