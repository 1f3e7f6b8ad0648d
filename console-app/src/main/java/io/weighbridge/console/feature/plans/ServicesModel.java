package io.weighbridge.console.feature.plans;

import io.grpc.StatusRuntimeException;
import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.Failure;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Lane;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.proto.v1.CreateServiceRequest;
import io.weighbridge.proto.v1.GetServiceRequest;
import io.weighbridge.proto.v1.ListServicesReply;
import io.weighbridge.proto.v1.ListServicesRequest;
import io.weighbridge.proto.v1.PageRequest;
import io.weighbridge.proto.v1.Service;
import io.weighbridge.proto.v1.ServiceSettings;
import io.weighbridge.proto.v1.UpdateServiceRequest;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Services: what there is, and changes of one.
final class ServicesModel {
    private static final int PAGE = 500;

    private final BackendClient client;
    private final Lane reading;
    private final Lane saving;
    private List<Service> services = List.of();
    private String next = "";
    private final ReadOnlyObjectWrapper<Loadable<List<Service>>> state =
            new ReadOnlyObjectWrapper<>(new Loadable.Loading<>());

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
        this.reading = background.lane();
        this.saving = background.lane();
    }

    ReadOnlyObjectProperty<Loadable<List<Service>>> stateProperty() {
        return state.getReadOnlyProperty();
    }

    void load() {
        reading.run(() -> page(""), reply -> take(List.of(), reply), this::failed);
    }

    /// Reads the next page, if there is one.
    void more() {
        if (!next.isEmpty()) {
            String token = next;
            next = "";
            reading.run(() -> page(token), reply -> take(services, reply), this::failed);
        }
    }

    private ListServicesReply page(String token) {
        return client.services()
                .listServices(
                        ListServicesRequest.newBuilder()
                                .setPage(PageRequest.newBuilder().setSize(PAGE).setToken(token))
                                .build());
    }

    private void take(List<Service> before, ListServicesReply reply) {
        List<Service> all = new ArrayList<>(before);
        all.addAll(reply.getServicesList());
        next = reply.getNextPageToken();
        show(all);
    }

    private void show(List<Service> all) {
        services = List.copyOf(all);
        state.set(all.isEmpty() ? new Loadable.Empty<>() : new Loadable.Ready<>(services));
    }

    private void failed(Failure failure) {
        if (services.isEmpty()) {
            state.set(new Loadable.Failed<>(failure));
        }
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
                    List<Service> all = new ArrayList<>(services);
                    all.add(made);
                    show(all);
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
        show(
                services.stream()
                        .map(each -> each.getId().equals(changed.getId()) ? changed : each)
                        .toList());
    }
}
