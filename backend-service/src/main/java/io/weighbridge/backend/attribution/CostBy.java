package io.weighbridge.backend.attribution;

import io.weighbridge.backend.usage.GroupBy;

import java.util.Set;

/// What costs are told apart by. The number is sent.
enum CostBy {
    GPU(1),
    SERVICE(2),
    ACCOUNT(3),
    KEY(4);

    private final int number;

    CostBy(int number) {
        this.number = number;
    }

    /// The one of a number that was checked.
    static CostBy byNumber(int number) {
        for (CostBy each : values()) {
            if (each.number == number) {
                return each;
            }
        }
        throw new IllegalArgumentException("by: " + number + " (expected: 1 to 4)");
    }

    /// What uses have to be told apart by.
    Set<GroupBy> uses() {
        return switch (this) {
            case GPU, SERVICE -> Set.of(GroupBy.SERVICE);
            // An account takes what its keys take, whatever each is weighed by.
            case ACCOUNT, KEY -> Set.of(GroupBy.SERVICE, GroupBy.ACCOUNT, GroupBy.KEY);
        };
    }

    /// The row that a use belongs to.
    Owner of(Owner use) {
        return switch (this) {
            case GPU -> throw new IllegalArgumentException("uses belong to no GPU");
            case SERVICE -> new Owner("", use.serviceId(), 0, 0);
            case ACCOUNT -> new Owner("", 0, use.accountId(), 0);
            case KEY -> new Owner("", 0, use.accountId(), use.keyId());
        };
    }
}
