package io.weighbridge.backend.platform.grpc;

import io.grpc.BindableService;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import io.weighbridge.backend.platform.health.Readiness;

import java.util.Collection;
import java.util.List;

/// The health of the whole (the empty name) and of each service, as gRPC's own contract has it. Who
/// watches is told of a change. Needs no token: it says nothing but whether to come.
public final class GrpcHealth {
    private final HealthStatusManager manager = new HealthStatusManager();
    private final Readiness readiness;
    private final List<String> names;

    /// @param services of the server
    public GrpcHealth(Readiness readiness, Collection<BindableService> services) {
        this.readiness = readiness;
        this.names =
                services.stream()
                        .map(service -> service.bindService().getServiceDescriptor().getName())
                        .toList();
        update();
    }

    /// The service; never waits.
    public BindableService service() {
        return manager.getHealthService();
    }

    /// Says what is so now.
    public void update() {
        ServingStatus status =
                readiness.isReady() ? ServingStatus.SERVING : ServingStatus.NOT_SERVING;
        manager.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, status);
        names.forEach(name -> manager.setStatus(name, status));
    }

    /// Not serving, whatever comes.
    public void drain() {
        manager.enterTerminalState();
    }
}
