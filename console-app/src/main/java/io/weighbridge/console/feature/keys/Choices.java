package io.weighbridge.console.feature.keys;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.proto.v1.ListPlansReply;
import io.weighbridge.proto.v1.ListPlansRequest;
import io.weighbridge.proto.v1.ListServicesReply;
import io.weighbridge.proto.v1.ListServicesRequest;
import io.weighbridge.proto.v1.PageRequest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What can be chosen for a key.
///
/// @param plans names by id
/// @param services names
record Choices(Map<String, String> plans, List<String> services) {
    static final Choices NONE = new Choices(Map.of(), List.of());

    private static final int PAGE = 500;
    private static final int PAGES_MAX = 4;

    /// Reads them. Blocks.
    static Choices read(BackendClient client) {
        Map<String, String> plans = new LinkedHashMap<>();
        String token = "";
        for (int page = 0; page < PAGES_MAX && (page == 0 || !token.isEmpty()); page++) {
            ListPlansReply reply =
                    client.plans()
                            .listPlans(ListPlansRequest.newBuilder().setPage(page(token)).build());
            reply.getPlansList().forEach(plan -> plans.put(plan.getId(), plan.getName()));
            token = reply.getNextPageToken();
        }
        List<String> services = new ArrayList<>();
        String next = "";
        for (int page = 0; page < PAGES_MAX && (page == 0 || !next.isEmpty()); page++) {
            ListServicesReply reply =
                    client.services()
                            .listServices(
                                    ListServicesRequest.newBuilder().setPage(page(next)).build());
            reply.getServicesList().forEach(service -> services.add(service.getName()));
            next = reply.getNextPageToken();
        }
        return new Choices(plans, services.stream().sorted().toList());
    }

    private static PageRequest page(String token) {
        return PageRequest.newBuilder().setSize(PAGE).setToken(token).build();
    }

    /// The name of a plan; its id when it is not known, empty for none.
    String plan(String id) {
        return plans.getOrDefault(id, id);
    }
}
