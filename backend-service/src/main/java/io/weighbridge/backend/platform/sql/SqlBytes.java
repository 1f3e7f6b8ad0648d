package io.weighbridge.backend.platform.sql;

import io.weighbridge.model.RequestId;

import java.nio.ByteBuffer;
import java.util.UUID;

/// 16-byte ids as SQL keeps them: in the order of their text form, so that time-ordered ids sort by
/// time.
public final class SqlBytes {
    private SqlBytes() {}

    /// A request id's bytes.
    public static byte[] of(RequestId id) {
        return of(id.hi(), id.lo());
    }

    /// An operation id's bytes.
    public static byte[] of(UUID id) {
        return of(id.getMostSignificantBits(), id.getLeastSignificantBits());
    }

    private static byte[] of(long hi, long lo) {
        return ByteBuffer.allocate(16).putLong(hi).putLong(lo).array();
    }

    /// The request id in these bytes.
    public static RequestId toRequestId(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new RequestId(buffer.getLong(), buffer.getLong());
    }

    /// The operation id in these bytes.
    public static UUID toUuid(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new UUID(buffer.getLong(), buffer.getLong());
    }
}
