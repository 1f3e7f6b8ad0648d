package io.weighbridge.backend.compute.measure;

import io.grpc.BindableService;
import io.weighbridge.backend.platform.time.TimeSource;

import java.util.List;

/// Puts the feature together.
public final class MeasureAssembly {
    private final Scraping scraping;
    private final MeasureStore store;
    private final GpuPrices prices;

    /// @param exporters that are asked
    /// @param pauseMs between rounds
    public MeasureAssembly(
            List<Exporter> exporters,
            MeasureStore store,
            GpuPrices prices,
            TimeSource time,
            long pauseMs) {
        this.store = store;
        this.prices = prices;
        scraping =
                new Scraping(
                        exporters,
                        new ExporterHttp(),
                        new SmiFile(time, Scraping.ROUNDS_BEFORE_GAP * pauseMs),
                        store,
                        time,
                        pauseMs);
    }

    /// What was measured, over gRPC.
    public BindableService grpc() {
        return new MeasuredGrpc(scraping, store, prices);
    }

    /// Asks all exporters. For one thread.
    public void round() {
        scraping.round();
    }
}
