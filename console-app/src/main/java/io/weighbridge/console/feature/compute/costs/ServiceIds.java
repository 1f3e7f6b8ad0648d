package io.weighbridge.console.feature.compute.costs;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.proto.v1.ListServicesReply;
import io.weighbridge.proto.v1.ListServicesRequest;
import io.weighbridge.proto.v1.PageRequest;

import java.util.Map;
import java.util.TreeMap;

/// Ids of services by their names, which sums tell them by.
final class ServiceIds {
    private static final int PAGE = 500;
    private static final int PAGES_MAX = 20;

    private ServiceIds() {}

    /// Reads all of them. Blocks.
    static Map<String, String> read(BackendClient client) {
        Map<String, String> ids = new TreeMap<>();
        String token = "";
        int pages = 0;
        do {
            ListServicesReply reply =
                    client.services()
                            .listServices(
                                    ListServicesRequest.newBuilder()
                                            .setPage(
                                                    PageRequest.newBuilder()
                                                            .setSize(PAGE)
                                                            .setToken(token))
                                            .build());
            reply.getServicesList().forEach(each -> ids.put(each.getName(), each.getId()));
            token = reply.getNextPageToken();
        } while (!token.isEmpty() && ++pages < PAGES_MAX);
        return ids;
    }
}
