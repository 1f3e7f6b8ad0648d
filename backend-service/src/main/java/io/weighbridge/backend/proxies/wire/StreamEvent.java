package io.weighbridge.backend.proxies.wire;

import java.io.ByteArrayOutputStream;

/// One event of a stream, byte for byte, with the blank line that ends it.
public final class StreamEvent {
    private static final byte[] FIELD = {'d', 'a', 't', 'a'};

    private final byte[] raw;

    /// An event of these bytes, its empty line included.
    public StreamEvent(byte[] raw) {
        this.raw = raw;
    }

    /// All of it; nobody changes the array.
    public byte[] raw() {
        return raw;
    }

    /// Whether it has no bytes.
    public boolean isEmpty() {
        return raw.length == 0;
    }

    /// What its data lines say, with a line feed between; empty for an event without, such as a
    /// comment.
    public byte[] data() {
        ByteArrayOutputStream data = new ByteArrayOutputStream(raw.length);
        boolean isFirst = true;
        int start = 0;
        for (int i = 0; i <= raw.length; i++) {
            if (i < raw.length && raw[i] != '\n' && raw[i] != '\r') {
                continue;
            }
            int value = valueOfData(start, i);
            if (value >= 0) {
                if (!isFirst) {
                    data.write('\n');
                }
                isFirst = false;
                data.write(raw, value, i - value);
            }
            start = i + 1;
        }
        return data.toByteArray();
    }

    // Where the value of a data line begins, or -1 when it is another line.
    private int valueOfData(int start, int end) {
        int after = start + FIELD.length;
        if (end < after) {
            return -1;
        }
        for (int i = 0; i < FIELD.length; i++) {
            if (raw[start + i] != FIELD[i]) {
                return -1;
            }
        }
        if (end == after) {
            return end;
        }
        if (raw[after] != ':') {
            return -1;
        }
        boolean spaced = after + 1 < end && raw[after + 1] == ' ';
        return spaced ? after + 2 : after + 1;
    }
}
