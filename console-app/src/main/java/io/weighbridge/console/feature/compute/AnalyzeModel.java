package io.weighbridge.console.feature.compute;

import io.grpc.StatusRuntimeException;
import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Lane;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.proto.v1.AnalyzeModelRequest;
import io.weighbridge.proto.v1.ComputeTerms;
import io.weighbridge.proto.v1.Gpu;
import io.weighbridge.proto.v1.ModelAnalysis;
import io.weighbridge.proto.v1.ModelOnGpu;
import io.weighbridge.proto.v1.ModelSource;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;

/// The analysis of a model: what was asked last is answered, and nothing else. Used on the FX
/// thread.
final class AnalyzeModel {
    private static final List<Long> CONTEXTS =
            List.of(1_024L, 4_096L, 16_384L, 32_768L, 65_536L, 131_072L);
    // What is larger, or fetched from elsewhere, is not sent again for each context.
    private static final int SMALL_BYTES = 256 * 1024;

    private final BackendClient client;
    private final Lane asking;
    private final Lane reading;
    private final ReadOnlyObjectWrapper<Loadable<Analyzed>> state =
            new ReadOnlyObjectWrapper<>(new Loadable.Empty<>());

    /// @param gpu null for none
    /// @param hourNanos what its hour costs in this question; 0: as the catalogue says
    record Question(ModelSource source, @Nullable Gpu gpu, ComputeTerms terms, long hourNanos) {
        boolean isPriced() {
            return gpu != null && (hourNanos > 0 || gpu.hasPrice());
        }
    }

    /// An answer.
    ///
    /// @param lines by context, when the model reads tokens
    record Analyzed(Question question, ModelAnalysis analysis, List<Line> lines) {
        /// What the model is used for; as was asked where it is not known.
        ModelUse use() {
            ModelUse asked = ModelUse.of(question.terms());
            return ModelUse.ofKind(analysis.getKind()).orElse(asked);
        }

        /// On the GPU; all of it nothing without one.
        ModelOnGpu onGpu() {
            return analysis.getGpu();
        }
    }

    /// Figures at one length of context. 0 is not known.
    ///
    /// @param inputCostNanos of 1,000 tokens
    record Line(
            long tokens,
            long prefillFlops,
            long decodeFlops,
            long cacheBytes,
            long inputCostNanos,
            long outputCostNanos) {}

    AnalyzeModel(BackendClient client, Background background) {
        this.client = client;
        this.asking = background.lane();
        this.reading = background.lane();
    }

    ReadOnlyObjectProperty<Loadable<Analyzed>> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /// Asks; an answer to what was asked before is dropped. What was answered last stays to be seen
    /// until the answer is there.
    void ask(Question question) {
        if (!(state.get() instanceof Loadable.Ready<Analyzed>)) {
            state.set(new Loadable.Loading<>());
        }
        asking.run(
                () -> analyze(question),
                analyzed -> state.set(new Loadable.Ready<>(analyzed)),
                failure -> state.set(new Loadable.Failed<>(failure)));
    }

    /// Forgets what was asked and answered.
    void clear() {
        asking.cancel();
        state.set(new Loadable.Empty<>());
    }

    void cancel() {
        asking.cancel();
        reading.cancel();
    }

    /// Reads a file.
    void read(Path file, Consumer<ModelSource> done) {
        state.set(new Loadable.Loading<>());
        reading.run(
                () -> ModelFile.read(file),
                done,
                failure -> state.set(new Loadable.Failed<>(failure)));
    }

    private Analyzed analyze(Question question) {
        TreeSet<Long> contexts = new TreeSet<>();
        if (ModelUse.of(question.terms()) == ModelUse.TEXT) {
            contexts.addAll(CONTEXTS);
            contexts.add(question.terms().getContextTokens());
        }
        ModelAnalysis analysis =
                client.compute().analyzeModel(request(question).addAllContexts(contexts).build());
        List<Line> lines = new ArrayList<>();
        for (long tokens : contexts) {
            if (analysis.getFlopsPrefillMap().containsKey(tokens)) {
                lines.add(line(question, analysis, tokens));
            }
        }
        return new Analyzed(question, analysis, lines);
    }

    private static AnalyzeModelRequest.Builder request(Question question) {
        AnalyzeModelRequest.Builder request =
                AnalyzeModelRequest.newBuilder()
                        .setModel(question.source())
                        .setTerms(question.terms());
        if (question.gpu() != null) {
            request.setGpu(question.gpu().getName()).setHourNanos(question.hourNanos());
        }
        return request;
    }

    private Line line(Question question, ModelAnalysis analysis, long tokens) {
        ModelOnGpu gpu =
                tokens == question.terms().getContextTokens()
                        ? analysis.getGpu()
                        : at(question, tokens);
        return new Line(
                tokens,
                analysis.getFlopsPrefillOrDefault(tokens, 0),
                analysis.getFlopsDecodeOrDefault(tokens, 0),
                analysis.getKvBytesOrDefault(tokens, 0),
                gpu.getInputCostNanosPer1K(),
                gpu.getOutputCostNanosPer1K());
    }

    // Nothing where it is not asked, or does not fit onto so many cards.
    private ModelOnGpu at(Question question, long tokens) {
        ModelSource source = question.source();
        boolean isAsked =
                question.isPriced()
                        && source.getOfCase() != ModelSource.OfCase.URL
                        && source.getSerializedSize() <= SMALL_BYTES;
        if (!isAsked) {
            return ModelOnGpu.getDefaultInstance();
        }
        ComputeTerms terms = question.terms().toBuilder().setContextTokens(tokens).build();
        Question there = new Question(source, question.gpu(), terms, question.hourNanos());
        try {
            return client.compute()
                    .analyzeModel(request(there).addContexts(tokens).build())
                    .getGpu();
        } catch (StatusRuntimeException e) {
            return ModelOnGpu.getDefaultInstance();
        }
    }
}
