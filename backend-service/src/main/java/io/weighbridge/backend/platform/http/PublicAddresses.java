package io.weighbridge.backend.platform.http;

import java.net.Inet6Address;
import java.net.InetAddress;

/// Tells addresses of the internet from those of our own networks: the service must not be sent to
/// the latter by a URL.
public final class PublicAddresses {
    // First bytes and how many bits of them count: RFC 6890 and its successors.
    private static final int[][] NOT_PUBLIC_V4 = {
        {8, 0},
        {8, 10},
        {10, 100, 64},
        {8, 127},
        {16, 169, 254},
        {12, 172, 16},
        {24, 192, 0, 0},
        {24, 192, 0, 2},
        {24, 192, 88, 99},
        {16, 192, 168},
        {15, 198, 18},
        {24, 198, 51, 100},
        {24, 203, 0, 113},
        {4, 224},
        {4, 240}
    };
    // Of 2000::/3, outside which nothing is public: protocol assignments and Teredo, 6to4,
    // documentation.
    private static final int[][] NOT_PUBLIC_V6 = {
        {23, 0x20, 0x01, 0x00},
        {16, 0x20, 0x02},
        {32, 0x20, 0x01, 0x0d, 0xb8},
        {20, 0x3f, 0xff, 0x00}
    };
    private static final int[] GLOBAL_V6 = {3, 0x20};

    private PublicAddresses() {}

    /// Whether it is an address of the internet. An IPv4 address in IPv6 form is looked at as what
    /// it is: the JDK makes it an IPv4 address.
    public static boolean contain(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (address instanceof Inet6Address) {
            return within(bytes, GLOBAL_V6) && !withinAny(bytes, NOT_PUBLIC_V6);
        }
        return !withinAny(bytes, NOT_PUBLIC_V4);
    }

    private static boolean withinAny(byte[] address, int[][] blocks) {
        for (int[] block : blocks) {
            if (within(address, block)) {
                return true;
            }
        }
        return false;
    }

    private static boolean within(byte[] address, int[] block) {
        for (int bit = 0; bit < block[0]; bit++) {
            int at = bit / 8;
            int mask = 0x80 >> (bit % 8);
            int expected = at + 1 < block.length ? block[at + 1] : 0;
            if ((address[at] & mask) != (expected & mask)) {
                return false;
            }
        }
        return true;
    }
}
