package io.weighbridge.console.feature.plans;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.proto.v1.CountKeysRequest;
import io.weighbridge.proto.v1.ListPlansReply;
import io.weighbridge.proto.v1.ListPlansRequest;
import io.weighbridge.proto.v1.ListServicesReply;
import io.weighbridge.proto.v1.ListServicesRequest;
import io.weighbridge.proto.v1.PageRequest;
import io.weighbridge.proto.v1.Plan;
import io.weighbridge.proto.v1.PlanKeys;
import io.weighbridge.proto.v1.Service;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What the matrix is made of. Plans and services are few: they are read whole, up to a limit.
///
/// @param keys how many keys each plan concerns, by plan id
/// @param isWhole false when there are more plans or services than are read
record Catalogue(
        List<Plan> plans, List<Service> services, Map<String, PlanKeys> keys, boolean isWhole) {
    private static final int PAGE = 500;
    private static final int PAGES_MAX = 4;
    // A key counts as live when it was used so short a time ago.
    private static final long LIVE_MS = 5 * 60_000;

    /// Reads it. Blocks.
    static Catalogue read(BackendClient client, long nowMs) {
        List<Plan> plans = new ArrayList<>();
        String token = "";
        for (int page = 0; page < PAGES_MAX && (page == 0 || !token.isEmpty()); page++) {
            ListPlansReply reply =
                    client.plans()
                            .listPlans(ListPlansRequest.newBuilder().setPage(page(token)).build());
            plans.addAll(reply.getPlansList());
            token = reply.getNextPageToken();
        }
        List<Service> services = new ArrayList<>();
        String next = "";
        for (int page = 0; page < PAGES_MAX && (page == 0 || !next.isEmpty()); page++) {
            ListServicesReply reply =
                    client.services()
                            .listServices(
                                    ListServicesRequest.newBuilder().setPage(page(next)).build());
            services.addAll(reply.getServicesList());
            next = reply.getNextPageToken();
        }
        CountKeysRequest count =
                CountKeysRequest.newBuilder().setUsedSinceMs(nowMs - LIVE_MS).build();
        Map<String, PlanKeys> keys =
                client.keys().countKeys(count).getPlansList().stream()
                        .collect(Collectors.toMap(PlanKeys::getPlan, each -> each));
        return new Catalogue(plans, services, keys, token.isEmpty() && next.isEmpty());
    }

    private static PageRequest page(String token) {
        return PageRequest.newBuilder().setSize(PAGE).setToken(token).build();
    }
}
