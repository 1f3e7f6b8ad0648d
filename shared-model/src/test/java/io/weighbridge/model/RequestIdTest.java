package io.weighbridge.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.Set;

final class RequestIdTest {
    private static final String RIGHT = "01890a5d-ac96-774b-bcce-b302099a8057";

    @Property
    void shouldSortAsTextAndByTime(
            @ForAll @LongRange(min = 0, max = (1L << 48) - 1) long a,
            @ForAll @LongRange(min = 0, max = (1L << 48) - 1) long b) {
        RequestId first = RequestId.next(a);
        RequestId second = RequestId.next(b);
        int order = Integer.signum(first.compareTo(second));
        assertEquals(order, Integer.signum(first.toString().compareTo(second.toString())));
        if (a != b) {
            assertEquals(Long.compare(a, b), order);
        }
        assertTrue(RequestId.isVersion7(first.hi(), first.lo()));
    }

    @Property
    void shouldSortByTheLowerHalfLast(@ForAll long hi, @ForAll long a, @ForAll long b) {
        RequestId first = new RequestId(hi, a);
        RequestId second = new RequestId(hi, b);
        assertEquals(
                Integer.signum(first.toString().compareTo(second.toString())),
                Integer.signum(first.compareTo(second)));
    }

    @Test
    void shouldMakeEachIdOnce() {
        Set<RequestId> made = new HashSet<>();
        for (int i = 0; i < 50_000; i++) {
            assertTrue(made.add(RequestId.next(1_790_000_000_000L)));
        }
    }

    @Test
    void shouldRefuseEveryOtherForm() {
        assertEquals(RIGHT, String.valueOf(RequestId.parse(RIGHT)));
        for (int i = 0; i < RIGHT.length(); i++) {
            for (char c : new char[] {'g', ' ', '_', '\u0660', '\u0430', '{', '/', ':', '@', '`'}) {
                String changed = RIGHT.substring(0, i) + c + RIGHT.substring(i + 1);
                assertNull(RequestId.parse(changed), changed);
            }
            assertNull(RequestId.parse(RIGHT.substring(0, i)));
        }
        assertNull(RequestId.parse(RIGHT + "0"));
        assertNull(RequestId.parse("{" + RIGHT.substring(2) + "}"));
        assertNull(RequestId.parse("00000000-0000-0000-0000-000000000000"));
        assertNull(RequestId.parse("x".repeat(1 << 20)));
    }
}
