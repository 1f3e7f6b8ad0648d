package io.weighbridge.backend.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.weighbridge.backend.cli.option.AnyCommand;
import io.weighbridge.backend.compute.analysis.AnalysisText;
import io.weighbridge.backend.compute.analysis.ModelAnalysis;
import io.weighbridge.backend.compute.analysis.Question;
import io.weighbridge.backend.compute.cost.Basis;
import io.weighbridge.backend.compute.cost.Load;
import io.weighbridge.backend.compute.cost.MediaTerms;
import io.weighbridge.backend.compute.cost.PictureTerms;
import io.weighbridge.backend.compute.cost.ServingTerms;
import io.weighbridge.backend.compute.cost.SpeechTerms;
import io.weighbridge.backend.compute.cost.Terms;
import io.weighbridge.backend.compute.gpu.Gpu;
import io.weighbridge.backend.compute.gpu.GpuCatalogue;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;

/// Says what a model needs and costs, from its files alone.
@Command(
        name = "analyze",
        description = {
            "Say how large a model is, what it computes, and what it costs on a GPU.",
            "It reads the model's files, runs nothing and needs no GPU. Times and costs are"
                    + " predictions by a roofline (docs/compute.md)."
        },
        sortOptions = false,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:done",
            "1:the model cannot be read",
            "2:the command was typed wrongly",
            "3:done, but something of the model is not known"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  weighbridge analyze Meta-Llama-3-8B/config.json",
            "  weighbridge analyze model.gguf --gpu rtx-4090 --batch 1 --context 8192",
            "  weighbridge analyze sdxl/ --gpu h100 --steps 30 --guidance --picture 1024",
            "  weighbridge analyze whisper/config.json --gpu l4 --words 100 --recording 300",
            "  weighbridge analyze Mixtral-8x7B/ --gpu h100 --hour-usd 2.10 --margin 0.3 --json"
        })
final class AnalyzeCommand extends AnyCommand {
    private static final int SOMETHING_UNKNOWN = 3;
    // That of the prices which come with the program.
    private static final String CURRENCY = "usd";

    @Parameters(
            index = "0",
            paramLabel = "MODEL",
            description =
                    "A config.json or the URL of one, a .safetensors file or an index of them with"
                            + " the config beside it, a .gguf file, or a folder of these; of pictures"
                            + " also the folder of a pipeline.")
    private String model = "";

    @Option(
            names = "--gpu",
            paramLabel = "NAME",
            description =
                    "Put it on this GPU, such as h100 or rtx-4090; a wrong name is answered with"
                            + " all of them.")
    private @Nullable String gpu;

    @Option(
            names = "--hour-usd",
            paramLabel = "PRICE",
            description =
                    "What an hour of it costs. Default: the catalogue's price, if it has one.")
    private @Nullable BigDecimal hourUsd;

    @Option(
            names = {"-c", "--context"},
            paramLabel = "TOKENS",
            split = ",",
            description =
                    "Count for so many tokens; several are separated by commas. On a GPU the first"
                            + " counts. Default: 1024,8192,32768.")
    private List<Long> contexts = List.of(1_024L, 8_192L, 32_768L);

    @Option(
            names = "--batch",
            paramLabel = "N",
            description = "Answers that are written at once. Default: 16.")
    private long batch = 16;

    @Option(
            names = "--cache-bits",
            paramLabel = "N",
            description = "Bits of an element of keys and values: 8, 16 or 32. Default: 16.")
    private int cacheBits = 16;

    @Option(
            names = "--margin",
            paramLabel = "SHARE",
            description = "What is to be left of the price. Default: 0.3.")
    private BigDecimal margin = new BigDecimal("0.3");

    @Option(
            names = "--utilization",
            paramLabel = "SHARE",
            description = "Of its time the GPU is expected to earn so much. Default: 0.5.")
    private BigDecimal utilization = new BigDecimal("0.5");

    @Option(
            names = "--picture",
            paramLabel = "PIXELS",
            split = ",",
            description = "Widths of square pictures, for diffusion. Default: 512,1024.")
    private List<Long> pictures = List.of(512L, 1_024L);

    @Option(
            names = "--steps",
            paramLabel = "N",
            description =
                    "On a GPU, make pictures in so many steps; the first of --picture is the usual"
                            + " one, by which a pixel's price is made.")
    private @Nullable Long steps;

