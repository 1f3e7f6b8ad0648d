package io.weighbridge.backend.replay;

/// How it goes with a replay. The number is part of stored data.
public enum ReplayState {
    RUNNING(1),
    DONE(2),
    CANCELLED(3),
    /// Why is in [Replay#why].
    FAILED(4);

    private final int number;

    ReplayState(int number) {
        this.number = number;
    }

    /// The number in stored data.
    public int number() {
        return number;
    }

    static ReplayState byNumber(int number) {
        for (ReplayState each : values()) {
            if (each.number == number) {
                return each;
            }
        }
        throw new IllegalArgumentException("state " + number);
    }
}
