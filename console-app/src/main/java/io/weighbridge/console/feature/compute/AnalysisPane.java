package io.weighbridge.console.feature.compute;

import io.weighbridge.console.control.ChipCell;
import io.weighbridge.console.control.DataTable;
import io.weighbridge.console.control.Facts;
import io.weighbridge.console.control.TileDeck;
import io.weighbridge.console.feature.compute.AnalyzeModel.Analyzed;
import io.weighbridge.console.feature.compute.AnalyzeModel.Line;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.Gpu;
import io.weighbridge.proto.v1.ModelAnalysis;
import io.weighbridge.proto.v1.ModelOnGpu;

import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.ToLongFunction;

/// What an analysis says: the large figures, the memory, figures by context, and how all that was
/// reckoned. Its nodes are made once, but for what belongs to some kinds of models only.
final class AnalysisPane extends VBox {
    // A header, and a line each.
    private static final int HEAD_HEIGHT = 36;
    // Money of 1,000 tokens is long; four fit beside each other where there is little room.
    private static final int TILE_WIDTH = 150;
    private static final String NONE = "–";
    private static final Set<ModelUse> OF_MEDIA = EnumSet.of(ModelUse.PICTURES, ModelUse.SPEECH);
    private static final Set<String> OF_ANY = Set.of("params", "weights");

    private final Formats formats;
    private final TileDeck tiles = new TileDeck(TILE_WIDTH);
    private final Label head = new Label();
    private final MemoryBar memory = new MemoryBar();
    private final VBox memoryCard = Facts.card(Texts.of("compute.memory"), memory);
    private final DataTable<Line> table;
    private final VBox tableCard;
    private final VBox unknown = new VBox();
    private final Label tooLong = new Label();
    private final VBox rest = new VBox(12);

    AnalysisPane(Formats formats) {
        super(12);
        this.formats = formats;
        getStyleClass().add("compute-content");
        head.getStyleClass().add("section-title");
        head.setId("analysis-head");
        for (String tile :
                new String[] {
                    "params",
                    "active",
                    "weights",
                    "cache",
                    "prefill",
                    "decode",
                    "prompt",
                    "speed",
                    "input-cost",
                    "output-cost",
                    "input-price",
                    "output-price"
                }) {
            tiles.add(tile, Texts.of("compute.tile." + tile));
        }
        table = table();
        tableCard =
                Facts.card(
                        Texts.of("compute.contexts"),
                        table.node(),
                        Facts.muted(Texts.of("compute.contexts.text")));
        for (VBox card : new VBox[] {memoryCard, tableCard}) {
            card.managedProperty().bind(card.visibleProperty());
        }
        unknown.managedProperty().bind(unknown.visibleProperty());
        tooLong.managedProperty().bind(tooLong.visibleProperty());
        tooLong.setId("analysis-too-long");
        tooLong.setWrapText(true);
        ChipCell.dress(tooLong, "watch");
        getChildren().addAll(head, tooLong, unknown, tiles, memoryCard, tableCard, rest);
    }

    /// Takes the colours of light or dark.
    void paint(boolean isDark) {
        tiles.paint(isDark);
    }

    private DataTable<Line> table() {
        DataTable<Line> made =
                new DataTable<>(Texts.of("compute.contexts"), line -> Long.toString(line.tokens()));
        made.node().setId("analysis-contexts");
        made.figure(
                Texts.of("compute.contexts.tokens"),
                100,
                Line::tokens,
                line -> formats.count(line.tokens()),
                line -> Long.toString(line.tokens()));
        flops(made, "compute.contexts.prefill", Line::prefillFlops);
        flops(made, "compute.contexts.decode", Line::decodeFlops);
        made.figure(
                Texts.of("compute.contexts.cache"),
                100,
                Line::cacheBytes,
                line -> line.cacheBytes() == 0 ? NONE : ComputeWords.bytes(line.cacheBytes()),
                line -> Long.toString(line.cacheBytes()));
        money(made, "compute.tile.input-cost", Line::inputCostNanos);
        money(made, "compute.tile.output-cost", Line::outputCostNanos);
        return made;
    }

