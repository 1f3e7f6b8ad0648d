package io.weighbridge.backend.services;

import io.grpc.stub.StreamObserver;
import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.grpc.Replies;
import io.weighbridge.backend.platform.grpc.RequestMapping;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.proto.v1.CreateServiceRequest;
import io.weighbridge.proto.v1.GetServiceRequest;
import io.weighbridge.proto.v1.ListServicesReply;
import io.weighbridge.proto.v1.ListServicesRequest;
import io.weighbridge.proto.v1.UpdateServiceRequest;

/// The services' administration over gRPC. For threads that may wait.
public final class ServicesGrpc extends io.weighbridge.proto.v1.ServicesGrpc.ServicesImplBase {
    private final Services services;

    public ServicesGrpc(Services services) {
        this.services = services;
    }

    @Override
    public void createService(
            CreateServiceRequest request,
            StreamObserver<io.weighbridge.proto.v1.Service> observer) {
        Service made =
                services.create(
                        request.getName(), ServicesMapping.fromProto(request.getSettings()));
        Replies.send(observer, ServicesMapping.toProto(made));
    }

    @Override
    public void getService(
            GetServiceRequest request, StreamObserver<io.weighbridge.proto.v1.Service> observer) {
        Service found = services.require(named(request.getService()));
        Replies.send(observer, ServicesMapping.toProto(found));
    }

    @Override
    public void listServices(
            ListServicesRequest request, StreamObserver<ListServicesReply> observer) {
        Page<Service> page = services.list(RequestMapping.page(request.getPage(), "services"));
        Replies.send(
                observer,
                ListServicesReply.newBuilder()
                        .addAllServices(page.map(ServicesMapping::toProto).items())
                        .setNextPageToken(page.nextToken())
                        .build());
    }

    @Override
    public void updateService(
            UpdateServiceRequest request,
            StreamObserver<io.weighbridge.proto.v1.Service> observer) {
        Service changed =
                services.update(
                        named(request.getService()),
                        request.getVersion(),
                        ServicesMapping.fromProto(request.getSettings()));
        Replies.send(observer, ServicesMapping.toProto(changed));
    }

    private static String named(String idOrName) {
        return Check.text("service", idOrName, 1, 200);
    }
}
