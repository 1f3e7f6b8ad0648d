package io.weighbridge.backend.ledger.journal;

import java.io.IOException;

/// Where groups of facts become durable. Used by one thread at a time.
public interface Journal extends AutoCloseable {
    /// Sequence of the next fact.
    long nextSequence();

    /// Adds a group of facts after all others. Not durable before [#force].
    ///
    /// @param firstSequence of the group; the one after the last group's last
    /// @param facts how many there are, at least 1
    /// @param payload holds them
    /// @param length of the payload in bytes, at most [#PAYLOAD_MAX]
    /// @throws IOException the group may or may not be there; append nothing more before [#recover]
    void append(long firstSequence, int facts, byte[] payload, int length) throws IOException;

    /// Returns when all groups are durable.
    ///
    /// @throws IOException what was appended since the last force may or may not be there; append
    ///     nothing more before [#recover]
    void force() throws IOException;

    /// Finds out early that it cannot be written, while there is nothing to write.
    ///
    /// @throws IOException it cannot: see [#recover]
    void check() throws IOException;

    /// After one of the others failed: finds out what is durable, and begins anew behind it. What
    /// was appended since the last force is either durable, whole, or gone for good:
    /// [#nextSequence] tells. What is gone must be appended again.
    ///
    /// @throws JournalLostException it never works again in this process
    /// @throws IOException it still does not work; try again later
    void recover() throws IOException;

    /// The sequence from which facts are still needed may rise to here: older segments are deleted
    /// as far as whole ones are older.
    ///
    /// @param firstNeeded sequence of the first fact that is still needed
    void trim(long firstNeeded) throws IOException;

    /// Sequence of the first fact of the oldest segment that is still being kept, and of the one
    /// after it: facts from the former to before the latter keep that segment alive. Equal when
    /// there is only the present segment.
    Oldest oldest();

    /// The oldest segment.
    ///
    /// @param firstSequence of its first fact
    /// @param nextFirstSequence of the first fact of the segment after it
    record Oldest(long firstSequence, long nextFirstSequence) {}

    /// The most bytes a group may have.
    int PAYLOAD_MAX = 16 << 20;

    @Override
    void close() throws IOException;
}
