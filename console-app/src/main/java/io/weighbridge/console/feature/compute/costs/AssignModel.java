package io.weighbridge.console.feature.compute.costs;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.Failure;
import io.weighbridge.console.feature.compute.said.Said;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Lane;
import io.weighbridge.proto.v1.GpuHour;
import io.weighbridge.proto.v1.GpuServices;
import io.weighbridge.proto.v1.ListGpuServicesReply;
import io.weighbridge.proto.v1.ListGpuServicesRequest;
import io.weighbridge.proto.v1.PageRequest;
import io.weighbridge.proto.v1.QueryGpuHoursRequest;
import io.weighbridge.proto.v1.SetGpuServicesRequest;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Which services run on measured GPUs. What reads says so when it blocks.
final class AssignModel {
    private static final int PAGE = 1_000;
    private static final int PAGES_MAX = 20;

    private final BackendClient client;
    private final InstantSource clock;
    private final Lane saving;

    AssignModel(BackendClient client, Background background, InstantSource clock) {
        this.client = client;
        this.clock = clock;
        this.saving = background.lane();
    }

    // Of one GPU, or of all where it is empty, in the order in which they were made.
    private List<GpuServices> said(String gpu) {
        List<GpuServices> all = new ArrayList<>();
        String token = "";
        int pages = 0;
        do {
            ListGpuServicesReply reply =
                    client.attribution()
                            .listGpuServices(
                                    ListGpuServicesRequest.newBuilder()
                                            .setGpu(gpu)
                                            .setPage(
                                                    PageRequest.newBuilder()
                                                            .setSize(PAGE)
                                                            .setToken(token))
                                            .build());
            all.addAll(reply.getGpuServicesList());
            token = reply.getNextPageToken();
        } while (!token.isEmpty() && ++pages < PAGES_MAX);
        return all;
    }

    /// GPUs that were seen, and those of which something was said, by their UUIDs. Blocks.
    ///
    /// @param seen hours in which they were
    List<GpuUse> uses(List<GpuHour> seen) {
        Map<String, String> cards = new TreeMap<>();
        seen.forEach(hour -> cards.put(hour.getGpu(), hour.getModel()));
        Map<String, List<GpuServices>> said =
                said("").stream().collect(Collectors.groupingBy(GpuServices::getGpu));
        said.keySet().forEach(gpu -> cards.putIfAbsent(gpu, ""));
        long nowMs = clock.millis();
        List<GpuUse> uses = new ArrayList<>();
        cards.forEach(
                (gpu, card) ->
                        uses.add(GpuUse.of(gpu, card, said.getOrDefault(gpu, List.of()), nowMs)));
        return uses;
    }

    /// One GPU. Blocks.
    GpuUse use(String gpu) {
        long nowMs = clock.millis();
        String card =
                client
                        .measured()
                        .queryGpuHours(
                                QueryGpuHoursRequest.newBuilder()
                                        .setFromMs(nowMs - SpanChoice.DAY_MS)
                                        .setToMs(nowMs)
                                        .setPage(PageRequest.newBuilder().setSize(PAGE))
                                        .build())
                        .getHoursList()
                        .stream()
                        .filter(hour -> hour.getGpu().equals(gpu))
                        .map(GpuHour::getModel)
                        .reduce("", (_, later) -> later);
        return GpuUse.of(gpu, card, said(gpu), nowMs);
    }

    /// What says again, from the same instant on, what would have held then.
    ///
    /// @param before all that was said until something else was made
    /// @param wantedAtMs from when on that was asked for; 0: at once
    static SetGpuServicesRequest back(GpuUse before, GpuServices made, long wantedAtMs) {
        GpuServices old =
                new Said<>(before.said(), GpuServices::getEffectiveAtMs)
                        .at(made.getEffectiveAtMs());
        return SetGpuServicesRequest.newBuilder()
                .setGpu(made.getGpu())
                .addAllServices(old == null ? List.of() : old.getServicesList())
                .setEffectiveAtMs(wantedAtMs)
                .build();
    }

    /// Whether nobody said something else since then. Blocks.
    boolean isLast(GpuServices made) {
        List<GpuServices> all = said(made.getGpu());
        return !all.isEmpty() && all.getLast().getServicesList().equals(made.getServicesList());
    }

    /// Names of all services. Blocks.
    List<String> services() {
        return List.copyOf(ServiceIds.read(client).keySet());
    }

    /// Says what runs on a GPU.
    void set(
            SetGpuServicesRequest request,
            String reason,
            Consumer<GpuServices> done,
            Consumer<Failure> failed) {
        saving.run(
                () -> BackendClient.because(client.attribution(), reason).setGpuServices(request),
                done,
                failed);
    }
}
