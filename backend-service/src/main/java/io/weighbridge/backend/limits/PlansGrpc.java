package io.weighbridge.backend.limits;

import io.grpc.stub.StreamObserver;
import io.weighbridge.backend.platform.grpc.Replies;
import io.weighbridge.backend.platform.grpc.RequestMapping;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.services.Services;
import io.weighbridge.model.IdKind;
import io.weighbridge.proto.v1.CreatePlanRequest;
import io.weighbridge.proto.v1.GetPlanRequest;
import io.weighbridge.proto.v1.ListPlansReply;
import io.weighbridge.proto.v1.ListPlansRequest;
import io.weighbridge.proto.v1.UpdatePlanRequest;

/// The plans' administration over gRPC. For threads that may wait.
public final class PlansGrpc extends io.weighbridge.proto.v1.PlansGrpc.PlansImplBase {
    private final Plans plans;
    private final Services services;

    public PlansGrpc(Plans plans, Services services) {
        this.plans = plans;
        this.services = services;
    }

    @Override
    public void createPlan(
            CreatePlanRequest request, StreamObserver<io.weighbridge.proto.v1.Plan> observer) {
        Plan made =
                plans.create(
                        request.getName(),
                        PlansMapping.fromProto("limits", request.getLimitsList(), services));
        send(observer, made);
    }

    @Override
    public void getPlan(
            GetPlanRequest request, StreamObserver<io.weighbridge.proto.v1.Plan> observer) {
        send(observer, plans.require(id(request.getPlan())));
    }

    @Override
    public void listPlans(ListPlansRequest request, StreamObserver<ListPlansReply> observer) {
        Page<Plan> page = plans.list(RequestMapping.page(request.getPage(), "plans"));
        Replies.send(
                observer,
                ListPlansReply.newBuilder()
                        .addAllPlans(
                                page.map(plan -> PlansMapping.toProto(plan, services.directory()))
                                        .items())
                        .setNextPageToken(page.nextToken())
                        .build());
    }

    @Override
    public void updatePlan(
            UpdatePlanRequest request, StreamObserver<io.weighbridge.proto.v1.Plan> observer) {
        Plan changed =
                plans.update(
                        id(request.getPlan()),
                        request.getVersion(),
                        request.getName(),
                        PlansMapping.fromProto("limits", request.getLimitsList(), services));
        send(observer, changed);
    }

    private static long id(String plan) {
        return RequestMapping.id("plan", IdKind.PLAN, plan);
    }

    private void send(StreamObserver<io.weighbridge.proto.v1.Plan> observer, Plan plan) {
        Replies.send(observer, PlansMapping.toProto(plan, services.directory()));
    }
}
