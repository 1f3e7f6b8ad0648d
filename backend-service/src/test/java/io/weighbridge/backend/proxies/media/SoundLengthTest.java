package io.weighbridge.backend.proxies.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.testkit.model.MediaTexts;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/// What a file's sound is, as far as it can be seen.
final class SoundLengthTest {
    private static SoundLength of(byte[] file) {
        return SoundLength.of(file, 0, file.length);
    }

    @Test
    void wavIsMeasuredByItsSamples() {
        assertEquals(new SoundLength(2_006, 2_006, true), of(MediaTexts.wav(2_000)));
        byte[] stereo = MediaTexts.wav(2_000);
        stereo[22] = 2;
        assertEquals(1_003, of(stereo).mostMs());
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
        assertEquals(new SoundLength(2_713, 2_713, true), of(tagged.toByteArray()));
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
