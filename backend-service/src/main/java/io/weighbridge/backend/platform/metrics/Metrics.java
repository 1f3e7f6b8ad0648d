package io.weighbridge.backend.platform.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.Unit;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;

/// All metrics of a service. What is counted elsewhere is read when somebody looks. Names and
/// labels stand in docs/metrics.md; no label has as many values as there are keys or accounts.
public final class Metrics implements AutoCloseable {
    private static final String PREFIX = "weighbridge.";

    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    // The registry itself holds what a counter reads only weakly.
    private final List<LongSupplier> counted = new CopyOnWriteArrayList<>();
    private final JvmGcMetrics garbage = new JvmGcMetrics();

    /// With the metrics of the Java VM and the process.
    public Metrics() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        garbage.bindTo(registry);
    }

    /// A number that only rises, since the start.
    ///
    /// @param name dotted, without prefix and `_total`
    /// @param labels names and values by turns
    public void counter(String name, String help, LongSupplier reading, String... labels) {
        counted.add(reading);
        FunctionCounter.builder(PREFIX + name, reading, LongSupplier::getAsLong)
                .description(help)
                .tags(labels)
                .register(registry);
    }

    /// A number that rises and falls.
    ///
    /// @param name dotted, without prefix
    /// @param labels names and values by turns
    public void gauge(String name, String help, LongSupplier reading, String... labels) {
        Gauge.builder(PREFIX + name, reading, LongSupplier::getAsLong)
                .description(help)
                .tags(labels)
                .strongReference(true)
                .register(registry);
    }

    /// How long something takes.
    ///
    /// @param name dotted, without prefix and `_seconds`
    public void histogram(String name, String help, LatencyHistogram histogram) {
        String full = (PREFIX + name).replace('.', '_') + "_seconds";
        Collector collector = () -> snapshot(full, help, List.of(point(Labels.EMPTY, histogram)));
        registry.getPrometheusRegistry().register(collector);
    }

    /// How long something takes, for each value of a label.
    ///
    /// @param name dotted, without prefix and `_seconds`
    public void histograms(
            String name, String help, String label, Map<String, LatencyHistogram> histograms) {
        String full = (PREFIX + name).replace('.', '_') + "_seconds";
        Map<String, LatencyHistogram> all = Map.copyOf(histograms);
        Collector collector =
                () ->
                        snapshot(
                                full,
                                help,
                                all.entrySet().stream()
                                        .map(
                                                each ->
                                                        point(
                                                                Labels.of(label, each.getKey()),
                                                                each.getValue()))
                                        .toList());
        registry.getPrometheusRegistry().register(collector);
    }

    private static HistogramSnapshot.HistogramDataPointSnapshot point(
            Labels labels, LatencyHistogram histogram) {
        ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
        for (int i = 0; i < LatencyHistogram.buckets(); i++) {
            long bound = LatencyHistogram.boundNanos(i);
            buckets.bucket(
                    bound == Long.MAX_VALUE ? Double.POSITIVE_INFINITY : seconds(bound),
                    histogram.count(i));
        }
        return HistogramSnapshot.HistogramDataPointSnapshot.builder()
                .labels(labels)
                .classicHistogramBuckets(buckets.build())
                .sum(seconds(histogram.sumNanos()))
                .build();
    }

    private static MetricSnapshot snapshot(
            String name, String help, List<HistogramSnapshot.HistogramDataPointSnapshot> points) {
        HistogramSnapshot.Builder snapshot =
                HistogramSnapshot.builder().name(name).help(help).unit(Unit.SECONDS);
        points.forEach(snapshot::dataPoint);
        return snapshot.build();
    }

    private static double seconds(long nanos) {
        return nanos / 1e9;
    }

    /// All of them, in Prometheus' text format.
    public String scrape() {
        return registry.scrape();
    }

    @Override
    public void close() {
        garbage.close();
        registry.close();
    }
}
