package io.weighbridge.backend.proxies.media;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;

import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import java.io.IOException;

/// Pictures that an answer, or an event of it, has.
final class MadePictures {
    private final boolean seesPictures;
    private long images;
    private long seenPixels;
    private long unseen;

    /// @param seesPictures whether it is looked how large they are
    MadePictures(boolean seesPictures) {
        this.seesPictures = seesPictures;
    }

    /// Counts those of an array that begins here, to its end; of anything else there are none.
    void read(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            parser.skipChildren();
            return;
        }
        for (JsonToken one = parser.nextToken();
                one != null && one != JsonToken.END_ARRAY;
                one = parser.nextToken()) {
            add(one == JsonToken.START_OBJECT ? pixels(parser) : 0);
            parser.skipChildren();
        }
    }

    // To the end of the picture.
    private long pixels(JsonParser parser) throws IOException {
        long pixels = 0;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean isPicture = parser.currentName().equals("b64_json") && seesPictures;
            if (parser.nextToken() == JsonToken.VALUE_STRING && isPicture) {
                pixels = PictureHead.pixels(parser);
            }
            parser.skipChildren();
        }
        return pixels;
    }

    /// One more.
    ///
    /// @param pixels as the picture itself shows, 0 where nobody looked or could see
    void add(long pixels) {
        images++;
        seenPixels += pixels;
        unseen += pixels > 0 ? 0 : 1;
    }

    long images() {
        return images;
    }

    /// With these beside those that came before. Of their pixels the size that was told counts
    /// first, then the one that they show; one that nobody knows is not cheaper than the one that
    /// was asked for.
    MediaTally onto(MediaRequest request, MediaTally tally, JsonNode size) {
        long told = ImageRequests.pixelsOrNone(size.asText(""));
        long pixels =
                told > 0
                        ? images * told
                        : seenPixels + unseen * ImageRequests.unseenPixels(request.pixels());
        long imagesBefore = tally.known().get(Unit.IMAGES);
        boolean isKnownBefore = tally.known().has(Unit.PIXELS);
        Units before = isKnownBefore ? tally.known() : tally.made();
        long pixelsBefore = imagesBefore == 0 ? 0 : before.get(Unit.PIXELS);
        Units all = Units.of(Unit.PIXELS, Math.min(pixelsBefore + pixels, Unit.COUNT_MAX));
        MediaTally counted = tally.plus(Units.of(Unit.IMAGES, imagesBefore + images));
        return told > 0 || unseen == 0 || isKnownBefore ? counted.plus(all) : counted.likely(all);
    }
}
