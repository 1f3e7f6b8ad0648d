package io.weighbridge.console.feature.compute;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.Failure;
import io.weighbridge.console.feature.compute.said.Said;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Lane;
import io.weighbridge.console.fx.Paging;
import io.weighbridge.proto.v1.DeleteDraftRequest;
import io.weighbridge.proto.v1.DraftPriceReply;
import io.weighbridge.proto.v1.DraftPriceRequest;
import io.weighbridge.proto.v1.GetPriceBookRequest;
import io.weighbridge.proto.v1.GetServiceRequest;
import io.weighbridge.proto.v1.ListModelsReply;
import io.weighbridge.proto.v1.ListModelsRequest;
import io.weighbridge.proto.v1.ListServiceModelsReply;
import io.weighbridge.proto.v1.ListServiceModelsRequest;
import io.weighbridge.proto.v1.ListServicesReply;
import io.weighbridge.proto.v1.ListServicesRequest;
import io.weighbridge.proto.v1.ModelSource;
import io.weighbridge.proto.v1.PageRequest;
import io.weighbridge.proto.v1.PriceBook;
import io.weighbridge.proto.v1.ProposePriceRequest;
import io.weighbridge.proto.v1.SaveModelRequest;
import io.weighbridge.proto.v1.SavedModel;
import io.weighbridge.proto.v1.Service;
import io.weighbridge.proto.v1.ServiceModel;
import io.weighbridge.proto.v1.SetServiceModelRequest;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Saved models, what services run, and the prices that follow. What reads says so when it blocks.
final class RunsModel {
    private static final int PAGE = 500;
    private static final int PAGES_MAX = 20;

    private final BackendClient client;
    private final InstantSource clock;
    private final Lane saving;

    /// A service with all that was ever said of it.
    ///
    /// @param links in the order in which they were made
    record History(RunRow row, List<ServiceModel> links) {}

    RunsModel(BackendClient client, Background background, InstantSource clock) {
        this.client = client;
        this.clock = clock;
        this.saving = background.lane();
    }

    private interface PageReader<T> {
        Paging.Page<T> read(PageRequest page);
    }

    // All, up to a limit.
    private static <T> List<T> all(PageReader<T> reader) {
        List<T> rows = new ArrayList<>();
        String token = "";
        int pages = 0;
        do {
            Paging.Page<T> page =
                    reader.read(PageRequest.newBuilder().setSize(PAGE).setToken(token).build());
            rows.addAll(page.rows());
            token = page.next();
        } while (!token.isEmpty() && ++pages < PAGES_MAX);
        return rows;
    }

    private List<ServiceModel> links(String service) {
        return all(
                page -> {
                    ListServiceModelsReply reply =
                            client.compute()
                                    .listServiceModels(
                                            ListServiceModelsRequest.newBuilder()
                                                    .setService(service)
                                                    .setPage(page)
                                                    .build());
                    return new Paging.Page<>(
                            reply.getServiceModelsList(), reply.getNextPageToken());
                });
    }

    /// All services. Blocks.
    List<Service> services() {
        return all(
                page -> {
                    ListServicesReply reply =
                            client.services()
                                    .listServices(
                                            ListServicesRequest.newBuilder().setPage(page).build());
                    return new Paging.Page<>(reply.getServicesList(), reply.getNextPageToken());
                });
    }

    /// All services with what they run. Blocks.
    Paging.Reader<RunRow> rows() {
        return _ -> {
            Map<String, List<ServiceModel>> links =
                    links("").stream().collect(Collectors.groupingBy(ServiceModel::getService));
            long nowMs = clock.millis();
            return new Paging.Page<>(
                    services().stream()
                            .map(
                                    each ->
                                            RunRow.of(
                                                    each,
                                                    links.getOrDefault(each.getName(), List.of()),
                                                    nowMs))
                            .toList(),
                    "");
        };
    }

    /// All saved models, oldest first. Blocks.
    List<SavedModel> models() {
        return all(
                page -> {
                    ListModelsReply reply =
                            client.compute()
                                    .listModels(
                                            ListModelsRequest.newBuilder().setPage(page).build());
                    return new Paging.Page<>(reply.getModelsList(), reply.getNextPageToken());
                });
    }

