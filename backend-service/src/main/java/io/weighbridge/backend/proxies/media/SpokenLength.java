package io.weighbridge.backend.proxies.media;

import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import java.util.Arrays;

/// How long the sound is that a model server makes, by the bytes that come: WAV and plain samples
/// by how they are stored, MP3 by the bit rate of its first frames. Used by one thread.
public final class SpokenLength {
    private static final int HEAD_BYTES = 4_096;
    // OpenAI's samples: 24,000 a second, of two bytes.
    private static final long PLAIN_BYTES_PER_SECOND = 48_000;

    private final MediaRequest request;
    private final byte[] head = new byte[HEAD_BYTES];
    private long length;

    /// The sound of a request.
    public SpokenLength(MediaRequest request) {
        this.request = request;
    }

    /// Takes a part.
    public void add(byte[] part, int partLength) {
        if (length < HEAD_BYTES) {
            int kept = Math.min(partLength, HEAD_BYTES - (int) length);
            System.arraycopy(part, 0, head, (int) length, kept);
        }
        length += partLength;
    }

    /// With what it is by now: its length where that can be seen, and tokens estimated by that.
    /// Samples without a header, which may be stored in another way than they were asked for, are
    /// no shorter than the text.
    public MediaTally onto(MediaTally tally) {
        byte[] begin = Arrays.copyOf(head, (int) Math.min(length, HEAD_BYTES));
        SoundLength.Samples samples = SoundLength.samples(begin, 0, begin.length);
        long ofFrames = samples == null ? bytesPerSecond(begin) : 0;
        long ms;
        if (samples != null) {
            ms = samples.ms(length - samples.at());
        } else if (ofFrames > 0) {
            ms = Math.ceilDiv(length * 1_000, ofFrames);
        } else if (request.isPlainSound()) {
            long least = SpeechRequests.likelyMs(request.size().known().get(Unit.CHARACTERS));
            ms = Math.max(least, Math.ceilDiv(length * 1_000, PLAIN_BYTES_PER_SECOND));
        } else {
            return tally;
        }
        return tally.likely(SpeechRequests.spoken(ms)).plus(Units.of(Unit.AUDIO_MILLISECONDS, ms));
    }

    private static long bytesPerSecond(byte[] begin) {
        Mp3Frames frames = Mp3Frames.of(begin, 0, begin.length);
        return frames.frameBytes() > begin.length / 2 && frames.ms() > 0
                ? frames.frameBytes() * 1_000 / frames.ms()
                : 0;
    }
}
