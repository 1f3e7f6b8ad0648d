package io.weighbridge.console.feature.live;

/// The last values of something that is measured again and again.
final class Ring {
    /// Four minutes, measured every five seconds.
    static final int SIZE = 48;

    /// One minute of them.
    static final int MINUTE = 12;

    private final int[] values = new int[SIZE];
    private int count;
    private long stamp;

    void add(long value) {
        values[count % SIZE] = (int) Math.min(Integer.MAX_VALUE, value);
        count++;
        stamp++;
        if (count == 2 * SIZE) {
            count = SIZE;
        }
    }

    /// Rises with each value.
    long stamp() {
        return stamp;
    }

    /// How many there are.
    int size() {
        return Math.min(count, SIZE);
    }

    /// One of them, the oldest first.
    int get(int index) {
        return values[count <= SIZE ? index : (count + index) % SIZE];
    }

    /// The largest; 0 for none.
    int most() {
        int most = 0;
        for (int i = 0; i < size(); i++) {
            most = Math.max(most, get(i));
        }
        return most;
    }
}
