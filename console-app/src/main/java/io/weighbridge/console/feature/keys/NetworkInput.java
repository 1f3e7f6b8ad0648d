package io.weighbridge.console.feature.keys;

import io.weighbridge.console.text.Texts;

import java.net.InetAddress;
import java.util.regex.Pattern;

/// Checks a network as it is typed; the service decides. Never asks the DNS.
final class NetworkInput {
    private static final Pattern DOTTED =
            Pattern.compile("((25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}(25[0-5]|2[0-4]\\d|1?\\d?\\d)");
    private static final Pattern PREFIX = Pattern.compile("0|[1-9]\\d{0,2}");

    private NetworkInput() {}

    /// What is wrong with it; empty when nothing is.
    static String problem(String typed) {
        String text = typed.strip();
        int slash = text.indexOf('/');
        String addressText = slash < 0 ? text : text.substring(0, slash);
        byte[] address = address(addressText);
        if (address.length == 0) {
            return Texts.of("keys.network.wrong", text);
        }
        int bits = address.length * 8;
        if (slash < 0) {
            return "";
        }
        String prefixText = text.substring(slash + 1);
        int prefix = PREFIX.matcher(prefixText).matches() ? Integer.parseInt(prefixText) : -1;
        if (prefix < 0 || prefix > bits) {
            return Texts.of("keys.network.prefix", text, Integer.toString(bits));
        }
        byte[] base = masked(address, prefix);
        return java.util.Arrays.equals(base, address)
                ? ""
                : Texts.of("keys.network.bits", text, shown(base) + "/" + prefix, addressText);
    }

    // No bytes when it is no address.
    private static byte[] address(String text) {
        boolean isSix = text.indexOf(':') >= 0 && text.indexOf('%') < 0;
        if (!isSix && !DOTTED.matcher(text).matches()) {
            return new byte[0];
        }
        try {
            return InetAddress.ofLiteral(text).getAddress();
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private static byte[] masked(byte[] address, int prefix) {
        byte[] masked = address.clone();
        for (int bit = prefix; bit < masked.length * 8; bit++) {
            masked[bit / 8] &= (byte) ~(0x80 >> (bit % 8));
        }
        return masked;
    }

    private static String shown(byte[] address) {
        try {
            return InetAddress.getByAddress(address).getHostAddress();
        } catch (java.net.UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
