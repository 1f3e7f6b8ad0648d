package io.weighbridge.backend.testkit.model;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;

/// What model servers that make, or hear, pictures and sound say, in short; and sound itself.
public final class MediaTexts {
    private static final int WAV_HEAD = 44;

    private MediaTexts() {}

    /// Pictures, with more fields.
    public static String images(int count, String fields) {
        String data = String.join(",", Collections.nCopies(count, "{\"b64_json\":\"aGk=\"}"));
        return "{\"created\":1,\"data\":[" + data + "]" + more(fields) + "}";
    }

    /// Usage of pictures.
    public static String imageUsage(long text, long image, long output) {
        return "\"usage\":{\"input_tokens\":"
                + (text + image)
                + ",\"input_tokens_details\":{\"text_tokens\":"
                + text
                + ",\"image_tokens\":"
                + image
                + "},\"output_tokens\":"
                + output
                + ",\"total_tokens\":"
                + (text + image + output)
                + "}";
    }

    /// An event of a stream, with more fields.
    public static String event(String type, String fields) {
        return "{\"type\":\"" + type + "\"" + more(fields) + "}";
    }

    /// What was heard, with more fields.
    public static String heard(String text, String fields) {
        return "{\"text\":\"" + text + "\"" + more(fields) + "}";
    }

    /// Usage of sound in tokens.
    public static String soundUsage(long audio, long text, long output) {
        return "\"usage\":{\"type\":\"tokens\",\"input_tokens\":"
                + (audio + text)
                + ",\"input_token_details\":{\"text_tokens\":"
                + text
                + ",\"audio_tokens\":"
                + audio
                + "},\"output_tokens\":"
                + output
                + ",\"total_tokens\":"
                + (audio + text + output)
                + "}";
    }

    /// Usage of sound by its length.
    public static String durationUsage(String seconds) {
        return "\"usage\":{\"type\":\"duration\",\"seconds\":" + seconds + "}";
    }

    private static String more(String fields) {
        return fields.isEmpty() ? "" : "," + fields;
    }

    /// WAV of so many milliseconds of silence: 8,000 samples a second, of one byte.
    public static byte[] wav(int ms) {
        int samples = 8 * ms;
        ByteBuffer wav = ByteBuffer.allocate(WAV_HEAD + samples).order(ByteOrder.LITTLE_ENDIAN);
        wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + samples);
        wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        wav.putShort((short) 1).putShort((short) 1).putInt(8_000).putInt(8_000);
        wav.putShort((short) 1).putShort((short) 8);
        wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(samples);
        return wav.array();
    }

    /// MP3 of so many frames of silence: 128 kbit a second, 44,100 samples, so 26.122 ms each.
    public static byte[] mp3(int frames) {
        byte[] frame = new byte[417];
        frame[0] = (byte) 0xFF;
        frame[1] = (byte) 0xFB;
        frame[2] = (byte) 0x90;
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < frames; i++) {
            all.writeBytes(frame);
        }
        return all.toByteArray();
    }
}
