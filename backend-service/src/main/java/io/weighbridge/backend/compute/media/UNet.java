package io.weighbridge.backend.compute.media;

import java.util.List;

/// The network that takes noise away in Stable Diffusion (diffusers' `UNet2DConditionModel`): down
/// a ladder of sizes, each half as wide, and up again with what was seen on the way down.
///
/// @param levels from the widest picture to the smallest
/// @param channelsIn of the noisy picture
/// @param channelsOut of the answer
/// @param repeats of residual blocks on each level down; up there is one more
/// @param contextWidth of the text that it looks at
/// @param extraWidth of what is told beside the text and the step (SDXL: sizes), 0 for nothing
/// @param middle whether the text is looked at on the smallest level between down and up
public record UNet(
        List<Level> levels,
        long channelsIn,
        long channelsOut,
        long repeats,
        long contextWidth,
        long extraWidth,
        boolean middle) {
    private static final long STEP_FACTOR = 4;

    /// @param channels of a picture
    /// @param downDepth transformer layers behind each residual block on the way down, 0 for none
    /// @param upDepth likewise on the way up
    public record Level(long channels, long downDepth, long upDepth) {}

    /// A network with a copy of the list.
    public UNet {
        levels = List.copyOf(levels);
    }

    /// The work of one step.
    ///
    /// @param width of the noisy picture, a multiple of 2 for each level below the first
    /// @param height likewise
    /// @param words of the text
    List<Work> step(long width, long height, long words) {
        return new Walk(this, width * height, words).walk();
    }

    private static final class Walk {
        private final UNet net;
        private final Tally tally = new Tally();
        private final long places;
        private final long words;
        private final long stepWidth;

        Walk(UNet net, long places, long words) {
            this.net = net;
            this.places = places;
            this.words = words;
            this.stepWidth = STEP_FACTOR * net.levels.getFirst().channels();
        }

        List<Work> walk() {
            long first = net.levels.getFirst().channels();
            tally.product("step", first, stepWidth, true, 1);
            tally.product("step, again", stepWidth, stepWidth, true, 1);
            if (net.extraWidth > 0) {
                tally.product("sizes", net.extraWidth, stepWidth, true, 1);
                tally.product("sizes, again", stepWidth, stepWidth, true, 1);
            }
            tally.convolution("in", net.channelsIn, first, 3, places);
            down();
            middle();
            up();
            tally.elements("last norm", 2 * first);
            tally.convolution("out", first, net.channelsOut, 3, places);
            return tally.works();
        }

        // Places of a level: a quarter of those of the level before it.
        private long places(int level) {
            return places >> (2 * level);
        }

        private void down() {
            long channels = net.levels.getFirst().channels();
            for (int i = 0; i < net.levels.size(); i++) {
                Level level = net.levels.get(i);
                String at = "down " + i + ": ";
                for (long j = 0; j < net.repeats; j++) {
                    residual(at, channels, level.channels(), places(i));
                    transformer(at, level.channels(), level.downDepth(), places(i));
                    channels = level.channels();
                }
                if (i < net.levels.size() - 1) {
                    tally.convolution(at + "smaller", channels, channels, 3, places(i + 1));
                }
            }
        }

        private void middle() {
            int last = net.levels.size() - 1;
            long channels = net.levels.get(last).channels();
            residual("middle: ", channels, channels, places(last));
            if (net.middle) {
                long depth = Math.max(1, deepest());
                transformer("middle: ", channels, depth, places(last));
            }
            residual("middle: ", channels, channels, places(last));
        }

        // As deep as the last level that looks at the text is.
        private long deepest() {
            for (int i = net.levels.size() - 1; i >= 0; i--) {
                if (net.levels.get(i).downDepth() > 0) {
                    return net.levels.get(i).downDepth();
                }
            }
            return 0;
        }

        private void up() {
            long before = net.levels.getLast().channels();
            for (int i = net.levels.size() - 1; i >= 0; i--) {
                Level level = net.levels.get(i);
                long below = net.levels.get(Math.max(0, i - 1)).channels();
                String at = "up " + i + ": ";
                for (long j = 0; j <= net.repeats; j++) {
                    long skipped = j == net.repeats ? below : level.channels();
                    long coming = j == 0 ? before : level.channels();
                    residual(at, coming + skipped, level.channels(), places(i));
                    transformer(at, level.channels(), level.upDepth(), places(i));
                }
                before = level.channels();
                if (i > 0) {
                    tally.convolution(at + "larger", before, before, 3, places(i - 1));
                }
            }
        }

        private void residual(String at, long in, long out, long where) {
            tally.elements(at + "norms", 2 * in + 2 * out);
            tally.convolution(at + "residual, first", in, out, 3, where);
            tally.product(at + "step", stepWidth, out, true, 1);
            tally.convolution(at + "residual, second", out, out, 3, where);
            if (in != out) {
                tally.convolution(at + "residual, shortcut", in, out, 1, where);
            }
        }

        private void transformer(String at, long width, long depth, long where) {
            if (depth == 0) {
                return;
            }
            tally.elements(at + "norm", 2 * width);
            tally.product(at + "transformer in", width, width, true, where);
            for (long i = 0; i < depth; i++) {
                tally.elements(at + "norms", 6 * width);
                attention(at + "picture ", width, width, where, where);
                attention(at + "text ", width, net.contextWidth, where, words);
                tally.product(at + "gate and up", width, 8 * width, true, where);
                tally.product(at + "down", 4 * width, width, true, where);
            }
            tally.product(at + "transformer out", width, width, true, where);
        }

        private void attention(String at, long width, long context, long asking, long seen) {
            tally.product(at + "query", width, width, false, asking);
            tally.product(at + "key", context, width, false, seen);
            tally.product(at + "value", context, width, false, seen);
            tally.attention(at + "scores and values", width, asking, seen);
            tally.product(at + "output", width, width, true, asking);
        }
    }
}
