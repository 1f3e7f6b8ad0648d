package io.weighbridge.console.theme;

import javafx.scene.paint.Color;

/// The same colours as in `tokens.css`, for what draws by itself and reads no style sheet:
/// canvases, images, tiles.
///
/// @param surface behind everything
/// @param raised behind cards and tiles
/// @param text of most
/// @param muted of what matters less
/// @param line of borders and axes
/// @param accent of what can be done and what is chosen
/// @param ok of what is as it should be
/// @param watch of what is near a limit
/// @param over of what is over a limit
/// @param blocked of what was stopped
public record Palette(
        Color surface,
        Color raised,
        Color text,
        Color muted,
        Color line,
        Color accent,
        Color ok,
        Color watch,
        Color over,
        Color blocked) {
    public static final Palette LIGHT =
            new Palette(
                    Color.web("#f6f8fa"),
                    Color.web("#ffffff"),
                    Color.web("#1f2328"),
                    Color.web("#59636e"),
                    Color.web("#d1d9e0"),
                    Color.web("#0969da"),
                    Color.web("#1a7f37"),
                    Color.web("#9a6700"),
                    Color.web("#cf222e"),
                    Color.web("#6639ba"));

    public static final Palette DARK =
            new Palette(
                    Color.web("#0d1117"),
                    Color.web("#161b22"),
                    Color.web("#e6edf3"),
                    Color.web("#9198a1"),
                    Color.web("#30363d"),
                    Color.web("#4493f8"),
                    Color.web("#3fb950"),
                    Color.web("#d29922"),
                    Color.web("#f85149"),
                    Color.web("#ab7df8"));

    public static Palette of(boolean isDark) {
        return isDark ? DARK : LIGHT;
    }

    /// The series of charts, in order; neighbours differ in lightness too.
    public Color series(int index) {
        Color[] all = {accent, watch, ok, blocked, over, muted};
        return all[Math.floorMod(index, all.length)];
    }
}
