package io.weighbridge.backend.proxies.envoy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/// Unpacks gzip as it comes, cut anywhere. Used by one thread.
final class Gunzip implements AutoCloseable {
    private static final int HEAD_BYTES = 10;
    private static final int HEAD_BYTES_MAX = 64 << 10;
    private static final int TAIL_BYTES = 8;
    private static final int PART_BYTES = 16 << 10;
    private static final int CHECKSUM = 1 << 1;
    private static final int EXTRA = 1 << 2;
    private static final int NAME = 1 << 3;
    private static final int COMMENT = 1 << 4;

    private final Inflater inflater = new Inflater(true);
    private final int partBytesMax;
    // What came and could not be read yet.
    private byte[] waiting = {};
    private boolean isInBody;

    /// @param partBytesMax that one part may become
    Gunzip(int partBytesMax) {
        this.partBytesMax = partBytesMax;
    }

    /// Takes a part.
    ///
    /// @return what it adds
    /// @throws IOException when it is no gzip, or becomes too long
    byte[] add(byte[] part) throws IOException {
        byte[] all = new byte[waiting.length + part.length];
        System.arraycopy(waiting, 0, all, 0, waiting.length);
        System.arraycopy(part, 0, all, waiting.length, part.length);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int from = 0;
        while (from < all.length) {
            if (!isInBody) {
                int head = headLength(all, from);
                if (head < 0) {
                    break;
                }
                from += head;
                isInBody = true;
                inflater.reset();
            }
            int left = inflate(all, from, out);
            if (!inflater.finished()) {
                from = all.length;
            } else if (left < TAIL_BYTES) {
                from = all.length - left;
                break;
            } else {
                from = all.length - left + TAIL_BYTES;
                isInBody = false;
            }
        }
        waiting = java.util.Arrays.copyOfRange(all, from, all.length);
        return out.toByteArray();
    }

    /// @return how many bytes it did not need
    private int inflate(byte[] all, int from, ByteArrayOutputStream out) throws IOException {
        if (inflater.finished()) {
            return all.length - from;
        }
        byte[] part = new byte[PART_BYTES];
        inflater.setInput(all, from, all.length - from);
        try {
            for (int length = inflater.inflate(part); length > 0; length = inflater.inflate(part)) {
                out.write(part, 0, length);
                if (out.size() > partBytesMax) {
                    throw new ZipException("a part of more than " + partBytesMax + " bytes");
                }
            }
        } catch (DataFormatException e) {
            throw new IOException(e);
        }
        return inflater.getRemaining();
    }

    // How long the head is, -1 when not all of it is there.
    private static int headLength(byte[] all, int from) throws IOException {
        if (all.length - from < HEAD_BYTES) {
            return -1;
        }
        if ((all[from] & 0xFF) != 0x1F || (all[from + 1] & 0xFF) != 0x8B || all[from + 2] != 8) {
            throw new ZipException("not gzip");
        }
        int flags = all[from + 3];
        int at = from + HEAD_BYTES;
        if ((flags & EXTRA) != 0) {
            if (all.length - at < 2) {
                return -1;
            }
            at += 2 + (all[at] & 0xFF) + ((all[at + 1] & 0xFF) << 8);
        }
        for (int text : new int[] {NAME, COMMENT}) {
            if ((flags & text) != 0) {
                while (at < all.length && all[at] != 0) {
                    at++;
                }
                at++;
            }
        }
        at += (flags & CHECKSUM) == 0 ? 0 : 2;
        if (at - from > HEAD_BYTES_MAX) {
            throw new ZipException("a head of more than " + HEAD_BYTES_MAX + " bytes");
        }
        return at <= all.length ? at - from : -1;
    }

    @Override
    public void close() {
        inflater.end();
    }
}
