package io.weighbridge.backend.compute.media;

import io.weighbridge.backend.compute.media.DiffusionTransformer.Dit;
import io.weighbridge.backend.compute.media.DiffusionTransformer.Flux;

import java.util.List;
import java.util.function.BiFunction;

/// Networks of diffusion pipelines by the size of the finished picture, which is eight times as
/// wide and high as what they work on.
public final class PictureNets {
    private static final long SCALE = 8;

    // What only reads pictures is stored beside what makes them.
    private record Net(
            BiFunction<Long, Long, List<Work>> latent,
            long multiple,
            boolean stepwise,
            long textEncoders,
            List<Work> storedOnly)
            implements PictureNet {
        @Override
        public long parametersStored() {
            return Math.addExact(
                    Work.parameters(work(multiple, multiple)), Work.parameters(storedOnly));
        }

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
                true,
                // With sizes it is SDXL, which has two.
                net.extraWidth() > 0 ? 2 : 1,
                List.of());
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
                (width, height) -> flux.step(width / 2 * (height / 2), words),
                2 * SCALE,
                true,
                2,
                List.of());
    }

    /// Stable Diffusion 3; parameters as in [Mmdit].
    ///
    /// @param words of the text that it looks at
    public static PictureNet mmdit(
            long layers,
            long heads,
            long headWidth,
            boolean normed,
            long patch,
            long channelsIn,
            long channelsOut,
            long textWidth,
            long pooledWidth,
            List<Long> dualLayers,
            long side,
            long words) {
        Mmdit net =
                new Mmdit(
                        layers,
                        heads * headWidth,
                        normed ? headWidth : 0,
                        patch,
                        channelsIn,
                        channelsOut,
                        textWidth,
                        pooledWidth,
                        dualLayers,
                        side);
        return new Net(
                (w, h) -> net.step(w / patch * (h / patch), words),
                patch * SCALE,
                true,
                3,
                net.storedOnly());
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
        return new Net(
                (w, h) -> dit.step(w / patch * (h / patch)), patch * SCALE, true, 0, List.of());
    }

    /// The decoder behind diffusion, stored with an encoder; parameters as in [Autoencoder]. A
    /// picture is made smaller by half between two levels.
    public static PictureNet autoencoder(
            List<Long> channels, long repeats, long latent, boolean narrowed) {
        Autoencoder net = new Autoencoder(channels, repeats, latent, narrowed);
        return new Net(
                (width, height) -> net.decode(width * height), SCALE, false, 0, net.encode(1));
    }
}
