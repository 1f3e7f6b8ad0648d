package io.weighbridge.backend.operators.audit;

import io.weighbridge.backend.platform.fault.Fault;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Checks the whole log: the chain of its entries, where it ends, and the checkpoints.
public final class AuditCheck {
    // Below this a second thread is not worth it.
    private static final long PART_MIN = 20_000;
    private static final int PARTS_MAX = 4;

    private final AuditChain chain;
    private final @Nullable String publicKey;
    private final int partsMax;
    private final long partMin;

    /// @param publicKey of the installation; null when its key is not there
    /// @param partsMax how many parts are checked at the same time, at most
    public AuditCheck(AuditChain chain, @Nullable String publicKey, int partsMax) {
        this(chain, publicKey, partsMax, PART_MIN);
    }

    AuditCheck(AuditChain chain, @Nullable String publicKey, int partsMax, long partMin) {
        this.chain = chain;
        this.publicKey = publicKey;
        this.partsMax = Math.clamp(partsMax, 1, PARTS_MAX);
        this.partMin = partMin;
    }

    /// Checks it.
    ///
    /// @param kept a checkpoint that was kept elsewhere; null for none
    /// @throws Fault STORE_UNAVAILABLE when it cannot be read
    public AuditReport run(@Nullable Checkpoint kept) {
        AuditChain.Bounds bounds = chain.bounds();
        List<Checkpoint> checkpoints = new ArrayList<>(chain.checkpoints());
        if (kept != null) {
            checkpoints.add(kept);
        }
        TreeSet<Long> marks = new TreeSet<>();
        checkpoints.forEach(checkpoint -> marks.add(checkpoint.sequence()));
        marks.add(bounds.lastSequence());
        List<ChainPart> parts = parts(bounds.lastSequence(), marks);
        runAll(parts);
        List<String> problems = new ArrayList<>();
        Map<Long, String> hashes = new HashMap<>();
        long entries = 0;
        for (ChainPart part : parts) {
            problems.addAll(part.problems());
            hashes.putAll(part.atMarks());
            entries += part.entries();
        }
        hashes.put(0L, "0".repeat(64));
        problems.addAll(endProblems(bounds, hashes));
        for (Checkpoint checkpoint : checkpoints) {
            String problem = problem(checkpoint, bounds.lastSequence(), hashes);
            if (problem != null) {
                problems.add(
                        (checkpoint.equals(kept) ? "the kept checkpoint of " : "checkpoint of ")
                                + checkpoint.sequence()
                                + ": "
                                + problem);
            }
        }
        return new AuditReport(
                entries,
                hashes.getOrDefault(bounds.lastSequence(), ""),
                checkpoints.size(),
                problems.subList(0, Math.min(ChainPart.PROBLEMS_MAX, problems.size())));
    }

    private List<ChainPart> parts(long last, NavigableSet<Long> marks) {
        long count = Math.clamp(last / partMin, 1, partsMax);
        List<ChainPart> parts = new ArrayList<>();
        long from = 1;
        for (long i = 1; i <= count; i++) {
            long to = last / count * i + (i == count ? last % count : 0) + 1;
            parts.add(new ChainPart(from, to, marks));
            from = to;
        }
        return parts;
    }

    private void runAll(List<ChainPart> parts) {
        try (ExecutorService threads = Executors.newFixedThreadPool(parts.size())) {
            List<Future<?>> running = new ArrayList<>();
            parts.forEach(part -> running.add(threads.submit(() -> part.check(chain))));
            for (Future<?> each : running) {
                each.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Fault.internal("interrupted while checking the audit log", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Fault fault
                    ? fault
                    : Fault.internal("the audit log could not be checked", e.getCause());
        }
    }

    private static List<String> endProblems(AuditChain.Bounds bounds, Map<Long, String> hashes) {
        long last = bounds.lastSequence();
        long head = bounds.headSequence();
        if (head > last) {
            return List.of(Missing.text(last + 1, head) + ": the log's head has them");
        }
        if (head < last) {
            return List.of("entry " + (head + 1) + " is not of the log: its head is entry " + head);
        }
        return bounds.headHash().equals(hashes.get(last))
                ? List.of()
                : List.of("entry " + last + " has another hash than the log's head");
    }

    private @Nullable String problem(Checkpoint checkpoint, long last, Map<Long, String> hashes) {
        if (!CheckpointKey.isSigned(checkpoint)) {
            return "its signature is not right";
        }
        if (publicKey != null && !publicKey.equals(checkpoint.publicKey())) {
            return "it was signed with a key that is not this installation's";
        }
        if (checkpoint.sequence() > last) {
            return Missing.text(last + 1, checkpoint.sequence());
        }
        String now = hashes.get(checkpoint.sequence());
        if (now == null) {
            return Missing.text(checkpoint.sequence(), checkpoint.sequence());
        }
        return now.equals(checkpoint.hash())
                ? null
                : "the log was rewritten: entry "
                        + checkpoint.sequence()
                        + " or one before it is not the one that was signed";
    }
}
