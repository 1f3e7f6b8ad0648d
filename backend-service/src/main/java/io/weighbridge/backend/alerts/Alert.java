package io.weighbridge.backend.alerts;

import io.weighbridge.backend.notices.NoticeKind;

import org.jspecify.annotations.Nullable;

/// One notice for one contact.
///
/// @param noticeId 0 for a test
/// @param kind null for a test
/// @param keyId the key that it is about, 0 for none
/// @param detail more about it; may be empty
/// @param atMs when it happened
/// @param tries how often it was tried to send it
/// @param nextTryAtMs while it waits
/// @param problem what was in the way the last time; empty for nothing
record Alert(
        long id,
        long contactId,
        long noticeId,
        long accountId,
        @Nullable NoticeKind kind,
        long keyId,
        String detail,
        long atMs,
        State state,
        int tries,
        long nextTryAtMs,
        String problem) {
    /// What became of it. The number is stored and the same as in the contract.
    enum State {
        WAITING(1),
        SENT(2),
        GIVEN_UP(3);

        private final int number;

        State(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }

        static State byNumber(int number) {
            return switch (number) {
                case 1 -> WAITING;
                case 2 -> SENT;
                case 3 -> GIVEN_UP;
                default ->
                        throw new IllegalArgumentException(
                                "alert state: " + number + " (expected: 1 to 3)");
            };
        }
    }

    /// The same after it was sent.
    Alert sent() {
        return ended(State.SENT, "");
    }

    /// The same after it could not be sent.
    ///
    /// @param why in the way
    /// @param nowMs when
    Alert failed(String why, long nowMs) {
        long pauseMs = Retries.pauseMs(tries);
        return pauseMs < 0 ? ended(State.GIVEN_UP, why) : with(State.WAITING, nowMs + pauseMs, why);
    }

    private Alert ended(State end, String why) {
        return with(end, 0, why);
    }

    private Alert with(State newState, long tryAtMs, String why) {
        return new Alert(
                id, contactId, noticeId, accountId, kind, keyId, detail, atMs, newState, tries + 1,
                tryAtMs, why);
    }
}
