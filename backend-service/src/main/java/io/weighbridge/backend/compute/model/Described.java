package io.weighbridge.backend.compute.model;

import io.weighbridge.backend.compute.media.PictureNet;
import io.weighbridge.backend.compute.media.Whisper;
import io.weighbridge.backend.compute.network.Network;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// What a config describes, as far as it is known.
public sealed interface Described {
    /// The `model_type`, or the class of a part of a diffusion pipeline.
    String type();

    /// What of it is not counted, and why; empty when all is.
    List<String> unknown();

    /// A model that reads tokens.
    ///
    /// @param writes whether it also makes them, one by one (a decoder)
    /// @param vision the part that looks at pictures, null when it has none
    record Text(
            String type,
            boolean writes,
            Network network,
            @Nullable Vision vision,
            WeightFormat format,
            List<String> unknown)
            implements Described {
        /// Parameters of all that runs, the part for pictures included.
        public long parameters() {
            return Math.addExact(
                    network.parameters(), vision == null ? 0 : vision.network().parameters());
        }

        /// Likewise, those that one token of text uses.
        public long parametersActive() {
            return Math.addExact(
                    network.parametersActive(), vision == null ? 0 : vision.network().parameters());
        }

        /// Likewise, with what is stored and does not run.
        public long parametersStored() {
            return Math.addExact(
                    network.parametersStored(), vision == null ? 0 : vision.network().parameters());
        }

        /// Bytes of the weights that run. What looks at pictures is not quantized.
        public long weightBytes() {
            return Math.addExact(
                    format.bytes(network),
                    vision == null ? 0 : format.plain().bytes(vision.network().parameters()));
        }
    }

    /// A network of a diffusion pipeline.
    record Picture(String type, PictureNet net, WeightFormat format, List<String> unknown)
            implements Described {}

    /// A pipeline that makes pictures of texts.
    ///
    /// @param type its class
    record Pipeline(String type, PictureParts parts, WeightFormat format, List<String> unknown)
            implements Described {}

    /// A model that writes down speech.
    record Speech(String type, Whisper whisper, WeightFormat format, List<String> unknown)
            implements Described {}

    /// A model that is not known.
    ///
    /// @param cacheElementsPerToken of plain attention with the numbers that the config has, -1
    ///     when it has not enough
    record Unknown(
            String type, long cacheElementsPerToken, WeightFormat format, List<String> unknown)
            implements Described {}
}
