package io.weighbridge.backend.ledger;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/// Keeps what is left of the disk for the calls in flight: under a minimum of free space no new
/// call is admitted, while those that run are extended and settled as ever. Warns at twice the
/// minimum; admits again when a quarter more than the minimum is free. [#look] is called by one
/// thread at a time, now and then; calls only see what it found.
public final class DiskGuard {
    private static final Logger LOG = LoggerFactory.getLogger(DiskGuard.class);
    private static final int MIB_SHIFT = 20;

    /// How much is free.
    @FunctionalInterface
    public interface Space {
        /// Bytes that can still be written.
        long freeBytes() throws IOException;
    }

    private enum State {
        PLENTY,
        SCARCE,
        LOW
    }

    private final Space space;
    private final Ledger ledger;
    private final long leastBytes;
    private State state = State.PLENTY;
    private boolean unreadable;

    /// @param leastBytes the minimum; 0 for none
    public DiskGuard(Space space, Ledger ledger, long leastBytes) {
        this.space = space;
        this.ledger = ledger;
        this.leastBytes = leastBytes;
    }

    /// The space of the disk that a directory is on.
    ///
    /// @throws IOException when it cannot be found out
    public static Space of(Path directory) throws IOException {
        FileStore store = Files.getFileStore(directory);
        return store::getUsableSpace;
    }

    /// Looks how much is free, and lets new calls in or not.
    public void look() {
        try {
            State next = next(space.freeBytes());
            unreadable = false;
            if (next != state) {
                state = next;
                ledger.refuseNewHolds(next == State.LOW);
            }
        } catch (IOException e) {
            if (!unreadable) {
                LOG.warn("How much of the disk is free cannot be read: {}", e.toString());
            }
            unreadable = true;
        }
    }

    private State next(long freeBytes) {
        long more = leastBytes / 4;
        if (freeBytes < leastBytes || (state == State.LOW && freeBytes < leastBytes + more)) {
            return changed(State.LOW, freeBytes);
        }
        boolean scarce =
                freeBytes < 2 * leastBytes
                        || (state != State.PLENTY && freeBytes < 2 * leastBytes + more);
        return changed(scarce ? State.SCARCE : State.PLENTY, freeBytes);
    }

    private State changed(State next, long freeBytes) {
        if (next == state) {
            return next;
        }
        long freeMib = freeBytes >> MIB_SHIFT;
        long leastMib = leastBytes >> MIB_SHIFT;
        switch (next) {
            case LOW ->
                    LOG.error(
                            "{} MiB of the disk are free (expected: {}): no new call is admitted"
                                    + " until there is more",
                            freeMib,
                            leastMib);
            case SCARCE ->
                    LOG.warn(
                            "{} MiB of the disk are free; below {} no new call is admitted{}",
                            freeMib,
                            leastMib,
                            state == State.LOW ? ". Calls are admitted again." : "");
            case PLENTY -> LOG.info("{} MiB of the disk are free again", freeMib);
        }
        return next;
    }
}
