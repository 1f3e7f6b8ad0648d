package io.weighbridge.backend.demo;

import io.weighbridge.model.RefusalReason;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Which rows of a source are done. Charged rows are in the store; a refusal leaves no trace there,
/// so refused rows are kept in a file of lines `row,REASON`, written before they count. A line that
/// a crash cut off does not count: its row is played again. Safe for sharing.
final class Progress implements AutoCloseable {
    private final FileChannel file;
    private final BitSet started = new BitSet();
    private final BitSet charged;
    private final BitSet refused = new BitSet();
    private final Map<RefusalReason, Long> reasons = new EnumMap<>(RefusalReason.class);

    private Progress(FileChannel file, BitSet charged) {
        this.file = file;
        this.charged = charged;
    }

    /// Reads what earlier starts did.
    ///
    /// @param charged the rows that the store has
    static Progress open(Path dataDirectory, String fingerprint, BitSet charged)
            throws IOException {
        Path path = dataDirectory.resolve("demo-refused-" + fingerprint + ".csv");
        List<String> lines = List.of();
        long whole = 0;
        if (Files.exists(path)) {
            String text = Files.readString(path, StandardCharsets.ISO_8859_1);
            int end = text.lastIndexOf('\n') + 1;
            lines = text.substring(0, end).lines().toList();
            whole = end;
        }
        FileChannel file =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        file.truncate(whole);
        file.position(whole);
        Progress progress = new Progress(file, (BitSet) charged.clone());
        lines.forEach(progress::readBack);
        return progress;
    }

    private void readBack(String line) {
        int comma = line.indexOf(',');
        try {
            int row = Integer.parseInt(line.substring(0, Math.max(0, comma)));
            RefusalReason reason = RefusalReason.valueOf(line.substring(comma + 1));
            if (row > 0 && !charged.get(row)) {
                addRefused(row, reason);
            }
        } catch (IllegalArgumentException e) {
            // Not written by us: the row, if it is one, is played again.
        }
    }

    private void addRefused(int row, RefusalReason reason) {
        if (!refused.get(row)) {
            refused.set(row);
            reasons.merge(reason, 1L, Math::addExact);
        }
    }

    synchronized boolean isDone(long row) {
        return charged.get((int) row) || refused.get((int) row);
    }

    synchronized void started(long row) {
        started.set((int) row);
    }

    synchronized void charged(long row) {
        charged.set((int) row);
    }

    synchronized void refused(long row, RefusalReason reason) {
        byte[] line = (row + "," + reason + "\n").getBytes(StandardCharsets.US_ASCII);
        try {
            ByteBuffer buffer = ByteBuffer.wrap(line);
            while (buffer.hasRemaining()) {
                file.write(buffer);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the list of refused rows cannot be written", e);
        }
        addRefused((int) row, reason);
    }

    /// Rows that are done, of all starts.
    synchronized long done() {
        return (long) charged.cardinality() + refused.cardinality();
    }

    /// Rows refused, of all starts, by reason.
    synchronized Map<RefusalReason, Long> refusals() {
        return Map.copyOf(reasons);
    }

    /// How the rows stand against what the store says.
    ///
    /// @param charged rows with one usage record
    /// @param refused rows refused with a reason
    /// @param chargedTwice rows with more than one usage record
    /// @param both rows charged and refused
    /// @param missing rows that were started, or told as charged, and are neither
    record Reckoning(long charged, long refused, long chargedTwice, long both, long missing) {
        boolean isRight() {
            return chargedTwice == 0 && both == 0 && missing == 0;
        }
    }

    /// Compares with the store.
    synchronized Reckoning against(BitSet inStore, BitSet twiceInStore) {
        BitSet both = (BitSet) inStore.clone();
        both.and(refused);
        BitSet missing = (BitSet) started.clone();
        missing.or(charged);
        missing.andNot(inStore);
        missing.andNot(refused);
        return new Reckoning(
                inStore.cardinality() - twiceInStore.cardinality(),
                refused.cardinality(),
                twiceInStore.cardinality(),
                both.cardinality(),
                missing.cardinality());
    }

    @Override
    public synchronized void close() throws IOException {
        file.force(true);
        file.close();
    }
}
