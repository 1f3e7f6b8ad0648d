package io.weighbridge.backend.ledger.check;

import io.weighbridge.backend.ledger.fact.Fact;
import io.weighbridge.backend.ledger.fact.FactReader;
import io.weighbridge.backend.ledger.fact.RequestState;
import io.weighbridge.backend.ledger.journal.ByteReader;
import io.weighbridge.backend.ledger.journal.JournalReader;
import io.weighbridge.model.RequestId;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the journal has beyond SQL: facts that are not folded yet, and the open holds.
final class JournalTail {
    /// Credit set aside for a call in flight.
    record OpenHold(long accountId, long heldNanos) {}

    private final long foldedSequence;
    private final List<Fact.Entry> entries = new ArrayList<>();
    private final Map<RequestId, OpenHold> open = new LinkedHashMap<>();
    private final Map<RequestId, RequestState> ended = new HashMap<>();
    private final List<String> problems = new ArrayList<>();
    private long firstSequence = -1;
    private long nextSequence = -1;
    private long facts;

    /// @param foldedSequence the last fact that SQL has
    JournalTail(long foldedSequence) {
        this.foldedSequence = foldedSequence;
    }

    void read(Path journal) throws IOException {
        var _ = JournalReader.read(journal, foldedSequence + 1, this::frame);
    }

    void frame(long first, int count, ByteBuffer payload) {
        ByteReader in = new ByteReader(payload);
        if (firstSequence < 0) {
            firstSequence = first;
        }
        nextSequence = first;
        while (in.hasMore()) {
            Fact fact = FactReader.read(in);
            if (fact.sequence() != nextSequence) {
                problems.add(
                        "journal: fact " + fact.sequence() + " (expected: " + nextSequence + ")");
            }
            nextSequence = fact.sequence() + 1;
            track(fact);
            if (fact.sequence() > foldedSequence) {
                facts++;
                add(fact);
            }
        }
        if (nextSequence != first + count) {
            problems.add(
                    "journal: the group of fact "
                            + first
                            + " ends before fact "
                            + nextSequence
                            + " (expected: "
                            + (first + count)
                            + ")");
        }
    }

    private void track(Fact fact) {
        switch (fact) {
            case Fact.HoldOpened f ->
                    open.put(f.call().id(), new OpenHold(f.call().accountId(), f.heldNanos()));
            case Fact.HoldChanged f ->
                    open.computeIfPresent(
                            f.requestId(),
                            (id, old) -> new OpenHold(old.accountId(), f.heldNanos()));
            case Fact.HoldDropped f -> open.remove(f.requestId());
            case Fact.UsageSettled f -> open.remove(f.requestId());
            case Fact.UsageQuarantined f -> open.remove(f.requestId());
            case Fact.UsageRated f -> {}
            case Fact.UsageRefunded f -> {}
            case Fact.CreditGranted f -> {}
            case Fact.CreditTaken f -> {}
            case Fact.CreditTakenBack f -> {}
            case Fact.CreditExpired f -> {}
        }
    }

    private void add(Fact fact) {
        if (fact instanceof Fact.Entry entry) {
            entries.add(entry);
        }
        switch (fact) {
            case Fact.HoldDropped f -> end(f.requestId(), f.state());
            case Fact.UsageSettled f -> end(f.requestId(), RequestState.CHARGED);
            case Fact.UsageQuarantined f -> end(f.requestId(), RequestState.QUARANTINED);
            default -> {}
        }
    }

    private void end(RequestId id, RequestState state) {
        RequestState before = ended.put(id, state);
        if (before != null && before != RequestState.EXPIRED) {
            problems.add("request " + id + ": ended twice in the journal, " + before + " first");
        }
    }

    /// What is missing between SQL and the journal, empty when nothing is.
    String gap() {
        return firstSequence > foldedSequence + 1
                ? "journal: it begins with fact "
                        + firstSequence
                        + ", the store ends with fact "
                        + foldedSequence
                        + ": the facts between them are missing"
                : "";
    }

    List<String> problems() {
        return problems;
    }

    List<Fact.Entry> entries() {
        return entries;
    }

    long factCount() {
        return facts;
    }

    /// Open holds. Of a journal that was copied before SQL was, without those that ended meanwhile.
    Map<RequestId, OpenHold> openHolds(SqlLedgerScan scan) {
        if (nextSequence <= foldedSequence) {
            Set<RequestId> over = new HashSet<>();
            open.keySet().stream().filter(scan::hasEnded).forEach(over::add);
            open.keySet().removeAll(over);
        }
        return open;
    }

    /// A request ends once: what ended here had not ended in SQL.
    void checkEnds(SqlLedgerScan scan, LedgerProblems to) {
        for (RequestId id : ended.keySet()) {
            if (scan.hasEndedForGood(id)) {
                to.add("request " + id + ": ended in the store, and again in the journal");
            }
        }
        if (nextSequence > foldedSequence) {
            for (RequestId id : open.keySet()) {
                if (scan.hasEnded(id)) {
                    to.add("request " + id + ": ended in the store, but open in the journal");
                }
            }
        }
    }
}
