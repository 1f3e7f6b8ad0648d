package io.weighbridge.backend.proxies.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.testkit.model.MediaTexts;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/// What a file's sound is, as far as it can be seen.
final class SoundLengthTest {
    private static SoundLength of(byte[] file) {
        return SoundLength.of(file, 0, file.length);
    }

    @Test
    void wavIsMeasuredByItsSamples() {
        assertEquals(new SoundLength(2_000, 2_000, true), of(MediaTexts.wav(2_000)));
        byte[] stereo = MediaTexts.wav(2_000);
        stereo[22] = 2;
        stereo[32] = 2;
        assertEquals(1_000, of(stereo).mostMs());
    }

    /// How its bytes are compressed is then the file's own matter.
    @Test
    void wavOfAnotherCodingIsNotMeasured() {
        byte[] gsm = MediaTexts.wav(1_000);
        gsm[20] = 0x31;
        assertEquals(new SoundLength(8_044, 2_011, false), of(gsm));
        byte[] odd = MediaTexts.wav(1_000);
        odd[34] = 4;
        assertFalse(of(odd).isMeasured());
        byte[] fast = MediaTexts.wav(1_000);
        fast[26] = 0x7F;
        assertFalse(of(fast).isMeasured());
    }

    @Test
    void mp3IsMeasuredByItsFrames() {
        byte[] frames = MediaTexts.mp3(100);
        assertEquals(new SoundLength(2_613, 2_613, true), of(frames));
        // A picture before them is no sound; what stands behind is taken for some.
        ByteArrayOutputStream tagged = new ByteArrayOutputStream();
        tagged.writeBytes(new byte[] {'I', 'D', '3', 4, 0, 0, 0, 1, 0, 0});
        tagged.writeBytes(new byte[1 << 14]);
        tagged.writeBytes(frames);
        tagged.writeBytes(new byte[400]);
        assertEquals(new SoundLength(6_812, 6_812, true), of(tagged.toByteArray()));
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static void assertNotMeasured(byte[] file) {
        int length = file.length;
        assertEquals(new SoundLength(length, Math.ceilDiv(length, 4), false), of(file));
    }

    /// Decoders see no tag there, and hear what it was said to hide.
    @Test
    void aTagThatIsNoneHidesNothing() {
        byte[] tag = {'I', 'D', '3', 4, 0, 0, 0, (byte) 0x81, 0, 0};
        assertNotMeasured(joined(tag, new byte[1 << 14], MediaTexts.mp3(300)));
    }

    @Test
    void framesInAnotherContainerMeasureNothing() {
        byte[] box = "\0\0\0 ftypM4A ".getBytes(StandardCharsets.ISO_8859_1);
        assertNotMeasured(joined(box, MediaTexts.mp3(300)));
        // What is a frame to one is the length of a box to another.
        byte[] both = MediaTexts.mp3(300);
        System.arraycopy("moov".getBytes(StandardCharsets.US_ASCII), 0, both, 4, 4);
        assertNotMeasured(both);
    }

    @Test
    void framesThatDisagreeMeasureNothing() {
        byte[] slow = MediaTexts.mp3(300);
        slow[417 * 200 + 2] = (byte) 0x94;
        assertNotMeasured(slow);
        byte[] other = MediaTexts.mp3(300);
        other[417 * 200 + 1] = (byte) 0xFD;
        assertNotMeasured(other);
    }

    /// A short head, and what is something else to some decoders.
    @Test
    void aWavHeadThatDividesTheLengthMeasuresNothing() {
        assertNotMeasured(wav(1, 8, 48_000, 64, 40_000));
        assertNotMeasured(wav(1, 1, 48_000, 64, 40_000));
        assertNotMeasured(wav(1, 3, 48_000, 16, 40_000));
        byte[] act = wav(1, 2, 48_000, 16, 40_000);
        act[256] = (byte) 0x84;
        assertNotMeasured(act);
        byte[] compressed = wav(1, 2, 48_000, 16, 40_000);
        System.arraycopy(MediaTexts.mp3(90), 0, compressed, 60, 90 * 417);
        assertNotMeasured(compressed);
        byte[] unlike = wav(1, 2, 48_000, 16, 40_000);
        unlike[32] = 1;
        assertNotMeasured(unlike);
        byte[] noData = wav(1, 2, 48_000, 16, 40_000);
        noData[36] = 'x';
        assertNotMeasured(noData);
    }

    /// What plays faster than sound is kept is no shorter than its bytes.
    @Test
    void wavIsAsLongAsItPlaysUpToTwoChannelsOf48Kilohertz() {
        assertEquals(new SoundLength(1_000, 1_000, true), of(wav(1, 2, 48_000, 16, 192_000)));
        assertEquals(new SoundLength(2_000, 2_000, true), of(wav(1, 2, 96_000, 16, 384_000)));
        assertEquals(new SoundLength(1_000, 1_000, true), of(wav(1, 1, 16_000, 16, 32_000)));
    }

    @Test
    void wholeSamplesAreMeasuredInTheLongFormatToo() {
        byte[] format = wav(0xFFFE, 1, 16_000, 16, 0);
        format[16] = 40;
        byte[] more = HexFormat.of().parseHex("16001000040000000100000000001000800000aa00389b71");
        byte[] data = Arrays.copyOfRange(wav(1, 1, 16_000, 16, 32_000), 36, 32_044);
        byte[] list = {'L', 'I', 'S', 'T', 2, 0, 0, 0, 0, 0};
        byte[] head = Arrays.copyOf(format, 36);
        assertEquals(new SoundLength(1_000, 1_000, true), of(joined(head, more, list, data)));
        // Samples that are said to count less, and others than whole ones.
        byte[] half = more.clone();
        half[2] = 8;
        assertNotMeasured(joined(head, half, data));
        byte[] law = more.clone();
        law[8] = 7;
        assertNotMeasured(joined(head, law, data));
        byte[] unknown = more.clone();
        unknown[23] = 0;
        assertNotMeasured(joined(head, unknown, data));
    }

    private static byte[] wav(int kind, int channels, int rate, int bits, int length) {
        ByteBuffer wav = ByteBuffer.wrap(Arrays.copyOf(MediaTexts.wav(0), 44 + length));
        wav.order(ByteOrder.LITTLE_ENDIAN);
        wav.putShort(20, (short) kind).putShort(22, (short) channels).putInt(24, rate);
        wav.putShort(32, (short) (channels * bits / 8)).putShort(34, (short) bits);
        return wav.array();
    }

    @Test
    void framesInTheMiddleOfSomethingElseMeasureNothing() {
        byte[] mixed = Arrays.copyOf(MediaTexts.mp3(3), 50_000);
        assertEquals(new SoundLength(50_000, 12_500, false), of(mixed));
    }

    @Property(tries = 500)
    void anythingIsLongerThanNothing(@ForAll byte[] bytes) {
        SoundLength length = of(bytes);
        assertTrue(length.likelyMs() > 0 && length.mostMs() >= length.likelyMs());
    }
}
