package io.weighbridge.backend.compute.cost;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

/// What a pipeline that makes pictures is made of. The number is stored and sent.
public enum PicturePart {
    /// Read the text, once for a picture.
    TEXT_ENCODERS(1),
    /// Takes noise away, in each step.
    DENOISER(2),
    /// Makes the picture of what the steps leave.
    DECODER(3);

    private final int number;

    PicturePart(int number) {
        this.number = number;
    }

    /// As it is stored and sent.
    public int number() {
        return number;
    }

    /// A bit for each.
    public static long bits(Collection<PicturePart> parts) {
        long bits = 0;
        for (PicturePart part : parts) {
            bits |= 1L << part.number;
        }
        return bits;
    }

    /// Those whose bits are set.
    public static Set<PicturePart> ofBits(long bits) {
        Set<PicturePart> parts = EnumSet.noneOf(PicturePart.class);
        for (PicturePart part : values()) {
            if ((bits & 1L << part.number) != 0) {
                parts.add(part);
            }
        }
        return parts;
    }
}
