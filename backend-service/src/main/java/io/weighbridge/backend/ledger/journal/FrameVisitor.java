package io.weighbridge.backend.ledger.journal;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Who reads a journal, group by group.
@FunctionalInterface
public interface FrameVisitor {
    /// One group.
    ///
    /// @param firstSequence of its first fact
    /// @param facts how many there are
    /// @param payload holds them; valid during the call
    void frame(long firstSequence, int facts, ByteBuffer payload) throws IOException;
}