    private static void flops(DataTable<Line> table, String key, ToLongFunction<Line> flops) {
        table.figure(
                Texts.of(key),
                135,
                flops::applyAsLong,
                line ->
                        flops.applyAsLong(line) == 0
                                ? NONE
                                : ComputeWords.flops(flops.applyAsLong(line)),
                line -> Long.toString(flops.applyAsLong(line)));
    }

    private void money(DataTable<Line> table, String key, ToLongFunction<Line> nanos) {
        table.figure(
                Texts.of(key),
                110,
                nanos::applyAsLong,
                line ->
                        nanos.applyAsLong(line) == 0
                                ? NONE
                                : formats.money(nanos.applyAsLong(line)),
                line -> ComputeWords.exactMoney(nanos.applyAsLong(line), formats));
    }

    void show(Analyzed analyzed) {
        ModelAnalysis analysis = analyzed.analysis();
        head.setText(Texts.of("compute.analysis.head", analysis.getType(), analysis.getKind()));
        showTiles(analyzed);
        Gpu gpu = analyzed.question().gpu();
        boolean isPlaced = gpu != null && analyzed.onGpu().getVramBytes() > 0;
        memoryCard.setVisible(isPlaced);
        if (gpu != null && isPlaced) {
            memory.show(use(analyzed, gpu));
        }
        tableCard.setVisible(!analyzed.lines().isEmpty());
        table.setRows(analyzed.lines());
        int height = HEAD_HEIGHT + analyzed.lines().size() * DataTable.ROW_HEIGHT;
        table.node().setMinHeight(height);
        table.node().setPrefHeight(height);
        unknown.setVisible(analysis.getUnknownCount() > 0);
        unknown.getChildren().setAll(AnalysisParts.unknown(analysis.getUnknownList()));
        long tokens = analyzed.question().terms().getContextTokens();
        long longest = analysis.getLongestContext();
        tooLong.setVisible(longest > 0 && tokens > longest && !analyzed.lines().isEmpty());
        tooLong.setText(
                Texts.of("compute.context.long", formats.count(tokens), formats.count(longest)));
        rest.getChildren()
                .setAll(
                        kind(analysis),
                        Facts.muted(Texts.of("compute.prediction")),
                        AnalysisParts.steps(analysis));
        if (analyzed.onGpu().getFiguresCount() > 0) {
            rest.getChildren()
                    .addFirst(
                            Facts.card(
                                    Texts.of("compute.figures"),
                                    new FiguresGrid(analyzed.onGpu(), formats)));
        }
    }

    static MemoryBar.Use use(Analyzed analyzed, Gpu gpu) {
        ModelAnalysis analysis = analyzed.analysis();
        long weightBytes =
                analysis.getWeightBytesRunning() > 0
                        ? analysis.getWeightBytesRunning()
                        : analysis.getWeightBytes();
        long cards = Math.max(1, analyzed.onGpu().getCards());
        return new MemoryBar.Use(
                weightBytes,
                analyzed.onGpu().getVramBytes(),
                Math.multiplyExact(gpu.getFigures().getVramBytes(), cards),
                cards);
    }

