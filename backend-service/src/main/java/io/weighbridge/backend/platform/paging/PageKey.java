package io.weighbridge.backend.platform.paging;

import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.ErrorCode;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// What page is asked for: how many rows, and the key of the last row of the page before. A token
/// also carries a hash of the filter, so that it is not used with another one.
public final class PageKey {
    /// The most rows of a page.
    public static final int SIZE_MAX = 1_000;

    private static final int SIZE_DEFAULT = 100;
    private static final int KEY_NUMBERS_MAX = 8;
    // In a token's byte that counts the numbers: a text follows them.
    private static final int WITH_TEXT = 0x80;
    private static final int KEY_TEXT_BYTES_MAX = 1_000;

    private final int size;
    private final int filterHash;
    private final long[] after;
    private final String afterText;

    private PageKey(int size, int filterHash, long[] after, String afterText) {
        this.size = size;
        this.filterHash = filterHash;
        this.after = after;
        this.afterText = afterText;
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
            return new PageKey(rows, filter.hashCode(), new long[0], "");
        }
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(token));
            int hash = bytes.getInt();
            int form = bytes.get() & 0xff;
            int numbers = form & ~WITH_TEXT;
            if (hash == filter.hashCode() && numbers >= 1 && numbers <= KEY_NUMBERS_MAX) {
                long[] after = new long[numbers];
                for (int i = 0; i < numbers; i++) {
                    after[i] = bytes.getLong();
                }
                int left = bytes.remaining();
                if ((form & WITH_TEXT) != 0 ? left <= KEY_TEXT_BYTES_MAX : left == 0) {
                    String text = StandardCharsets.UTF_8.decode(bytes).toString();
                    return new PageKey(rows, hash, after, text);
                }
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

    /// Whether it is the first page.
    public boolean isFirst() {
        return after.length == 0;
    }

    /// The text of the last row's key; empty for the first page, or when the key has none.
    public String afterText() {
        return afterText;
    }

    String tokenAfter(long[] key) {
        return token(key, key.length, new byte[0]);
    }

    String tokenAfter(long[] key, String text) {
        return token(key, key.length | WITH_TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    private String token(long[] key, int form, byte[] text) {
        ByteBuffer bytes =
                ByteBuffer.allocate(Integer.BYTES + 1 + key.length * Long.BYTES + text.length);
        bytes.putInt(filterHash).put((byte) form);
        for (long number : key) {
            bytes.putLong(number);
        }
        bytes.put(text);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }
}
