package io.weighbridge.console.feature.plans;

import io.grpc.StatusRuntimeException;
import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.Failure;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Lane;
import io.weighbridge.console.fx.Paging;
import io.weighbridge.proto.v1.CreateServiceRequest;
import io.weighbridge.proto.v1.GetServiceRequest;
import io.weighbridge.proto.v1.ListServicesReply;
import io.weighbridge.proto.v1.ListServicesRequest;
import io.weighbridge.proto.v1.PageRequest;
import io.weighbridge.proto.v1.Service;
import io.weighbridge.proto.v1.ServiceSettings;
import io.weighbridge.proto.v1.UpdateServiceRequest;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Services: what there is, and changes of one.
final class ServicesModel {
    private static final int PAGE = 500;

    private final BackendClient client;
    private final Paging<Service> paging;
    private final Lane saving;

    /// What came of a change.
    sealed interface Saved {
        /// It is kept.
        ///
        /// @param before as it was
        record Done(Service before, Service after) implements Saved {}

        /// Somebody else changed the same service first.
        record Conflict(ServiceMerge merge) implements Saved {}

        /// It was refused, or the service could not be reached.
        record Refused(Failure failure) implements Saved {}
    }

    ServicesModel(BackendClient client, Background background) {
        this.client = client;
        this.paging = new Paging<>(background, client.link());
        this.saving = background.lane();
    }

    /// The services that were read.
    Paging<Service> paging() {
        return paging;
    }

    void load() {
        paging.read(this::page);
    }

    private Paging.Page<Service> page(String token) {
        ListServicesReply reply =
                client.services()
                        .listServices(
                                ListServicesRequest.newBuilder()
                                        .setPage(
                                                PageRequest.newBuilder()
                                                        .setSize(PAGE)
                                                        .setToken(token))
                                        .build());
        return new Paging.Page<>(reply.getServicesList(), reply.getNextPageToken());
    }

    void cancel() {
        paging.cancel();
    }

    void create(
            String name,
            ServiceSettings settings,
            Consumer<Service> done,
            Consumer<Failure> failed) {
        CreateServiceRequest request =
                CreateServiceRequest.newBuilder()
                        .setName(name.strip())
                        .setSettings(settings)
                        .build();
        saving.run(
                () -> client.services().createService(request),
                made -> {
                    paging.edit(
                            services -> {
                                List<Service> all = new ArrayList<>(services);
                                all.add(made);
                                return all;
                            });
                    done.accept(made);
                },
                failed);
    }

    /// Replaces the settings of a service.
    ///
    /// @param base as it was read
    void update(Service base, ServiceSettings settings, String reason, Consumer<Saved> done) {
        saving.run(
                () -> save(base, settings, reason),
                saved -> {
                    if (saved instanceof Saved.Done(var _, var after)) {
                        replace(after);
                    }
                    done.accept(saved);
                },
                failure -> done.accept(new Saved.Refused(failure)));
    }

    private Saved save(Service base, ServiceSettings settings, String reason) {
        UpdateServiceRequest request =
                UpdateServiceRequest.newBuilder()
                        .setService(base.getId())
                        .setVersion(base.getVersion())
                        .setSettings(settings)
                        .build();
        try {
            return new Saved.Done(
                    base, BackendClient.because(client.services(), reason).updateService(request));
        } catch (StatusRuntimeException e) {
            Failure failure = Failure.of(e);
            if (!failure.code().equals("VERSION_CONFLICT")) {
                return new Saved.Refused(failure);
            }
            Service theirs =
                    client.services()
                            .getService(
                                    GetServiceRequest.newBuilder()
                                            .setService(base.getId())
                                            .build());
            return new Saved.Conflict(new ServiceMerge(base, settings, theirs));
        }
    }

    private void replace(Service changed) {
        paging.edit(
                services ->
                        services.stream()
                                .map(each -> each.getId().equals(changed.getId()) ? changed : each)
                                .toList());
    }
}
