package io.weighbridge.backend.proxies.openai;

import io.weighbridge.backend.proxies.wire.EventCutter;
import io.weighbridge.backend.proxies.wire.EventTooLongException;
import io.weighbridge.backend.proxies.wire.StreamEvent;

import java.util.List;

/// The events of a stream whose events may be long, while they are in memory: they count against
/// the budget of answers until they are passed on. Used by one thread.
final class HeldEvents implements AutoCloseable {
    private static final int EVENT_BYTES_MAX = 16 << 20;

    private final HeldAnswers all;
    private final EventCutter cutter;
    private long taken;

    HeldEvents(HeldAnswers all) {
        this.all = all;
        this.cutter = new EventCutter(Math.min(EVENT_BYTES_MAX, all.bytesMax()));
    }

    /// Takes a part.
    ///
    /// @return the events that are whole now
    /// @throws AnswerTooLongException when one is too long, or there is no room for it
    List<StreamEvent> add(byte[] part, int length) throws AnswerTooLongException {
        if (!all.budget().take(all.key(), length)) {
            throw new AnswerTooLongException(all.bytesMax());
        }
        taken += length;
        try {
            return cutter.add(part, length);
        } catch (EventTooLongException e) {
            throw new AnswerTooLongException(all.bytesMax());
        }
    }

    /// What came after the last whole event; empty when nothing did.
    StreamEvent rest() {
        return cutter.rest();
    }

    /// All events that were whole are passed on.
    void passed() {
        giveAllBut(cutter.restBytes());
    }

    private void giveAllBut(long kept) {
        all.budget().give(all.key(), taken - kept);
        taken = kept;
    }

    @Override
    public void close() {
        giveAllBut(0);
    }
}
