package io.weighbridge.backend.notices;

/// What a notice is about. The number is that of the contract and of the store.
public enum NoticeKind {
    /// A secret of the key was found where others can read it.
    KEY_LEAKED(1);

    private final int number;

    NoticeKind(int number) {
        this.number = number;
    }

    /// Its number in the contract.
    public int number() {
        return number;
    }

    static NoticeKind byNumber(int number) {
        if (number == KEY_LEAKED.number) {
            return KEY_LEAKED;
        }
        throw new IllegalArgumentException("notice kind: " + number + " (expected: 1)");
    }
}
