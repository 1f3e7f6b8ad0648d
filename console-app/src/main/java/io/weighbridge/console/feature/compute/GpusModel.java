package io.weighbridge.console.feature.compute;

import io.grpc.StatusRuntimeException;
import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.Failure;
import io.weighbridge.console.feature.compute.said.Said;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Lane;
import io.weighbridge.console.fx.Paging;
import io.weighbridge.proto.v1.Gpu;
import io.weighbridge.proto.v1.GpuFigures;
import io.weighbridge.proto.v1.GpuPrice;
import io.weighbridge.proto.v1.ListGpuPricesRequest;
import io.weighbridge.proto.v1.ListGpuVersionsRequest;
import io.weighbridge.proto.v1.ListGpusReply;
import io.weighbridge.proto.v1.ListGpusRequest;
import io.weighbridge.proto.v1.PageRequest;
import io.weighbridge.proto.v1.SetGpuPriceRequest;
import io.weighbridge.proto.v1.SetGpuRequest;

import org.jspecify.annotations.Nullable;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// The catalogue of GPUs, and changes of it. What reads says so when it blocks.
final class GpusModel {
    private static final int PAGE = 500;
    private static final int PAGES_MAX = 4;

    private final BackendClient client;
    private final InstantSource clock;
    private final Lane saving;

    /// What came of a change.
    sealed interface Saved {
        /// It is kept.
        record Done(Gpu after) implements Saved {}

        /// Somebody else changed the same GPU first.
        record Conflict(GpuMerge merge) implements Saved {}

        /// It was refused, or the service could not be reached.
        record Refused(Failure failure) implements Saved {}
    }

    /// One GPU with all that was ever said of it.
    ///
    /// @param versions oldest first, without prices
    /// @param prices in the order in which they were made
    record History(GpuRow row, List<Gpu> versions, List<GpuPrice> prices) {}

    /// A price that was made.
    ///
    /// @param before what would have held from the same instant on; null for none
    record Priced(GpuPrice made, @Nullable GpuPrice before) {}

    GpusModel(BackendClient client, Background background, InstantSource clock) {
        this.client = client;
        this.clock = clock;
        this.saving = background.lane();
    }

    private static PageRequest page(String token) {
        return PageRequest.newBuilder().setSize(PAGE).setToken(token).build();
    }

    /// All that are there, up to a limit. Blocks.
    List<Gpu> all() {
        List<Gpu> gpus = new ArrayList<>();
        String token = "";
        int pages = 0;
        do {
            ListGpusReply reply =
                    client.compute()
                            .listGpus(ListGpusRequest.newBuilder().setPage(page(token)).build());
            gpus.addAll(reply.getGpusList());
            token = reply.getNextPageToken();
        } while (!token.isEmpty() && ++pages < PAGES_MAX);
        return gpus;
    }

    /// All with the prices to come, those that are used first. Blocks.
    Paging.Reader<GpuRow> rows() {
        return _ -> {
            List<GpuRow> rows = new ArrayList<>();
            for (Gpu gpu : all()) {
                rows.add(new GpuRow(gpu, GpuRow.later(prices(gpu.getName()), clock.millis())));
            }
            List<GpuRow> ordered = new ArrayList<>(rows);
            ordered.removeIf(row -> row.gpu().getFigures().getRetired());
            rows.removeIf(row -> !row.gpu().getFigures().getRetired());
            ordered.addAll(rows);
            return new Paging.Page<>(ordered, "");
        };
    }

    // The last ones made are what is wanted: all are read, up to a limit.
    private List<GpuPrice> prices(String gpu) {
        List<GpuPrice> prices = new ArrayList<>();
        String token = "";
        int pages = 0;
        do {
            var reply =
                    client.compute()
                            .listGpuPrices(
                                    ListGpuPricesRequest.newBuilder()
                                            .setGpu(gpu)
                                            .setPage(page(token))
                                            .build());
            prices.addAll(reply.getPricesList());
            token = reply.getNextPageToken();
        } while (!token.isEmpty() && ++pages < PAGES_MAX);
        return prices;
    }

    /// One; null when there is none of this name. Blocks.
    @Nullable History history(String name) {
        for (Gpu gpu : all()) {
            if (gpu.getName().equals(name)) {
                List<GpuPrice> prices = prices(name);
                return new History(
                        new GpuRow(gpu, GpuRow.later(prices, clock.millis())),
                        client.compute()
                                .listGpuVersions(
                                        ListGpuVersionsRequest.newBuilder()
                                                .setGpu(name)
                                                .setPage(page(""))
                                                .build())
                                .getVersionsList(),
                        prices);
            }
        }
        return null;
    }

    /// Adds a GPU, or says otherwise what one is.
    ///
    /// @param base as it was read; without a version for a new one
    void set(Gpu base, GpuFigures figures, String reason, Consumer<Saved> done) {
        saving.run(
                () -> save(base, figures, reason),
                done,
                failure -> done.accept(new Saved.Refused(failure)));
    }

    private Saved save(Gpu base, GpuFigures figures, String reason) {
        SetGpuRequest request =
                SetGpuRequest.newBuilder()
                        .setGpu(base.getName())
                        .setVersion(base.getVersion())
                        .setFigures(figures)
                        .build();
        try {
            return new Saved.Done(BackendClient.because(client.compute(), reason).setGpu(request));
        } catch (StatusRuntimeException e) {
            Failure failure = Failure.of(e);
            if (!failure.code().equals("VERSION_CONFLICT") || base.getVersion() == 0) {
                return new Saved.Refused(failure);
            }
            for (Gpu theirs : all()) {
                if (theirs.getName().equals(base.getName())) {
                    return new Saved.Conflict(new GpuMerge(base, figures, theirs));
                }
            }
            return new Saved.Refused(failure);
        }
    }

    /// Says what an hour of one card costs.
    ///
    /// @param effectiveAtMs from when on; 0: at once
    void setPrice(
            String gpu,
            long hourNanos,
            long effectiveAtMs,
            String source,
            Consumer<Priced> done,
            Consumer<Failure> failed) {
        SetGpuPriceRequest request =
                SetGpuPriceRequest.newBuilder()
                        .setGpu(gpu)
                        .setHourNanos(hourNanos)
                        .setEffectiveAtMs(effectiveAtMs)
                        .setSource(source)
                        .build();
        saving.run(
                () -> {
                    Said<GpuPrice> said = new Said<>(prices(gpu), GpuPrice::getEffectiveAtMs);
                    GpuPrice made =
                            BackendClient.because(client.compute(), source).setGpuPrice(request);
                    return new Priced(made, said.at(made.getEffectiveAtMs()));
                },
                done,
                failed);
    }

    /// Whether nobody said another price since then. Blocks.
    boolean isLast(String gpu, GpuPrice made) {
        List<GpuPrice> all = prices(gpu);
        return !all.isEmpty() && all.getLast().getHourNanos() == made.getHourNanos();
    }
}
