package io.weighbridge.backend.platform.audit;

/// What made a change. The number is stored.
public enum ActorKind {
    /// Journaled before there was an audit log.
    NOT_RECORDED(0),
    OPERATOR(1),
    PROXY(2),
    /// A program with the data directory, which is above all rights: a command, the demo.
    LOCAL(3),
    /// Somebody who has not shown who it is, as before a login.
    NOBODY(4);

    private final int number;

    ActorKind(int number) {
        this.number = number;
    }

    /// Its number in the store, in the journal and in the contract.
    public int number() {
        return number;
    }

    /// The kind of a number.
    public static ActorKind byNumber(int number) {
        for (ActorKind kind : values()) {
            if (kind.number == number) {
                return kind;
            }
        }
        throw new IllegalArgumentException("actor kind: " + number + " (expected: 0 to 4)");
    }
}
