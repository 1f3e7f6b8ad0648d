package io.weighbridge.backend.compute.measure;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads what vLLM says: counters of each engine of a model, those of its calls' ends together. Not
/// those of all engines: one that starts anew would look as if all had.
final class VllmText {
    private static final String CALLS = "vllm:request_success_total";
    private static final String PROMPT = "vllm:prompt_tokens_total";
    private static final String OUTPUT = "vllm:generation_tokens_total";
    private static final String PREFILL = "vllm:request_prefill_time_seconds_sum";
    private static final String DECODE = "vllm:request_decode_time_seconds_sum";
    private static final Set<String> WANTED = Set.of(CALLS, PROMPT, OUTPUT, PREFILL, DECODE);
    private static final long US_PER_S = 1_000_000;
    private static final int ENGINES_MAX = 1_000;
    private static final int TEXT_LENGTH_MAX = 150;

    private record Engine(String model, String number) {}

    private VllmText() {}

    /// The models of a page.
    ///
    /// @throws GarbledException when it is not one of vLLM's
    static List<ModelSample> read(byte[] page) throws GarbledException {
        Map<Engine, Map<String, Optional<BigDecimal>>> engines = new LinkedHashMap<>();
        for (Metric metric : MetricText.read(page, WANTED::contains)) {
            var _ =
                    engines.computeIfAbsent(engine(metric), _ -> new HashMap<>())
                            .merge(metric.name(), metric.value(), VllmText::sum);
            if (engines.size() > ENGINES_MAX) {
                throw new GarbledException("more than " + ENGINES_MAX + " engines");
            }
        }
        if (engines.isEmpty()) {
            throw new GarbledException("no " + PROMPT);
        }
        List<ModelSample> samples = new ArrayList<>();
        engines.forEach(
                (engine, values) ->
                        samples.add(
                                new ModelSample(
                                        engine.model(),
                                        engine.number(),
                                        Plausible.counter(of(values, CALLS), 1),
                                        Plausible.counter(of(values, PROMPT), 1),
                                        Plausible.counter(of(values, OUTPUT), 1),
                                        Plausible.counter(of(values, PREFILL), US_PER_S),
                                        Plausible.counter(of(values, DECODE), US_PER_S))));
        return samples;
    }

    private static Engine engine(Metric metric) throws GarbledException {
        Engine engine = new Engine(metric.label("model_name"), metric.label("engine"));
        if (engine.model().isEmpty()
                || engine.model().length() > TEXT_LENGTH_MAX
                || engine.number().length() > TEXT_LENGTH_MAX) {
            throw new GarbledException(
                    metric.name() + " without the name of a model, or with one too long");
        }
        return engine;
    }

    // One that is missing makes the sum missing.
    private static Optional<BigDecimal> sum(Optional<BigDecimal> a, Optional<BigDecimal> b) {
        return a.flatMap(first -> b.map(first::add));
    }

    private static Optional<BigDecimal> of(Map<String, Optional<BigDecimal>> values, String name) {
        return values.getOrDefault(name, Optional.empty());
    }
}
