package io.weighbridge.backend.codes;

/// How a code stands. The number is stored and the same as in the contract.
enum CodeState {
    UNUSED(1),
    USED(2),
    VOID(3);

    private final int number;

    CodeState(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    static CodeState byNumber(int number) {
        return switch (number) {
            case 1 -> UNUSED;
            case 2 -> USED;
            case 3 -> VOID;
            default ->
                    throw new IllegalArgumentException("state: " + number + " (expected: 1 to 3)");
        };
    }
}
