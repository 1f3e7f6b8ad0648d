package io.weighbridge.backend.platform.paging;

import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.ErrorCode;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Base64;

/// What page is asked for: how many rows, and the key of the last row of the page before. A token
/// also carries a hash of the filter, so that it is not used with another one.
public final class PageKey {
    /// The most rows of a page.
    public static final int SIZE_MAX = 1_000;

    private static final int SIZE_DEFAULT = 100;
    private static final int KEY_NUMBERS_MAX = 8;

    private final int size;
    private final int filterHash;
    private final long[] after;

    private PageKey(int size, int filterHash, long[] after) {
        this.size = size;
        this.filterHash = filterHash;
        this.after = after;
    }

    /// Reads what a caller asks for.
    ///
    /// @param size 0 for the default, else 1 to [#SIZE_MAX]
    /// @param token empty for the first page
    /// @param filter everything that decides which rows the list has, in any fixed form
    /// @throws Fault INVALID_FIELD or INVALID_PAGE_TOKEN
    public static PageKey of(int size, String token, String filter) {
        int rows = size == 0 ? SIZE_DEFAULT : (int) Check.range("page.size", size, 1, SIZE_MAX);
        if (token.isEmpty()) {
            return new PageKey(rows, filter.hashCode(), new long[0]);
        }
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(token));
            int hash = bytes.getInt();
            int numbers = bytes.remaining() / Long.BYTES;
            if (hash == filter.hashCode()
                    && numbers >= 1
                    && numbers <= KEY_NUMBERS_MAX
                    && bytes.remaining() == numbers * Long.BYTES) {
                long[] after = new long[numbers];
                bytes.asLongBuffer().get(after);
                return new PageKey(rows, hash, after);
            }
        } catch (IllegalArgumentException | BufferUnderflowException e) {
            // Not base 64, or too short: refused below like any other text.
        }
        throw Fault.of(
                ErrorCode.INVALID_PAGE_TOKEN,
                "page.token: not a token of this list and filter (expected: next_page_token of the page"
                        + " before)");
    }

    /// How many rows are asked for.
    public int size() {
        return size;
    }

    /// How many rows to read: one more, to see whether more follow.
    public int limit() {
        return size + 1;
    }

    /// A number of the last row's key, or the fallback for the first page.
    public long after(int position, long fallback) {
        return position < after.length ? after[position] : fallback;
    }

    String tokenAfter(long[] key) {
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + key.length * Long.BYTES);
        bytes.putInt(filterHash);
        for (long number : key) {
            bytes.putLong(number);
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }
}
