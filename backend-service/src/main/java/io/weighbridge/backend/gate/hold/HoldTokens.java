package io.weighbridge.backend.gate.hold;

import com.google.common.hash.HashFunction;
import com.google.common.hash.Hashing;

import io.weighbridge.backend.ledger.Hold;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.usage.Call;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.RequestId;
import io.weighbridge.model.ServiceTier;

import java.nio.ByteBuffer;
import java.util.Base64;

/// Writes and reads hold ids: 82 bytes in base 64, the last 8 a keyed checksum (SipHash-2-4, which
/// was made for authenticating short messages) under a secret of the installation. Without the
/// secret no id can be made or changed; a try costs a call. Safe for sharing.
public final class HoldTokens {
    private static final int VERSION = 1;
    private static final int BODY_BYTES = 74;
    private static final int BYTES = BODY_BYTES + Long.BYTES;

    private final HashFunction checksum;

    /// @param secret 16 bytes
    public HoldTokens(byte[] secret) {
        ByteBuffer key = ByteBuffer.wrap(secret);
        this.checksum = Hashing.sipHash24(key.getLong(), key.getLong());
    }

    /// The id of a hold. What it carries is what the hold was opened with.
    public String write(Hold hold) {
        Call call = hold.call();
        byte[] bytes = new byte[BYTES];
        ByteBuffer out = ByteBuffer.wrap(bytes);
        out.put((byte) VERSION).put((byte) call.tier().number());
        out.putLong(call.id().hi()).putLong(call.id().lo());
        out.putLong(call.accountId()).putLong(call.keyId()).putLong(call.serviceId());
        out.putLong(call.priceBookId()).putLong(hold.firstHeldNanos());
        putMs(out, call.authorizedAtMs());
        putMs(out, hold.firstExpiresAtMs());
        out.putInt(call.proxy().hashCode());
        out.putLong(checksum.hashBytes(bytes, 0, BODY_BYTES).asLong());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    // 48 bits last until the year 10889.
    private static void putMs(ByteBuffer out, long ms) {
        out.putShort((short) (ms >>> 32)).putInt((int) ms);
    }

    private static long getMs(ByteBuffer in) {
        return ((long) (in.getShort() & 0xffff) << 32) | (in.getInt() & 0xffff_ffffL);
    }

    /// Reads a hold id.
    ///
    /// @throws Fault HOLD_FORGED when it was not made here, or was changed
    public HoldToken read(String text) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw forged();
        }
        if (bytes.length != BYTES || bytes[0] != VERSION) {
            throw forged();
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (in.getLong(BODY_BYTES) != checksum.hashBytes(bytes, 0, BODY_BYTES).asLong()) {
            throw forged();
        }
        in.position(1);
        ServiceTier tier = ServiceTier.byNumber(in.get());
        if (tier == null) {
            throw forged();
        }
        return new HoldToken(
                new RequestId(in.getLong(), in.getLong()),
                in.getLong(),
                in.getLong(),
                in.getLong(),
                in.getLong(),
                in.getLong(),
                getMs(in),
                getMs(in),
                tier,
                in.getInt());
    }

    private static Fault forged() {
        return Fault.of(
                ErrorCode.HOLD_FORGED,
                "hold_id: not made by this installation, or changed (expected: the hold id of an"
                        + " admitted call)");
    }
}
