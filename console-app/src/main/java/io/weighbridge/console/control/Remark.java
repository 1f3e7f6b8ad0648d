package io.weighbridge.console.control;

/// What there is to say about a cell of a [GridTable].
///
/// @param isWrong whether it must be mended; false: worth a second look
/// @param text for people
public record Remark(boolean isWrong, String text) {
    public static Remark wrong(String text) {
        return new Remark(true, text);
    }

    public static Remark hint(String text) {
        return new Remark(false, text);
    }
}
