package io.weighbridge.backend.compute.measure;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.model.ErrorCode;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/// Asks all exporters, again and again, and keeps what they say by the hour. One that is down, or
/// says what cannot be read, leaves a gap, and its state says why. What the store could not take is
/// kept for the next round. [#round] is for one thread, [#states] for any.
final class Scraping {
    private static final Logger LOG = LoggerFactory.getLogger(Scraping.class);
    private static final int PROBLEM_LENGTH_MAX = 300;
    // Each may have a whole page in memory.
    private static final int AT_ONCE_MAX = 8;
    // More are dropped while the store is away: some days of a few hundred GPUs.
    private static final int KEPT_MAX = 50_000;
    // Rounds that may be missed before there is a gap.
    static final int ROUNDS_BEFORE_GAP = 3;

    private record GpuKey(long hourMs, String gpu) {}

    private record ModelKey(long hourMs, String exporter, String model) {}

    /// What one said: GPUs or models, by its kind.
    private record Told(Exporter exporter, List<GpuSample> gpus, List<ModelSample> models) {
        int found() {
            return gpus.size() + models.size();
        }
    }

    private final List<Exporter> exporters;
    private final Pages http;
    private final Pages files;
    private final MeasureStore store;
    private final TimeSource time;
    private final GpuMeters gpuMeters;
    private final ModelMeters modelMeters;
    private final Map<Exporter, ExporterState> states = new ConcurrentHashMap<>();
    private final Semaphore places = new Semaphore(AT_ONCE_MAX);
    // Of the thread that makes rounds: what is not in the store yet.
    private final Map<GpuKey, GpuHour> gpus = new LinkedHashMap<>();
    private final Map<ModelKey, ModelHour> models = new LinkedHashMap<>();

    /// @param http gets pages from exporters that have a URL
    /// @param files reads the others
    /// @param pauseMs between rounds
    Scraping(
            List<Exporter> exporters,
            Pages http,
            Pages files,
            MeasureStore store,
            TimeSource time,
            long pauseMs) {
        this.exporters = List.copyOf(exporters);
        this.http = http;
        this.files = files;
        this.store = store;
        this.time = time;
        gpuMeters = new GpuMeters(ROUNDS_BEFORE_GAP * pauseMs);
        modelMeters = new ModelMeters(ROUNDS_BEFORE_GAP * pauseMs);
        for (Exporter each : exporters) {
            states.put(each, new ExporterState(each, 0, 0, 0, "not asked yet"));
        }
    }

    /// How it goes with each, in the order of the settings.
    List<ExporterState> states() {
        return exporters.stream().map(this::state).toList();
    }

    private ExporterState state(Exporter exporter) {
        return Objects.requireNonNull(states.get(exporter));
    }

    /// Asks all, each on a thread of its own so that one that is slow holds off none.
    void round() {
        List<Future<?>> asked = new ArrayList<>();
        List<Told> told = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Exporter each : exporters) {
                asked.add(threads.submit(() -> ask(each, told)));
            }
        }
        for (Future<?> each : asked) {
            if (each.state() == Future.State.FAILED) {
                LOG.warn("An exporter could not be read", each.exceptionNow());
            }
        }
        long nowMs = time.wallMs();
        // In the order of the settings: whose a GPU is does not depend on who is faster.
        told.sort(
                (a, b) ->
                        Integer.compare(
                                exporters.indexOf(a.exporter()), exporters.indexOf(b.exporter())));
        told.forEach(each -> count(each, nowMs));
        keep();
    }

    private void keep() {
        if (gpus.isEmpty() && models.isEmpty()) {
            return;
        }
        boolean isAway = false;
        try {
            store.add(List.copyOf(gpus.values()), List.copyOf(models.values()));
        } catch (Fault fault) {
            isAway = fault.code() == ErrorCode.STORE_UNAVAILABLE;
            throw fault;
        } finally {
            // What the store refuses it would refuse again, and all that comes after it.
            if (!isAway || gpus.size() + models.size() > KEPT_MAX) {
                gpus.clear();
                models.clear();
            }
        }
    }

    private void ask(Exporter exporter, List<Told> told) {
        long nowMs = time.wallMs();
        ExporterState before = state(exporter);
        Pages pages = exporter.kind() == Exporter.Kind.NVIDIA_SMI ? files : http;
        places.acquireUninterruptibly();
        try {
            Told answer = read(exporter, pages.get(exporter));
            synchronized (told) {
                told.add(answer);
            }
            put(new ExporterState(exporter, nowMs, nowMs, answer.found(), ""), before);
        } catch (GarbledException e) {
            put(failed(before, nowMs, e.problem()), before);
        } catch (IOException e) {
            put(failed(before, nowMs, String.valueOf(e.getMessage())), before);
        } catch (RuntimeException e) {
            // Such as a URL that no client takes.
            put(failed(before, nowMs, e.toString()), before);
        } finally {
            places.release();
        }
    }

    private static ExporterState failed(ExporterState before, long nowMs, String problem) {
        return new ExporterState(
                before.exporter(),
                nowMs,
                before.toldAtMs(),
                before.found(),
                problem.substring(0, Math.min(problem.length(), PROBLEM_LENGTH_MAX)));
    }

    // Logged when it changes, not each time.
    private void put(ExporterState now, ExporterState before) {
        states.put(now.exporter(), now);
        boolean isNew =
                before.askedAtMs() == 0 || now.problem().isEmpty() != before.problem().isEmpty();
        if (isNew && now.problem().isEmpty()) {
            LOG.info("{} tells of {}", now.exporter(), now.found());
        } else if (isNew) {
            LOG.warn("{} cannot be read: {}", now.exporter(), now.problem());
        }
    }

    private static Told read(Exporter exporter, byte[] page) throws GarbledException {
        return switch (exporter.kind()) {
            case DCGM -> new Told(exporter, DcgmText.read(page), List.of());
            case NVIDIA_SMI -> new Told(exporter, SmiText.read(page), List.of());
            case VLLM -> new Told(exporter, List.of(), VllmText.read(page));
        };
    }

    private void count(Told told, long nowMs) {
        for (GpuHour each : gpuMeters.add(told.exporter(), told.gpus(), nowMs)) {
            var _ = gpus.merge(new GpuKey(each.hourMs(), each.gpu()), each, GpuHour::plus);
        }
        for (ModelHour each : modelMeters.add(told.exporter(), told.models(), nowMs)) {
            ModelKey key = new ModelKey(each.hourMs(), each.exporter(), each.model());
            var _ = models.merge(key, each, ModelHour::plus);
        }
    }
}