    /// One service. Blocks.
    ///
    /// @param service id or name
    History history(String service) {
        Service found =
                client.services()
                        .getService(GetServiceRequest.newBuilder().setService(service).build());
        List<ServiceModel> links = links(found.getId());
        return new History(RunRow.of(found, links, clock.millis()), links);
    }

    /// What says again, from the same instant on, what would have held then.
    ///
    /// @param before all that was said until something else was made
    /// @param wantedAtMs from when on that was asked for; 0: at once
    static SetServiceModelRequest back(History before, ServiceModel made, long wantedAtMs) {
        ServiceModel found =
                new Said<>(before.links(), ServiceModel::getEffectiveAtMs)
                        .at(made.getEffectiveAtMs());
        ServiceModel old = found == null ? ServiceModel.getDefaultInstance() : found;
        return SetServiceModelRequest.newBuilder()
                .setService(before.row().service().getId())
                .setModel(old.getModel())
                .setGpu(old.getGpu())
                .setTerms(old.getTerms())
                .setEffectiveAtMs(wantedAtMs)
                .build();
    }

    /// Whether nobody said something else since then. Blocks.
    boolean isLast(ServiceModel made) {
        List<ServiceModel> all = links(made.getService());
        return !all.isEmpty() && isSame(all.getLast(), made);
    }

    private static boolean isSame(ServiceModel one, ServiceModel other) {
        return one.getModel().equals(other.getModel())
                && one.getGpu().equals(other.getGpu())
                && one.getTerms().equals(other.getTerms());
    }

    /// What a service's tokens cost, and must be sold for, beside the prices in force; and the same
    /// of what its calls take of GPUs. Blocks.
    ///
    /// @param service its name
    Proposed propose(String service) {
        ProposePriceRequest perUnit = ProposePriceRequest.newBuilder().setService(service).build();
        ProposePriceRequest byCurve = perUnit.toBuilder().setByCurve(true).build();
        return new Proposed(
                client.compute().proposePrice(perUnit),
                client.compute().proposePrice(byCurve),
                inForce());
    }

    // Without prices when no book is in force.
    private PriceBook inForce() {
        try {
            return client.prices().getPriceBook(GetPriceBookRequest.getDefaultInstance());
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
                return PriceBook.getDefaultInstance();
            }
            throw e;
        }
    }

    /// Writes the proposal for a service into a new draft.
    ///
    /// @param isByCurve whether its calls shall pay for what each takes of GPUs
    void draft(
            String service,
            boolean isByCurve,
            Consumer<DraftPriceReply> done,
            Consumer<Failure> failed) {
        DraftPriceRequest request =
                DraftPriceRequest.newBuilder().setService(service).setByCurve(isByCurve).build();
        saving.run(() -> client.compute().draftPrice(request), done, failed);
    }

    /// Deletes a draft, unless somebody changed or published it meanwhile.
    ///
    /// @param done told whether it was deleted
    void takeBack(
            DraftPriceReply made, String reason, Consumer<Boolean> done, Consumer<Failure> failed) {
        saving.run(() -> takeBack(made, reason), done, failed);
    }

    private boolean takeBack(DraftPriceReply made, String reason) {
        String id = made.getPriceBook();
        PriceBook now =
                client.prices()
                        .getPriceBook(GetPriceBookRequest.newBuilder().setPriceBook(id).build());
        if (now.getVersion() != made.getVersion()) {
            return false;
        }
        var _ =
                BackendClient.because(client.prices(), reason)
                        .deleteDraft(DeleteDraftRequest.newBuilder().setPriceBook(id).build());
        return true;
    }

    /// Says what a service runs.
    void set(
            SetServiceModelRequest request,
            String reason,
            Consumer<ServiceModel> done,
            Consumer<Failure> failed) {
        saving.run(
                () -> BackendClient.because(client.compute(), reason).setServiceModel(request),
                done,
                failed);
    }

    /// Keeps a model under a name.
    void save(
            String name, ModelSource source, Consumer<SavedModel> done, Consumer<Failure> failed) {
        SaveModelRequest request =
                SaveModelRequest.newBuilder().setName(name).setModel(source).build();
        saving.run(() -> client.compute().saveModel(request), done, failed);
    }
}
