package io.weighbridge.backend.services;

/// What kind of thing a service is. The number is stored.
public enum ServiceCategory {
    TEXT(1),
    EMBEDDING(2),
    IMAGE(3),
    AUDIO(4),
    TOOL(5),
    GENERIC(6);

    private final int number;

    ServiceCategory(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    static ServiceCategory byNumber(int number) {
        for (ServiceCategory category : values()) {
            if (category.number == number) {
                return category;
            }
        }
        throw new IllegalArgumentException("category: " + number + " (expected: 1 to 6)");
    }
}
