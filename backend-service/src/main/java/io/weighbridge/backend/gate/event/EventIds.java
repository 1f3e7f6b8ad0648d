package io.weighbridge.backend.gate.event;

import io.weighbridge.model.RequestId;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// Ids of the records of usage events: made from who tells of the event and the event's identity
/// alone, so that the one that comes twice has the same id, whenever it comes.
///
/// The ledger keeps the ids of ended requests for ever, and charges none twice. Those of events are
/// in a time of their own: what stands for the instant in them is of before November 2004. No
/// proxy can send such an id, as it is far too old; and it is not among the ids of the recent past,
/// which are kept in memory.
final class EventIds {
    private static final byte[] PURPOSE = "usage-event-1".getBytes(StandardCharsets.US_ASCII);
    private static final int TIME_BITS = 40;

    private EventIds() {}

    /// The id of an event's record: 114 bits of a SHA-256.
    static RequestId of(UsageEvent event) {
        MessageDigest digest = sha256();
        digest.update(PURPOSE);
        update(digest, event.teller().name());
        update(digest, event.source());
        update(digest, event.id());
        ByteBuffer hash = ByteBuffer.wrap(digest.digest());
        long first = hash.getLong();
        long atMs = first >>> (Long.SIZE - TIME_BITS);
        long hi = (atMs << 16) | 0x7000L | (first & 0x0fffL);
        long lo = (hash.getLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new RequestId(hi, lo);
    }

    // With its length before it: no two pairs of texts look alike.
    private static void update(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
