package io.weighbridge.backend.ledger.journal;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// The bytes of segments' headers and of frames. Pure.
final class Frames {
    static final int SEGMENT_HEADER = 64;
    static final int FRAME_HEADER = 24;

    private static final long SEGMENT_MAGIC = 0x5742_4a4f_5552_4e4cL; // WBJOURNL
    private static final int FRAME_MAGIC = 0x5742_4a46; // WBJF
    private static final int VERSION = 1;
    private static final int ALIGNMENT = 8;

    private Frames() {}

    /// A frame's place in a segment.
    ///
    /// @param firstSequence of its first fact
    /// @param facts how many there are
    /// @param payloadAt where the payload begins
    /// @param payloadLength in bytes
    record Frame(long firstSequence, int facts, int payloadAt, int payloadLength) {
        int end() {
            return payloadAt + padded(payloadLength);
        }

        long nextSequence() {
            return firstSequence + facts;
        }
    }

    private static int padded(int length) {
        return (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    static int size(int payloadLength) {
        return FRAME_HEADER + padded(payloadLength);
    }

    static ByteBuffer segmentHeader(long firstSequence) {
        ByteBuffer header = ByteBuffer.allocate(SEGMENT_HEADER);
        header.putLong(SEGMENT_MAGIC).putInt(VERSION).putInt(0).putLong(firstSequence);
        header.putInt(crc(header.array(), 0, header.position()));
        return header.rewind();
    }

    /// The first sequence that a segment's header states, or -1 when it is no good header.
    static long readSegmentHeader(ByteBuffer segment) {
        if (segment.limit() < SEGMENT_HEADER
                || segment.getLong(0) != SEGMENT_MAGIC
                || segment.getInt(8) != VERSION) {
            return -1;
        }
        byte[] covered = new byte[24];
        segment.get(0, covered);
        return crc(covered, 0, covered.length) == segment.getInt(24) ? segment.getLong(16) : -1;
    }

    private static int crc(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }

    /// Writes a frame at the buffer's position.
    static void put(ByteBuffer to, long firstSequence, int facts, byte[] payload, int length) {
        int at = to.position();
        to.putInt(FRAME_MAGIC).putInt(length).putInt(0).putInt(facts).putLong(firstSequence);
        to.put(payload, 0, length);
        for (int i = length; i < padded(length); i++) {
            to.put((byte) 0);
        }
        to.putInt(at + 8, frameCrc(to, at, length));
    }

    private static int frameCrc(ByteBuffer buffer, int at, int length) {
        CRC32C crc = new CRC32C();
        crc.update(buffer.duplicate().position(at).limit(at + 8));
        crc.update(buffer.duplicate().position(at + 12).limit(at + FRAME_HEADER + length));
        return (int) crc.getValue();
    }

    /// The frame that begins here, or null when none does, or a broken one.
    static @Nullable Frame read(ByteBuffer segment, int at) {
        if (segment.limit() - at < FRAME_HEADER || segment.getInt(at) != FRAME_MAGIC) {
            return null;
        }
        int length = segment.getInt(at + 4);
        int facts = segment.getInt(at + 12);
        if (length < 0
                || length > Journal.PAYLOAD_MAX
                || facts <= 0
                || segment.limit() - at < size(length)
                || frameCrc(segment, at, length) != segment.getInt(at + 8)) {
            return null;
        }
        return new Frame(segment.getLong(at + 16), facts, at + FRAME_HEADER, length);
    }

    /// Whether a good frame of a sequence not below this begins anywhere from here on.
    static boolean hasLaterFrame(ByteBuffer segment, int from, long leastSequence) {
        for (int at = from; at <= segment.limit() - FRAME_HEADER; at += ALIGNMENT) {
            if (segment.getInt(at) == FRAME_MAGIC) {
                Frame frame = read(segment, at);
                if (frame != null && frame.firstSequence >= leastSequence) {
                    return true;
                }
            }
        }
        return false;
    }
}
