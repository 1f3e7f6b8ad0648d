package io.weighbridge.console.feature.compute.costs;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.Failure;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Lane;
import io.weighbridge.console.fx.Paging;
import io.weighbridge.console.text.Formats;
import io.weighbridge.proto.v1.ApplyFactorsRequest;
import io.weighbridge.proto.v1.Drift;
import io.weighbridge.proto.v1.FactorsProposal;
import io.weighbridge.proto.v1.ListServiceModelsReply;
import io.weighbridge.proto.v1.ListServiceModelsRequest;
import io.weighbridge.proto.v1.PageRequest;
import io.weighbridge.proto.v1.ProposeFactorsRequest;
import io.weighbridge.proto.v1.QueryDriftRequest;
import io.weighbridge.proto.v1.ServiceModel;
import io.weighbridge.proto.v1.SetServiceModelRequest;

import org.jspecify.annotations.Nullable;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Predicted GPU time beside measured, and the factors that follow. What reads says so when it
/// blocks.
final class DriftModel {
    private static final int PAGE = 500;
    private static final int PAGES_MAX = 20;

    private final BackendClient client;
    private final InstantSource clock;
    private final Lane saving;

    /// A service with how far its predictions are off.
    ///
    /// @param id of the service; empty when it is gone
    record Line(String id, Drift drift) {}

    /// A proposal, and what the service runs now, to go back to it; null where that was not found.
    record Proposal(FactorsProposal factors, @Nullable ServiceModel before) {}

    DriftModel(BackendClient client, Background background, InstantSource clock) {
        this.client = client;
        this.clock = clock;
        this.saving = background.lane();
    }

    /// All services that were called, those furthest off first.
    Paging.Reader<Line> lines(SpanChoice span) {
        return _ -> {
            Map<String, String> ids = ServiceIds.read(client);
            return new Paging.Page<>(
                    drifts("", span).stream()
                            .map(each -> new Line(ids.getOrDefault(each.getService(), ""), each))
                            .sorted(Comparator.comparingLong(DriftModel::awayMillionths).reversed())
                            .toList(),
                    "");
        };
    }

    private static long awayMillionths(Line line) {
        return DriftWords.awayMillionths(line.drift());
    }

    /// Of one service, or of all where it is empty. Blocks.
    List<Drift> drifts(String service, SpanChoice span) {
        long nowMs = clock.millis();
        return client.attribution()
                .queryDrift(
                        QueryDriftRequest.newBuilder()
                                .setService(service)
                                .setFromAtMs(span.beginMs(nowMs, SpanChoice.HOUR_MS))
                                .setToAtMs(span.endMs(nowMs, SpanChoice.HOUR_MS))
                                .build())
                .getDriftsList();
    }

    /// The factors that would have predicted what was measured. Changes nothing. Blocks.
    Proposal propose(String service, SpanChoice span) {
        long nowMs = clock.millis();
        FactorsProposal factors =
                client.attribution()
                        .proposeFactors(
                                ProposeFactorsRequest.newBuilder()
                                        .setService(service)
                                        .setFromAtMs(span.beginMs(nowMs, SpanChoice.HOUR_MS))
                                        .setToAtMs(span.endMs(nowMs, SpanChoice.HOUR_MS))
                                        .build());
        return new Proposal(factors, running(service, factors.getServiceModelCreatedAtMs()));
    }

    // What it runs, by when that was said; null for not found.
    private @Nullable ServiceModel running(String service, long createdAtMs) {
        ServiceModel found = null;
        for (ServiceModel each : links(service)) {
            found = each.getCreatedAtMs() == createdAtMs ? each : found;
        }
        return found;
    }

    /// Why a proposal was refused as made for something else. Blocks.
    ///
    /// @param fromMs from when on it was to hold; 0: at once
    Clash clash(String service, Proposal refused, long fromMs, Formats formats) {
        return Clash.of(links(service), refused.factors(), refused.before(), fromMs, formats);
    }

    /// Whether nobody said something else of the service since then. Blocks.
    boolean isLast(ServiceModel made) {
        List<ServiceModel> all = links(made.getService());
        return !all.isEmpty() && all.getLast().getCreatedAtMs() == made.getCreatedAtMs();
    }

    // All that was ever said of it, in that order.
    private List<ServiceModel> links(String service) {
        List<ServiceModel> all = new ArrayList<>();
        String token = "";
        int pages = 0;
        do {
            ListServiceModelsReply reply =
                    client.compute()
                            .listServiceModels(
                                    ListServiceModelsRequest.newBuilder()
                                            .setService(service)
                                            .setPage(
                                                    PageRequest.newBuilder()
                                                            .setSize(PAGE)
                                                            .setToken(token))
                                            .build());
            all.addAll(reply.getServiceModelsList());
            token = reply.getNextPageToken();
        } while (!token.isEmpty() && ++pages < PAGES_MAX);
        return all;
    }

    /// Makes a proposal hold.
    ///
    /// @param fromMs from when on; 0: at once
    void apply(
            String service,
            FactorsProposal proposal,
            long fromMs,
            String reason,
            Consumer<ServiceModel> done,
            Consumer<Failure> failed) {
        ApplyFactorsRequest request =
                ApplyFactorsRequest.newBuilder()
                        .setService(service)
                        .setServiceModelCreatedAtMs(proposal.getServiceModelCreatedAtMs())
                        .setGpuVersion(proposal.getGpuVersion())
                        .setFlopsShareMillionths(proposal.getProposedFlopsShareMillionths())
                        .setBandwidthShareMillionths(proposal.getProposedBandwidthShareMillionths())
                        .setEffectiveAtMs(fromMs)
                        .build();
        saving.run(
                () -> BackendClient.because(client.compute(), reason).applyFactors(request),
                done,
                failed);
    }

    /// Says again what a service ran before.
    ///
    /// @param fromMs from when on; 0: at once
    void goBack(
            String service,
            ServiceModel before,
            long fromMs,
            String reason,
            Consumer<ServiceModel> done,
            Consumer<Failure> failed) {
        SetServiceModelRequest request =
                SetServiceModelRequest.newBuilder()
                        .setService(service)
                        .setModel(before.getModel())
                        .setGpu(before.getGpu())
                        .setTerms(before.getTerms())
                        .setEffectiveAtMs(fromMs)
                        .build();
        saving.run(
                () -> BackendClient.because(client.compute(), reason).setServiceModel(request),
                done,
                failed);
    }
}
