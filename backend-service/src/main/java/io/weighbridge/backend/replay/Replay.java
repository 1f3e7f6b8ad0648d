package io.weighbridge.backend.replay;

/// Past usage priced by a book.
///
/// @param id its own
/// @param bookId the book's, a draft or a published one
/// @param bookVersion the book's at that time: a draft may have changed since
/// @param fromMs usage settled from this instant on
/// @param toMs usage settled at or after it is not in it
/// @param state how it goes
/// @param why it failed, or what it lacks; empty for nothing to say
/// @param askedAtMs when it was begun
/// @param endedAtMs 0: not yet
/// @param doneToMs how far it came: an instant between `fromMs` and `toMs`
/// @param notCharged calls that were not charged and are left out: they wait for a price, or were
///     written off
/// @param sums of all calls
public record Replay(
        long id,
        long bookId,
        long bookVersion,
        long fromMs,
        long toMs,
        ReplayState state,
        String why,
        long askedAtMs,
        long endedAtMs,
        long doneToMs,
        long notCharged,
        Sums sums) {
    Replay at(long doneToMs, long notCharged, Sums sums) {
        return new Replay(
                id,
                bookId,
                bookVersion,
                fromMs,
                toMs,
                state,
                why,
                askedAtMs,
                endedAtMs,
                doneToMs,
                notCharged,
                sums);
    }

    Replay ended(ReplayState how, String why, long nowMs) {
        return new Replay(
                id,
                bookId,
                bookVersion,
                fromMs,
                toMs,
                how,
                why,
                askedAtMs,
                nowMs,
                doneToMs,
                notCharged,
                sums);
    }
}
