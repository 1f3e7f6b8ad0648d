package io.weighbridge.backend.compute.media;

import io.weighbridge.backend.compute.media.DiffusionTransformer.Dit;
import io.weighbridge.backend.compute.media.DiffusionTransformer.Flux;

import java.util.List;
import java.util.function.BiFunction;

/// Networks of diffusion pipelines by the size of the finished picture, which is eight times as
/// wide and high as what they work on.
public final class PictureNets {
    private static final long SCALE = 8;

    private record Net(BiFunction<Long, Long, List<Work>> latent, long multiple, boolean stepwise)
            implements PictureNet {
        @Override
        public List<Work> work(long width, long height) {
            return latent.apply(width / SCALE, height / SCALE);
        }
    }

    private PictureNets() {}

    /// @param words of the text that it looks at
    public static PictureNet of(UNet net, long words) {
        return new Net(
                (width, height) -> net.step(width, height, words),
                SCALE << (net.levels().size() - 1),
                true);
    }

    /// FLUX, which joins 2 by 2 places to a token; parameters as in [Flux].
    public static PictureNet flux(
            long doubleLayers,
            long singleLayers,
            long heads,
            long headWidth,
            long channels,
            long textWidth,
            long pooledWidth,
            boolean guided,
            long words) {
        Flux flux =
                new Flux(
                        doubleLayers,
                        singleLayers,
                        heads * headWidth,
                        headWidth,
                        channels,
                        textWidth,
                        pooledWidth,
                        guided);
        return new Net(
                (width, height) -> flux.step(width / 2 * (height / 2), words), 2 * SCALE, true);
    }

    /// DiT; parameters as in [Dit].
    public static PictureNet dit(
            long layers,
            long width,
            long patch,
            long channelsIn,
            long channelsOut,
            long classes,
            long side) {
        Dit dit = new Dit(layers, width, patch, channelsIn, channelsOut, classes, side);
        return new Net((w, h) -> dit.step(w / patch * (h / patch)), patch * SCALE, true);
    }

    /// The decoder behind diffusion; parameters as in [Autoencoder]. A picture is made smaller by
    /// half between two levels.
    public static PictureNet autoencoder(
            List<Long> channels, long repeats, long latent, boolean narrowed) {
        Autoencoder net = new Autoencoder(channels, repeats, latent, narrowed);
        return new Net((width, height) -> net.decode(width * height), SCALE, false);
    }
}
