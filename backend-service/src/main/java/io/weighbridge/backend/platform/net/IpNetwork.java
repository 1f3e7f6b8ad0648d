package io.weighbridge.backend.platform.net;

import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;

import org.jspecify.annotations.Nullable;

import java.util.regex.Pattern;

/// All addresses that begin with the same bits. An IPv4 network holds IPv4 addresses only, however
/// they are written, and an IPv6 network, `::/0` too, IPv6 addresses only.
///
/// @param base the first address; all bits after the prefix are 0
/// @param prefix how many bits of the IPv6 form all have in common; for IPv4 96 more than written
public record IpNetwork(IpAddress base, int prefix) {
    private static final int BITS = 128;
    private static final int V4_SHIFT = 96;
    private static final Pattern PREFIX = Pattern.compile("0|[1-9][0-9]{0,2}");

    /// Reads one in the form ADDRESS/PREFIX; an address alone is the network of only itself.
    ///
    /// @param field for the error
    /// @throws Fault INVALID_FIELD
    public static IpNetwork parse(String field, String text) {
        int slash = text.indexOf('/');
        String addressText = slash < 0 ? text : text.substring(0, slash);
        IpAddress address = IpAddress.parse(addressText);
        if (address == null) {
            throw invalid(field, text, "a network such as 203.0.113.0/24 or 2001:db8::/32");
        }
        boolean dotted = address.isV4() && addressText.indexOf(':') < 0;
        int shift = dotted ? V4_SHIFT : 0;
        int prefix = slash < 0 ? BITS : shift + number(text.substring(slash + 1));
        if (prefix < shift || prefix > BITS) {
            throw invalid(field, text, "a prefix of 0 to " + (BITS - shift) + " bits");
        }
        IpNetwork network = new IpNetwork(masked(address, prefix), prefix);
        if (!network.base.equals(address)) {
            throw invalid(field, text, network + ", or " + alone(address) + " for one address");
        }
        return network;
    }

    private static int number(String text) {
        return PREFIX.matcher(text).matches() ? Integer.parseInt(text) : Integer.MIN_VALUE / 2;
    }

    private static IpNetwork alone(IpAddress address) {
        return new IpNetwork(address, BITS);
    }

    private static Fault invalid(String field, String text, String expected) {
        return Fault.invalid(field, Check.shown(text), expected);
    }

    private static IpAddress masked(IpAddress address, int prefix) {
        return new IpAddress(
                address.high() & mask(Math.min(prefix, Long.SIZE)),
                address.low() & mask(Math.max(prefix - Long.SIZE, 0)));
    }

    private static long mask(int bits) {
        return bits == 0 ? 0 : -1L << (Long.SIZE - bits);
    }

    private boolean isV4() {
        return base.isV4() && prefix >= V4_SHIFT;
    }

    /// Whether an address is in it; null is in none.
    public boolean contains(@Nullable IpAddress address) {
        return address != null && address.isV4() == isV4() && masked(address, prefix).equals(base);
    }

    /// ADDRESS/PREFIX, the same text for the same network.
    @Override
    public String toString() {
        return base + "/" + (isV4() ? prefix - V4_SHIFT : prefix);
    }
}