    @Option(
            names = "--guidance",
            description = "With --steps: each step runs twice, with the text and without it.")
    private boolean guidance;

    @Option(
            names = "--words",
            paramLabel = "N",
            description = "On a GPU, write so many tokens of 30 seconds of speech.")
    private @Nullable Long words;

    @Option(
            names = "--recording",
            paramLabel = "SECONDS",
            description =
                    "With --words: length of a usual recording, by which a minute's price is made."
                            + " Default: 60.")
    private long recordingSeconds = 60;

    @Option(names = "--json", description = "Print one JSON object, for programs.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        check("--batch", batch, 1, ServingTerms.BATCH_MAX);
        if (contexts.isEmpty() || pictures.isEmpty()) {
            throw mistyped("--context: empty (expected: numbers of tokens)");
        }
        contexts.forEach(tokens -> check("--context", tokens, 1, ServingTerms.CONTEXT_MAX));
        pictures.forEach(side -> check("--picture", side, 1, Question.SIDE_MAX));
        if (cacheBits != 8 && cacheBits != 16 && cacheBits != 32) {
            throw mistyped("--cache-bits: " + cacheBits + " (expected: 8, 16 or 32)");
        }
        if (margin.signum() < 0 || margin.compareTo(BigDecimal.ONE) >= 0) {
            throw mistyped("--margin: " + margin + " (expected: from 0, below 1)");
        }
        if (utilization.signum() <= 0 || utilization.compareTo(BigDecimal.ONE) > 0) {
            throw mistyped("--utilization: " + utilization + " (expected: above 0, at most 1)");
        }
        Question question =
                new Question(
                        contexts,
                        Load.usual(contexts.getFirst(), batch).with(cacheBits / 8, 0),
                        chosen(),
                        CURRENCY,
                        new Terms(Basis.GPU_TIME_VRAM, false, margin, utilization),
                        pictures,
                        media());
        ObjectNode answer =
                model.startsWith("https://") || model.startsWith("http://")
                        ? ModelAnalysis.of(model, question).json()
                        : ModelAnalysis.of(Path.of(model), question).json();
        PrintWriter out = out();
        if (json) {
            out.println(
                    new ObjectMapper()
                            .enable(SerializationFeature.INDENT_OUTPUT)
                            .writeValueAsString(answer));
        } else {
            AnalysisText.lines(answer).forEach(out::println);
        }
        out.flush();
        return answer.path("unknown").isEmpty() ? ExitCode.OK : SOMETHING_UNKNOWN;
    }

    private @Nullable MediaTerms media() {
        Long many = steps;
        Long written = words;
        if ((many != null || written != null) && gpu == null) {
            throw mistyped(
                    (many == null ? "--words" : "--steps") + ": given (expected: with --gpu)");
        }
        if (many == null) {
            if (guidance) {
                throw mistyped("--guidance: given (expected: with --steps)");
            }
            if (written == null) {
                return null;
            }
            check("--words", written, 1, SpeechTerms.WORDS_MAX);
            check("--recording", recordingSeconds, 1, SpeechTerms.RECORDING_MS_MAX / 1_000);
            return new SpeechTerms(written, recordingSeconds * 1_000);
        }
        if (written != null) {
            throw mistyped("--words: given (expected: none with --steps)");
        }
        check("--steps", many, 1, PictureTerms.STEPS_MAX);
        return new PictureTerms(many, guidance, pictures.getFirst(), pictures.getFirst());
    }

    private @Nullable Gpu chosen() {
        BigDecimal price = hourUsd;
        if (price != null && price.signum() <= 0) {
            throw mistyped("--hour-usd: " + price + " (expected: above 0)");
        }
        if (gpu == null) {
            if (price != null) {
                throw mistyped("--hour-usd: " + price + " (expected: with --gpu)");
            }
            return null;
        }
        Gpu found = GpuCatalogue.load().find(gpu);
        return price == null ? found : found.at(price, "given");
    }

    private void check(String option, long value, long min, long max) {
        if (value < min || value > max) {
            throw mistyped(option + ": " + value + " (expected: " + min + " to " + max + ")");
        }
    }
}