    private void showTiles(Analyzed analyzed) {
        ModelAnalysis analysis = analyzed.analysis();
        ModelOnGpu gpu = analyzed.onGpu();
        tiles.showOnly(tile -> !isMedia(analysis) || OF_ANY.contains(tile));
        boolean isUnknown = analysis.getKind().equals("unknown");
        String none = isUnknown ? ComputeWords.unknown() : NONE;
        long tokens = analyzed.question().terms().getContextTokens();
        tile("params", count(analysis.getParamsTotal(), none));
        tile("active", count(analysis.getParamsActive(), none));
        tile("weights", bytes(analysis.getWeightBytes(), ComputeWords.unknown()));
        tile("cache", bytes(analysis.getKvBytesPerToken(), none));
        tile(
                "prefill",
                flops(analysis.getFlopsPrefillOrDefault(tokens, 0) / Math.max(1, tokens), none));
        tile("decode", flops(analysis.getFlopsDecodeOrDefault(tokens, 0), none));
        tile(
                "prompt",
                gpu.getInputSecondsPerToken().isEmpty()
                        ? none
                        : ComputeWords.seconds(
                                new BigDecimal(gpu.getInputSecondsPerToken())
                                        .multiply(BigDecimal.valueOf(tokens))
                                        .toPlainString()));
        tile(
                "speed",
                gpu.getOutputTokensPerSecond().isEmpty()
                        ? none
                        : ComputeWords.decimal(gpu.getOutputTokensPerSecond()));
        // A GPU without a price has no costs: that is not 0.
        Gpu asked = analyzed.question().gpu();
        boolean isUnpriced = asked != null && gpu.getHourNanos() == 0;
        String noMoney = isUnpriced ? Texts.of("compute.gpu.unpriced") : none;
        tile("input-cost", money(gpu.getInputCostNanosPer1K(), noMoney));
        tile("output-cost", money(gpu.getOutputCostNanosPer1K(), noMoney));
        tile("input-price", money(gpu.getInputPriceNanosPer1K(), noMoney));
        tile("output-price", money(gpu.getOutputPriceNanosPer1K(), noMoney));
    }

    // Pictures and recordings are not counted by tokens.
    private static boolean isMedia(ModelAnalysis analysis) {
        return ModelUse.ofKind(analysis.getKind()).filter(OF_MEDIA::contains).isPresent();
    }

    private void tile(String id, String text) {
        tiles.show(id, text, false);
    }

    private String count(long count, String none) {
        return count == 0 ? none : formats.brief(count);
    }

    private static String bytes(long bytes, String none) {
        return bytes == 0 ? none : ComputeWords.bytes(bytes);
    }

    private static String flops(long flops, String none) {
        return flops == 0 ? none : ComputeWords.flops(flops);
    }

    private String money(long nanos, String none) {
        return nanos == 0 ? none : formats.money(nanos);
    }

    // What only some kinds have.
    private VBox kind(ModelAnalysis analysis) {
        Facts facts =
                new Facts()
                        .with("compute.model.format", analysis.getWeightFormat())
                        .with("compute.fact.context", exact(analysis.getLongestContext()))
                        .with("compute.fact.params", exact(analysis.getParamsTotal()))
                        .with(
                                "compute.fact.active",
                                isMedia(analysis) ? "" : exact(analysis.getParamsActive()))
                        .with("compute.fact.stored", exact(analysis.getParamsStored()))
                        .with("compute.fact.tensors", exact(analysis.getTensors()))
                        .with("compute.fact.state", some(analysis.getStateBytes()));
        if (analysis.hasVision()) {
            facts.with(
                    "compute.fact.vision",
                    Texts.of(
                            "compute.fact.vision.text",
                            formats.brief(analysis.getVision().getParams()),
                            formats.count(analysis.getVision().getPatches()),
                            ComputeWords.flops(analysis.getVision().getFlopsPicture())));
        }
        analysis.getFlopsStepMap().forEach((size, flops) -> bySize(facts, "step", size, flops));
        analysis.getFlopsPictureMap()
                .forEach((size, flops) -> bySize(facts, "picture", size, flops));
        if (analysis.getWindowSeconds() > 0) {
            facts.with(
                            "compute.fact.window",
                            Texts.of(
                                    "compute.fact.window.text",
                                    Long.toString(analysis.getWindowSeconds()),
                                    ComputeWords.flops(analysis.getFlopsWindow())))
                    .with("compute.fact.window.cache", some(analysis.getKvBytesWindow()));
        }
        return Facts.card(Texts.of("compute.facts"), facts.node());
    }

    private static void bySize(Facts facts, String what, String size, long flops) {
        facts.with(
                "compute.fact." + what,
                Texts.of(
                        "compute.fact.by-size",
                        FiguresGrid.title(size),
                        ComputeWords.flops(flops)));
    }

    private String exact(long count) {
        return count == 0 ? "" : formats.count(count);
    }

    private static String some(long bytes) {
        return bytes == 0 ? "" : ComputeWords.bytes(bytes);
    }
}
