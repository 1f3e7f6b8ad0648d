package io.weighbridge.backend.platform.net;

import com.google.common.net.InetAddresses;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/// An IP address as the 128 bits of its IPv6 form. That of an IPv4 address is `::ffff:a.b.c.d`, so
/// that the two ways to write one are the same address.
public record IpAddress(long high, long low) {
    private static final int LENGTH_MIN = 2;
    // "ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255"
    private static final int LENGTH_MAX = 45;
    private static final long V4_PREFIX = 0xffffL << 32;
    private static final int V4_BYTES = 4;

    /// Reads one. Names, ports, zones and brackets are none.
    ///
    /// @return null when the text is no address
    public static @Nullable IpAddress parse(String text) {
        if (text.length() < LENGTH_MIN || text.length() > LENGTH_MAX || !isPlain(text)) {
            return null;
        }
        // Only reads text: names are not looked up.
        return InetAddresses.isInetAddress(text) ? of(InetAddresses.forString(text)) : null;
    }

    // The library also takes digits of other scripts, and zones.
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean plain =
                    (c >= '0' && c <= '9')
                            || (c >= 'a' && c <= 'f')
                            || (c >= 'A' && c <= 'F')
                            || c == ':'
                            || c == '.';
            if (!plain) {
                return false;
            }
        }
        return true;
    }

    /// The one that Java knows as this.
    public static IpAddress of(InetAddress address) {
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        return bytes.remaining() == V4_BYTES
                ? new IpAddress(0, V4_PREFIX | Integer.toUnsignedLong(bytes.getInt()))
                : new IpAddress(bytes.getLong(), bytes.getLong());
    }

    /// Whether it is an IPv4 address.
    public boolean isV4() {
        return high == 0 && (low & ~0xffff_ffffL) == V4_PREFIX;
    }

    /// The usual text form; RFC 5952 for IPv6.
    @Override
    public String toString() {
        if (isV4()) {
            return InetAddresses.toAddrString(InetAddresses.fromInteger((int) low));
        }
        byte[] bytes = ByteBuffer.allocate(16).putLong(high).putLong(low).array();
        try {
            return InetAddresses.toAddrString(InetAddress.getByAddress(bytes));
        } catch (java.net.UnknownHostException e) {
            throw new IllegalStateException("16 bytes are an address", e);
        }
    }
}
