package io.weighbridge.console.feature.compute;

import io.weighbridge.console.text.Texts;

import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// How the memory of the cards is filled: weights, cache of a batch, free.
final class MemoryBar extends VBox {
    private static final double THICKNESS = 14;

    private final Region weights = segment("weights");
    private final Region cache = segment("cache");
    private final Region track = segment("free");
    private final FlowPane words = new FlowPane(16, 4);
    private final Bar bar = new Bar();
    private double weightsShare;
    private double cacheShare;

    private final class Bar extends Region {
        Bar() {
            getChildren().addAll(track, weights, cache);
            setMinHeight(THICKNESS);
            setPrefHeight(THICKNESS);
        }

        @Override
        protected void layoutChildren() {
            double first = getWidth() * weightsShare;
            track.resizeRelocate(0, 0, getWidth(), THICKNESS);
            weights.resizeRelocate(0, 0, first, THICKNESS);
            cache.resizeRelocate(first, 0, getWidth() * cacheShare, THICKNESS);
        }
    }

    /// What fills it.
    ///
    /// @param weightBytes 0: not known
    /// @param usedBytes weights and cache
    /// @param cardBytes of all cards together
    record Use(long weightBytes, long usedBytes, long cardBytes, long cards) {
        long cacheBytes() {
            return Math.max(0, usedBytes - weightBytes);
        }

        long freeBytes() {
            return cardBytes - usedBytes;
        }

        /// In thousandths of the cards.
        int perMille(long bytes) {
            return cardBytes == 0
                    ? 0
                    : (int) Math.min(1_000, bytes / Math.max(1, cardBytes / 1_000));
        }
    }

    MemoryBar() {
        super(6);
        words.setId("memory");
        getChildren().addAll(bar, words);
    }

    private static Region segment(String style) {
        Region segment = new Region();
        segment.getStyleClass().add("memory-" + style);
        return segment;
    }

    void show(Use use) {
        weightsShare = use.perMille(use.weightBytes()) / 1_000.0;
        cacheShare = Math.min(1 - weightsShare, use.perMille(use.cacheBytes()) / 1_000.0);
        words.getChildren()
                .setAll(
                        word("weights", ComputeWords.bytes(use.weightBytes())),
                        word("cache", ComputeWords.bytes(use.cacheBytes())),
                        use.freeBytes() >= 0
                                ? word("free", ComputeWords.size(use.freeBytes()))
                                : word("over", ComputeWords.size(-use.freeBytes())),
                        of(use));
        bar.requestLayout();
    }

    private static Label of(Use use) {
        Label label =
                new Label(
                        Texts.of(
                                "compute.memory.of",
                                Long.toString(use.cards()),
                                ComputeWords.size(use.cardBytes() / Math.max(1, use.cards()))));
        label.getStyleClass().add("muted");
        return label;
    }

    private static Label word(String part, String bytes) {
        Region square = segment(part);
        square.setMinSize(10, 10);
        square.setMaxSize(10, 10);
        Label label = new Label(Texts.of("compute.memory." + part, bytes), square);
        label.setId("memory-" + part);
        return label;
    }
}
