package io.weighbridge.backend.proxies.media;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonParser;

import io.weighbridge.backend.proxies.wire.ModelJson;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

import javax.imageio.ImageIO;

/// How large a picture is, by its first bytes.
final class PictureHeadTest {
    private static long pixels(byte[] picture) throws IOException {
        return pixels(Base64.getEncoder().encodeToString(picture));
    }

    private static long pixels(String base64) throws IOException {
        try (JsonParser parser = ModelJson.ANSWERS.createParser('"' + base64 + '"')) {
            parser.nextToken();
            return PictureHead.pixels(parser);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpeg"})
    void isReadFromPicturesAsTheyAreWritten(String format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(300, 700, BufferedImage.TYPE_INT_RGB), format, out);
        assertEquals(210_000, pixels(out.toByteArray()));
        // Of a large one the first part is kept.
        assertEquals(210_000, pixels(Arrays.copyOf(out.toByteArray(), 1 << 20)));
    }

    /// 300 x 700 in the three formats that WebP has.
    @ParameterizedTest
    @CsvSource({
        "56503820, 0000009d012a2c01bc02",
        "5650384c, 2f2bc1ae00",
        "56503858, 000000002b0100bb0200"
    })
    void isReadFromWebp(String format, String head) throws IOException {
        String webp = "5249464600000000" + "57454250" + format + "00000000" + head;
        byte[] bytes = HexFormat.of().parseHex(webp);
        assertEquals(210_000, pixels(Arrays.copyOf(bytes, 100)));
    }

    @Test
    void isUnknownOfAnythingElse() throws IOException {
        assertEquals(0, pixels(new byte[0]));
        assertEquals(0, pixels(new byte[100]));
        assertEquals(0, pixels(HexFormat.of().parseHex("ffd8ffe0ffff")));
        assertEquals(0, pixels(HexFormat.of().parseHex("89504e470d0a1a0a")));
        String negative = "89504e470d0a1a0a" + "0000000d49484452" + "ffffffffffffffff";
        assertEquals(0, pixels(HexFormat.of().parseHex(negative)));
        assertEquals(0, pixels(new byte[] {1, 2, 3}));
    }
}
