package io.weighbridge.backend.compute;

import static io.weighbridge.backend.testkit.Faults.assertFault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.Config;
import io.weighbridge.backend.ConfigTable;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.proto.v1.Gpu;
import io.weighbridge.proto.v1.GpuFigures;
import io.weighbridge.proto.v1.GpuPrice;
import io.weighbridge.proto.v1.ListGpuPricesRequest;
import io.weighbridge.proto.v1.ListGpuVersionsRequest;
import io.weighbridge.proto.v1.ListGpusRequest;
import io.weighbridge.proto.v1.SetGpuPriceRequest;
import io.weighbridge.proto.v1.SetGpuRequest;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

final class GpusGrpcTest {
    private static final GpuFigures FIGURES =
            GpuFigures.newBuilder()
                    .setTitle("Own 24 GB")
                    .setVramBytes(24L << 30)
                    .setBytesPerSecond(900_000_000_000L)
                    .setTdpWatts(300)
                    .setSource("our own sheet")
                    .putFlopsPerSecond("fp32", 30_000_000_000_000L)
                    .putFlopsPerSecond("fp16", 60_000_000_000_000L)
                    .build();

    @TempDir Path directory;
    private final HandTime time = HandTime.now();
    @AutoClose private TestBackend test;
    private ComputeFixture compute;

    @BeforeEach
    void start() {
        test = TestBackend.start(directory, time);
        compute = new ComputeFixture(test);
    }

    private Gpu set(String name, long version, GpuFigures figures) {
        return compute.calls()
                .setGpu(
                        SetGpuRequest.newBuilder()
                                .setGpu(name)
                                .setVersion(version)
                                .setFigures(figures)
                                .build());
    }

    private List<Gpu> all() {
        return compute.calls().listGpus(ListGpusRequest.getDefaultInstance()).getGpusList();
    }

    @Test
    void whatComesWithTheProgramIsTheStartAndStaysAfterARestart() {
        List<Gpu> before = all();
        assertTrue(before.size() >= 15);
        Gpu h100 = compute.gpu("h100");
        assertEquals(1, h100.getVersion());
        assertEquals(80L << 30, h100.getFigures().getVramBytes());
        assertEquals(989_500_000_000_000L, h100.getFigures().getFlopsPerSecondOrThrow("bf16"));
        assertEquals(2_690_000_000L, h100.getPrice().getHourNanos());
        assertFalse(compute.gpu("l40s").hasPrice());
        Gpu edited = set("h100", 1, h100.getFigures().toBuilder().setTdpWatts(650).build());
        test.close();
        start();
        assertEquals(edited, compute.gpu("h100"));
        assertEquals(before.size(), all().size());
    }

    @Test
    void inAnotherCurrencyNothingHasAPriceYet() {
        test.close();
        Config config = Config.of(directory.resolve("eur")).withPort(0);
        try (TestBackend euro = TestBackend.start(config.with(ConfigTable.CURRENCY, "EUR"), time)) {
            assertFalse(new ComputeFixture(euro).gpu("h100").hasPrice());
        }
        start();
    }

    @Test
    void anEditIsAVersionAndLosesNoOther() {
        Gpu made = set("own-24", 0, FIGURES);
        assertEquals(1, made.getVersion());
        Gpu retired = set("own-24", 1, FIGURES.toBuilder().setRetired(true).build());
        for (long version : new long[] {0, 1, 3, -1, Long.MAX_VALUE}) {
            assertFault(
                    ErrorCode.VERSION_CONFLICT, "version", () -> set("own-24", version, FIGURES));
        }
        assertFault(ErrorCode.VERSION_CONFLICT, "version", () -> set("other", 1, FIGURES));
        assertEquals(retired, compute.gpu("own-24"));
        assertEquals(
                List.of(made, retired),
                compute.calls()
                        .listGpuVersions(
                                ListGpuVersionsRequest.newBuilder().setGpu("own-24").build())
                        .getVersionsList());
    }

    @Test
    void aPriceHoldsFromItsInstantOn() {
        GpuPrice later = compute.price("h100", 3_000_000_000L, time.wallMs() + 1_000);
        assertEquals(2_690_000_000L, compute.gpu("h100").getPrice().getHourNanos());
        time.pass(1_000);
        assertEquals(later, compute.gpu("h100").getPrice());
        GpuPrice now = compute.price("h100", 1, 0);
        assertEquals(now, compute.gpu("h100").getPrice());
        assertEquals(
                3,
                compute.calls()
                        .listGpuPrices(ListGpuPricesRequest.newBuilder().setGpu("h100").build())
                        .getPricesCount());
    }

    @Test
    void wrongPricesAreRefused() {
        SetGpuPriceRequest right =
                SetGpuPriceRequest.newBuilder()
                        .setGpu("h100")
                        .setHourNanos(1)
                        .setSource("an offer")
                        .build();
        for (long nanos : new long[] {0, -1, 1_000_000_000_000_001L, Long.MIN_VALUE}) {
            refusePrice("hour_nanos", right.toBuilder().setHourNanos(nanos));
        }
        for (long atMs : new long[] {1, time.wallMs() - 1, -1}) {
            refusePrice("effective_at_ms", right.toBuilder().setEffectiveAtMs(atMs));
        }
        refusePrice("source", right.toBuilder().setSource(""));
        assertFault(
                ErrorCode.GPU_UNKNOWN,
                "gpu",
                () -> compute.calls().setGpuPrice(right.toBuilder().setGpu("h1000").build()));
        assertEquals(2_690_000_000L, compute.gpu("h100").getPrice().getHourNanos());
    }

    private void refusePrice(String field, SetGpuPriceRequest.Builder request) {
        assertFault(
                ErrorCode.INVALID_FIELD, field, () -> compute.calls().setGpuPrice(request.build()));
    }

    @Test
    void wrongFiguresAreRefused() {
        int before = all().size();
        for (String name : new String[] {"", "Own", "own 24", "-own", "x".repeat(41)}) {
            assertFault(ErrorCode.INVALID_FIELD, "gpu", () -> set(name, 0, FIGURES));
        }
        refuse("figures.title", FIGURES.toBuilder().setTitle(""));
        refuse("figures.source", FIGURES.toBuilder().setSource("x".repeat(201)));
        refuse("figures.vram_bytes", FIGURES.toBuilder().setVramBytes(0));
        refuse("figures.vram_bytes", FIGURES.toBuilder().setVramBytes(Long.MAX_VALUE));
        refuse("figures.bytes_per_second", FIGURES.toBuilder().setBytesPerSecond(-1));
        refuse("figures.tdp_watts", FIGURES.toBuilder().setTdpWatts(0));
        refuse("figures.flops_per_second", FIGURES.toBuilder().removeFlopsPerSecond("fp32"));
        refuse("figures.flops_per_second", FIGURES.toBuilder().putFlopsPerSecond("a b:c", 1));
        refuse("figures.flops_per_second.fp16", FIGURES.toBuilder().putFlopsPerSecond("fp16", 0));
        assertEquals(before, all().size());
    }

    private void refuse(String field, GpuFigures.Builder figures) {
        assertFault(ErrorCode.INVALID_FIELD, field, () -> set("own", 0, figures.build()));
    }
}
