package io.weighbridge.backend.proxies.openai;

import io.weighbridge.backend.proxies.wire.Endpoint;
import io.weighbridge.backend.proxies.wire.PlainAnswer;
import io.weighbridge.model.Units;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;

/// An answer that is not streamed, while it is in memory. It counts against the budget from its
/// first byte until it is closed. Used by one thread.
public final class HeldAnswer implements AutoCloseable {
    private static final int PART_BYTES = 16 << 10;

    private final HeldAnswers all;
    private ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private byte[] bytes = {};
    private long taken;

    HeldAnswer(HeldAnswers all) {
        this.all = all;
    }

    /// Something to do now and then.
    public interface Meanwhile {
        /// Does it.
        void run() throws IOException;
    }

    /// Where it comes from.
    public interface Source {
        /// Reads on, as much as there is.
        ///
        /// @return how many bytes, -1 at the end of a whole answer
        /// @throws IOException when it broke off, or nothing came in time
        int read(byte[] into) throws IOException;
    }

    /// Reads all of it.
    ///
    /// @throws AnswerTooLongException when it is too long; what came until then is kept
    /// @throws IOException when it broke off
    public void read(Source exchange, Meanwhile meanwhile) throws IOException {
        byte[] part = new byte[PART_BYTES];
        for (int length = exchange.read(part); length >= 0; length = exchange.read(part)) {
            kept.write(part, 0, length);
            if (kept.size() > all.bytesMax() || !all.budget().take(all.key(), length)) {
                throw new AnswerTooLongException(all.bytesMax());
            }
            taken += length;
            meanwhile.run();
        }
        bytes = kept.toByteArray();
        kept = new ByteArrayOutputStream();
    }

    /// All of it; nobody changes the array.
    public byte[] bytes() {
        return bytes;
    }

    /// The usage of an answer that was too long: what comes is looked through for it, and not kept.
    ///
    /// @param timeoutMs for the rest to come
    /// @return [Units#NONE] when it was not told in time
    Units usageAfter(Endpoint endpoint, Upstream.Exchange exchange, int timeoutMs) {
        if (timeoutMs == 0) {
            return Units.NONE;
        }
        exchange.endWithin(timeoutMs);
        return PlainAnswer.usage(
                endpoint,
                new SequenceInputStream(
                        new ByteArrayInputStream(kept.toByteArray()), new Rest(exchange)));
    }

    /// It has been sent, or never will be.
    @Override
    public void close() {
        bytes = new byte[0];
        kept = new ByteArrayOutputStream();
        all.budget().give(all.key(), taken);
        taken = 0;
    }

    /// What comes.
    private static final class Rest extends InputStream {
        private final Upstream.Exchange exchange;

        Rest(Upstream.Exchange exchange) {
            this.exchange = exchange;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            int length = exchange.read(one);
            return length < 0 ? length : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            byte[] part = new byte[Math.min(length, PART_BYTES)];
            int read = exchange.read(part);
            if (read > 0) {
                System.arraycopy(part, 0, into, from, read);
            }
            return read;
        }
    }
}
