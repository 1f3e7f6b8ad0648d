package io.weighbridge.backend.payments.reconcile;

import java.util.Arrays;

/// Many ids in little memory: 8 bytes each. First all are added, then they are asked for.
final class SeenIds {
    private long[] ids = new long[1_024];
    private int size;

    void add(long id) {
        if (size == ids.length) {
            ids = Arrays.copyOf(ids, 2 * size);
        }
        ids[size++] = id;
    }

    /// Those of some ids that were not added.
    long[] missingIn(long[] others) {
        Arrays.sort(ids, 0, size);
        return Arrays.stream(others)
                .filter(id -> Arrays.binarySearch(ids, 0, size, id) < 0)
                .toArray();
    }
}
