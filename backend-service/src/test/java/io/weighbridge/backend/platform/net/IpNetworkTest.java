package io.weighbridge.backend.platform.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.platform.fault.Fault;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigInteger;

final class IpNetworkTest {
    private static IpNetwork network(String text) {
        return IpNetwork.parse("field", text);
    }

    private static boolean contains(String network, String address) {
        return network(network).contains(IpAddress.parse(address));
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.0/24, 203.0.113.0/24",
        "203.0.113.7, 203.0.113.7/32",
        "0.0.0.0/0, 0.0.0.0/0",
        "255.255.255.255/32, 255.255.255.255/32",
        "2001:DB8::/32, 2001:db8::/32",
        "2001:db8:0:0:0:0:0:1, 2001:db8::1/128",
        "::/0, ::/0",
        "::1, ::1/128",
        "::ffff:203.0.113.0/120, 203.0.113.0/24",
        "::ffff:cb00:7107, 203.0.113.7/32",
        "::ffff:0:0/96, 0.0.0.0/0",
        "::1.2.3.4, ::102:304/128"
    })
    void isWrittenTheSameWayAlways(String text, String expected) {
        assertEquals(expected, network(text).toString());
        assertEquals(network(text), network(expected));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/24",
                "localhost",
                "localhost/8",
                "example.org",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "01.2.3.4",
                "1.2.3.4/",
                "1.2.3.4/33",
                "1.2.3.4/-1",
                "1.2.3.4/+8",
                "1.2.3.0/024",
                "1.2.3.0/24/24",
                "1.2.3.4 ",
                " 1.2.3.4",
                "1.2.3.4/3 2",
                "1.2.3.0/255.255.255.0",
                "[::1]",
                "::1%eth0",
                "fe80::1%1",
                "fe80::/10%1",
                "::/129",
                "::/9999999999",
                "1::2::3",
                "12345::",
                "::g",
                "١.٢.٣.٤",
                "1.2.3.4:80",
                "0x7f000001",
                "2130706433",
                "1:2:3:4:5:6:7:8:9"
            })
    void whatIsNoNetworkIsRefused(String text) {
        Fault fault = assertThrows(Fault.class, () -> network(text));
        assertTrue(fault.text().startsWith("field: "), fault.text());
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.7/24, 203.0.113.0/24",
        "10.0.0.1/8, 10.0.0.0/8",
        "1.2.3.4/0, 0.0.0.0/0",
        "2001:db8::1/32, 2001:db8::/32",
        "::1/127, ::/127",
        "::ffff:203.0.113.7/120, 203.0.113.0/24"
    })
    void hostBitsAreRefusedWithTheNetworkThatMayBeMeant(String text, String suggested) {
        Fault fault = assertThrows(Fault.class, () -> network(text));
        assertTrue(fault.text().contains("(expected: " + suggested + ", or "), fault.text());
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.0/24, 203.0.113.0, true",
        "203.0.113.0/24, 203.0.113.255, true",
        "203.0.113.0/24, 203.0.114.0, false",
        "203.0.113.0/24, 203.0.112.255, false",
        "203.0.113.0/24, ::ffff:203.0.113.9, true",
        "203.0.113.0/24, ::ffff:cb00:7109, true",
        "203.0.113.0/24, ::203.0.113.9, false",
        "203.0.113.7, 203.0.113.7, true",
        "203.0.113.7, 203.0.113.6, false",
        "0.0.0.0/0, 255.255.255.255, true",
        "0.0.0.0/0, ::1, false",
        "::/0, 2001:db8::1, true",
        "::/0, 1.2.3.4, false",
        "::/0, ::ffff:1.2.3.4, false",
        "2001:db8::/33, 2001:db8:7fff:ffff::, true",
        "2001:db8::/33, 2001:db8:8000::, false",
        "2001:db8::/64, 2001:db8::ffff:ffff:ffff:ffff, true",
        "2001:db8::/64, 2001:db8:0:1::, false",
        "2001:db8::/65, 2001:db8::8000:0:0:0, false",
        "2001:db8::8/125, 2001:db8::f, true",
        "2001:db8::8/125, 2001:db8::10, false"
    })
    void holdsItsAddressesAndNoOthers(String network, String address, boolean expected) {
        assertEquals(expected, contains(network, address));
    }

    @Test
    void whatIsNoAddressIsInNone() {
        for (String text :
                new String[] {
                    "", "localhost", "::1%lo", "1.2.3.4:80", "[::1]", "9".repeat(5_000)
                }) {
            assertNull(IpAddress.parse(text), text);
        }
        assertFalse(network("0.0.0.0/0").contains(null));
        assertFalse(network("::/0").contains(null));
    }

    // The exact rule, with the addresses as whole numbers.
    @Property(tries = 2_000)
    void agreesWithWholeNumbers(
            @ForAll long high,
            @ForAll long low,
            @ForAll @IntRange(min = 1, max = 128) int prefix,
            @ForAll @IntRange(min = 0, max = 127) int flipped) {
        BigInteger address = number(high, low);
        BigInteger base = address.shiftRight(128 - prefix).shiftLeft(128 - prefix);
        BigInteger other = address.flipBit(flipped);
        IpNetwork network = network(text(base) + "/" + prefix);
        assertEquals(network, network(network.toString()));
        assertTrue(network.contains(address(address)));
        assertEquals(
                other.shiftRight(128 - prefix).equals(base.shiftRight(128 - prefix)),
                network.contains(address(other)));
    }

    private static BigInteger number(long high, long low) {
        // Above all IPv4 addresses.
        return new BigInteger(Long.toUnsignedString(high | Long.MIN_VALUE))
                .shiftLeft(64)
                .or(new BigInteger(Long.toUnsignedString(low)));
    }

    private static String text(BigInteger address) {
        StringBuilder text = new StringBuilder();
        for (int i = 7; i >= 0; i--) {
            int group = address.shiftRight(16 * i).intValue() & 0xffff;
            text.append(text.isEmpty() ? "" : ":").append(Integer.toHexString(group));
        }
        return text.toString();
    }

    private static IpAddress address(BigInteger number) {
        IpAddress address = IpAddress.parse(text(number));
        assertNotNull(address);
        return address;
    }
}
