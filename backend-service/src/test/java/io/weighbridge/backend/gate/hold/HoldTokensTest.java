package io.weighbridge.backend.gate.hold;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.ledger.AccountState;
import io.weighbridge.backend.ledger.AccountStates;
import io.weighbridge.backend.ledger.Hold;
import io.weighbridge.backend.ledger.HoldKeeper;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.usage.Call;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.RequestId;
import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Units;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

import org.junit.jupiter.api.Test;

import java.util.Base64;

/// Hold ids carry all that a settle needs, and nobody else can make or change one.
final class HoldTokensTest {
    private static final byte[] SECRET =
            "sixteen bytes of".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private final HoldTokens tokens = new HoldTokens(SECRET);

    private static Hold hold(
            RequestId id, long[] ids, long heldNanos, long atMs, long ttlMs, ServiceTier tier) {
        Call call =
                new Call(id, ids[0], ids[1], ids[2], tier, ids[3], "anna", "a=b", "envoy-1", atMs);
        AccountState account = AccountStates.empty(ids[0]);
        return new Hold(
                account, call, heldNanos, Units.tokens(1, 2), atMs + ttlMs, ttlMs, HoldKeeper.NONE);
    }

    private static Hold hold() {
        return hold(
                RequestId.next(1_790_000_000_000L),
                new long[] {11, 12, 13, 14},
                123_456_789L,
                1_790_000_000_000L,
                600_000,
                ServiceTier.FLEX);
    }

    @Property(tries = 1_000)
    void shouldReadBackWhatWasWritten(
            @ForAll @LongRange(min = 0, max = 1L << 47) long atMs,
            @ForAll @LongRange(min = 0, max = 86_400_000) long ttlMs,
            @ForAll @LongRange(min = 0) long heldNanos,
            @ForAll @LongRange(min = 1) long accountId,
            @ForAll @LongRange(min = 1) long keyId,
            @ForAll @LongRange(min = 1) long serviceId,
            @ForAll @LongRange(min = 0) long bookId,
            @ForAll ServiceTier tier) {
        RequestId id = RequestId.next(atMs);
        long[] ids = {accountId, keyId, serviceId, bookId};
        HoldToken token = tokens.read(tokens.write(hold(id, ids, heldNanos, atMs, ttlMs, tier)));
        assertEquals(
                new HoldToken(
                        id,
                        accountId,
                        keyId,
                        serviceId,
                        bookId,
                        heldNanos,
                        atMs,
                        atMs + ttlMs,
                        tier,
                        "envoy-1".hashCode()),
                token);
        assertTrue(token.isOfProxy("envoy-1"));
        assertFalse(token.isOfProxy("envoy-2"));
        Call call = token.toCall("envoy-1");
        assertEquals(
                new Call(id, accountId, keyId, serviceId, tier, bookId, "", "", "envoy-1", atMs),
                call);
    }

    @Test
    void shouldRefuseEveryFlippedBit() {
        byte[] right = Base64.getUrlDecoder().decode(tokens.write(hold()));
        assertEquals(82, right.length);
        for (int bit = 0; bit < right.length * 8; bit++) {
            byte[] changed = right.clone();
            changed[bit / 8] ^= (byte) (1 << (bit % 8));
            assertForged(Base64.getUrlEncoder().withoutPadding().encodeToString(changed));
        }
    }

    @Test
    void shouldRefuseTheIdOfAnotherInstallation() {
        for (int i = 0; i < SECRET.length; i++) {
            byte[] other = SECRET.clone();
            other[i] ^= 1;
            assertForged(new HoldTokens(other).write(hold()));
        }
    }

    @Property(tries = 1_000)
    void shouldRefuseAnyOtherText(@ForAll String text) {
        assertForged(text);
    }

    @Test
    void shouldRefuseCutAndGrownIds() {
        String right = tokens.write(hold());
        for (int length = 0; length < right.length(); length++) {
            assertForged(right.substring(0, length));
        }
        assertForged(right + "A");
        assertForged(right + right);
        assertForged("A".repeat(1 << 20));
        assertEquals(11, tokens.read(right).accountId());
    }

    private void assertForged(String text) {
        assertEquals(
                ErrorCode.HOLD_FORGED, assertThrows(Fault.class, () -> tokens.read(text)).code());
    }
}
