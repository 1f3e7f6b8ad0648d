package io.weighbridge.backend.compute.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.testkit.EmptyStore;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.model.ErrorCode;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// Rounds over real HTTP and real files, into a real store.
final class ScrapingTest {
    private static final long PAUSE_MS = 15_000;

    @TempDir Path directory;

    private final HandTime time = new HandTime(1_800_000_000_000L);
    private EmptyStore opened;
    private MeasureStore store;
    private HttpServer server;
    // What the server says; its status when it is a number.
    private volatile String said = "";
    // What the store says to what is added; null when it takes it.
    private volatile @Nullable ErrorCode refusal;

    @BeforeEach
    void open() throws IOException {
        opened = EmptyStore.sqlite(directory);
        store = new SqlMeasureStore(opened.database());
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    boolean isStatus = said.matches("[0-9]{3}");
                    byte[] body = said.getBytes(StandardCharsets.UTF_8);
                    if (said.equals("302")) {
                        exchange.getResponseHeaders().set("Location", "/elsewhere");
                    }
                    exchange.sendResponseHeaders(
                            isStatus ? Integer.parseInt(said) : 200, isStatus ? -1 : body.length);
                    if (!isStatus) {
                        exchange.getResponseBody().write(body);
                    }
                    exchange.close();
                });
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
        opened.close();
    }

    private Exporter exporter(Exporter.Kind kind) {
        return new Exporter(kind, "http://127.0.0.1:" + server.getAddress().getPort() + "/metrics");
    }

    private Scraping scraping(Exporter... exporters) {
        return new Scraping(
                List.of(exporters),
                new ExporterHttp(),
                new SmiFile(time, 3 * PAUSE_MS),
                store,
                time,
                PAUSE_MS);
    }

    private List<GpuHour> gpus() {
        return store.gpuHours(0, Long.MAX_VALUE, PageKey.of(100, "", "")).items();
    }

    private List<ModelHour> models() {
        return store.modelHours(0, Long.MAX_VALUE, PageKey.of(100, "", "")).items();
    }

    @Test
    void shouldKeepWhatExportersSay() {
        Exporter dcgm = exporter(Exporter.Kind.DCGM);
        Exporter vllm = exporter(Exporter.Kind.VLLM);
        Scraping scraping = scraping(dcgm, vllm);
        assertEquals("not asked yet", scraping.states().getFirst().problem());
        said = "DCGM_FI_DEV_GPU_UTIL{UUID=\"g\"} 40\nvllm:prompt_tokens_total{model_name=\"m\"} 5";
        scraping.round();
        time.pass(PAUSE_MS);
        said = "DCGM_FI_DEV_GPU_UTIL{UUID=\"g\"} 60\nvllm:prompt_tokens_total{model_name=\"m\"} 9";
        scraping.round();
        scraping.round();

        GpuHour gpu = gpus().getFirst();
        assertEquals(new GpuHour.Active(PAUSE_MS, 7_500_000), gpu.busy());
        assertEquals(OptionalLong.of(4), models().getFirst().promptTokens());
        assertEquals(
                List.of(
                        new ExporterState(dcgm, time.wallMs(), time.wallMs(), 1, ""),
                        new ExporterState(vllm, time.wallMs(), time.wallMs(), 1, "")),
                scraping.states());
    }

    @Test
    void shouldSayWhyOneCannotBeReadAndGoOn() {
        Exporter dcgm = exporter(Exporter.Kind.DCGM);
        Exporter gone = new Exporter(Exporter.Kind.DCGM, "http://127.0.0.1:1/metrics");
        Exporter odd = new Exporter(Exporter.Kind.DCGM, "http://127.0.0.1:99999/metrics");
        Scraping scraping = scraping(gone, dcgm, odd);
        said = "DCGM_FI_DEV_GPU_UTIL{UUID=\"g\"} 40";
        scraping.round();
        long toldAtMs = time.wallMs();
        time.pass(PAUSE_MS);
        for (String[] each :
                new String[][] {
                    {"503", "the answer is 503"},
                    {"302", "the answer is 302"},
                    {"<html>", "line 1: no name of a metric"},
                    {"", "nothing of what is read of DCGM_FI_"}
                }) {
            said = each[0];
            scraping.round();
            assertEquals(
                    new ExporterState(dcgm, time.wallMs(), toldAtMs, 1, each[1]),
                    scraping.states().get(1));
        }
        assertTrue(scraping.states().getFirst().problem().contains("127.0.0.1"));
        assertEquals(0, scraping.states().getFirst().toldAtMs());
        assertTrue(scraping.states().get(2).problem().contains("99999"));
        assertEquals(List.of(), gpus());
        said = "DCGM_FI_DEV_GPU_UTIL{UUID=\"g\"} 40";
        scraping.round();
        assertEquals(PAUSE_MS, gpus().getFirst().seenMs());
    }

    @Test
    void shouldRefuseAPageWithoutEnd() {
        Scraping scraping = scraping(exporter(Exporter.Kind.DCGM));
        said = "#".repeat(MetricText.BYTES_MAX + 1);
        scraping.round();
        assertEquals("more than 8388608 bytes", scraping.states().getFirst().problem());
    }

    @Test
    void shouldKeepWhatTheStoreCouldNotTake() {
        Exporter dcgm = exporter(Exporter.Kind.DCGM);
        MeasureStore real = store;
        refusal = ErrorCode.STORE_UNAVAILABLE;
        store =
                new MeasureStore() {
                    @Override
                    public void add(List<GpuHour> gpus, List<ModelHour> models) {
                        ErrorCode code = refusal;
                        if (code != null) {
                            throw Fault.of(code, "no");
                        }
                        real.add(gpus, models);
                    }

                    @Override
                    public boolean deleteDay(long beforeMs) {
                        return real.deleteDay(beforeMs);
                    }

                    @Override
                    public Page<GpuHour> gpuHours(long fromMs, long toMs, PageKey page) {
                        return real.gpuHours(fromMs, toMs, page);
                    }

                    @Override
                    public Map<Long, Long> dayChanges(long fromMs, long toMs) {
                        return real.dayChanges(fromMs, toMs);
                    }

                    @Override
                    public Page<ModelHour> modelHours(long fromMs, long toMs, PageKey page) {
                        return real.modelHours(fromMs, toMs, page);
                    }
                };
        Scraping scraping = scraping(dcgm);
        said = "DCGM_FI_DEV_GPU_UTIL{UUID=\"g\"} 40";
        scraping.round();
        for (int i = 0; i < 2; i++) {
            time.pass(PAUSE_MS);
            assertThrows(Fault.class, scraping::round);
        }
        refusal = null;
        time.pass(PAUSE_MS);
        scraping.round();
        scraping.round();
        assertEquals(3 * PAUSE_MS, gpus().stream().mapToLong(GpuHour::seenMs).sum());

        // What it refuses for good does not stand in the way of all that follows.
        refusal = ErrorCode.INVALID_FIELD;
        time.pass(PAUSE_MS);
        assertThrows(Fault.class, scraping::round);
        refusal = null;
        time.pass(PAUSE_MS);
        scraping.round();
        assertEquals(4 * PAUSE_MS, gpus().stream().mapToLong(GpuHour::seenMs).sum());
    }

    @Test
    void shouldReadFilesThatAreNew() throws IOException {
        Path file = directory.resolve("gpus.csv");
        Scraping scraping = scraping(new Exporter(Exporter.Kind.NVIDIA_SMI, file.toString()));
        scraping.round();
        assertEquals("there is no such file", scraping.states().getFirst().problem());

        write(file, "GPU-a, NVIDIA L4, 37, 21000, 28.45\n");
        scraping.round();
        time.pass(PAUSE_MS);
        scraping.round();
        assertEquals("NVIDIA L4", gpus().getFirst().model());
        assertEquals(426_750, gpus().getFirst().energyMj());

        time.pass(2 * PAUSE_MS + 1_000);
        scraping.round();
        assertEquals("it was written 46 s ago", scraping.states().getFirst().problem());
        write(file, "x".repeat(65_537));
        scraping.round();
        assertEquals("more than 65536 bytes", scraping.states().getFirst().problem());
    }

    private void write(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.fromMillis(time.wallMs()));
    }
}
