package io.weighbridge.backend.platform.paging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.ErrorCode;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.LongStream;

final class PageKeyTest {
    private static void assertFault(ErrorCode code, int size, String token, String filter) {
        Fault fault = assertThrows(Fault.class, () -> PageKey.of(size, token, filter));
        assertEquals(code, fault.code(), token);
    }

    @Property(tries = 500)
    void shouldGoOnAfterTheLastRow(@ForAll @Size(min = 1, max = 8) long[] key) {
        PageKey first = PageKey.of(10, "", "filter");
        PageKey next = PageKey.of(10, first.tokenAfter(key), "filter");
        for (int i = 0; i < key.length; i++) {
            assertEquals(key[i], next.after(i, key[i] + 1));
            assertEquals(77, first.after(i, 77));
        }
    }

    @Property(tries = 300)
    void shouldVisitEachRowOnce(
            @ForAll @IntRange(min = 0, max = 60) int rows,
            @ForAll @IntRange(min = 1, max = 20) int size) {
        List<Long> all = LongStream.rangeClosed(1, rows).boxed().toList();
        List<Long> seen = new ArrayList<>();
        String token = "";
        int pages = 0;
        do {
            PageKey asked = PageKey.of(size, token, "f");
            long after = asked.after(0, 0);
            List<Long> read = all.stream().filter(n -> n > after).limit(asked.limit()).toList();
            Page<Long> page = Page.of(read, asked, Long::longValue);
            assertTrue(page.items().size() <= size);
            seen.addAll(page.items());
            token = page.nextToken();
            pages++;
        } while (!token.isEmpty());
        assertEquals(all, seen);
        assertEquals(Math.max(1, Math.ceilDiv(rows, size)), pages);
    }

    @Test
    void shouldRefuseTheTokenOfAnotherList() {
        String token = PageKey.of(10, "", "accounts").tokenAfter(new long[] {5});
        assertFault(ErrorCode.INVALID_PAGE_TOKEN, 10, token, "keys");
    }

    @Test
    void shouldRefuseCutAndGrownTokens() {
        String token = PageKey.of(10, "", "f").tokenAfter(new long[] {5, 6});
        byte[] bytes = Base64.getUrlDecoder().decode(token);
        for (int length = 1; length < 40; length++) {
            if (length != bytes.length) {
                String other =
                        Base64.getUrlEncoder()
                                .encodeToString(java.util.Arrays.copyOf(bytes, length));
                assertFault(ErrorCode.INVALID_PAGE_TOKEN, 10, other, "f");
            }
        }
        String nine =
                Base64.getUrlEncoder().encodeToString(java.util.Arrays.copyOf(bytes, 4 + 9 * 8));
        assertFault(ErrorCode.INVALID_PAGE_TOKEN, 10, nine, "f");
        assertFault(ErrorCode.INVALID_PAGE_TOKEN, 10, "A".repeat(1 << 20), "f");
    }

    @Property(tries = 1_000)
    void shouldRefuseAnyOtherText(@ForAll String text) {
        if (!text.isEmpty()) {
            assertFault(ErrorCode.INVALID_PAGE_TOKEN, 10, text, "f");
        }
    }

    @Test
    void shouldBoundThePage() {
        assertFault(ErrorCode.INVALID_FIELD, -1, "", "f");
        assertFault(ErrorCode.INVALID_FIELD, PageKey.SIZE_MAX + 1, "", "f");
        assertEquals(PageKey.SIZE_MAX, PageKey.of(PageKey.SIZE_MAX, "", "f").size());
        assertEquals(100, PageKey.of(0, "", "f").size());
    }
}
