package io.weighbridge.console.feature.operators;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.Failure;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Lane;
import io.weighbridge.console.fx.Paging;
import io.weighbridge.proto.v1.EndSessionRequest;
import io.weighbridge.proto.v1.ListSessionsRequest;
import io.weighbridge.proto.v1.OperatorSession;
import io.weighbridge.proto.v1.PageRequest;

import java.util.function.Consumer;

/// Who is logged in now.
final class SessionsModel {
    private static final int PAGE = 200;

    private final BackendClient client;
    private final Paging<OperatorSession> paging;
    private final Lane changing;

    SessionsModel(BackendClient client, Background background) {
        this.client = client;
        this.paging = new Paging<>(background, client.link());
        this.changing = background.lane();
    }

    /// What was read.
    Paging<OperatorSession> paging() {
        return paging;
    }

    void load() {
        paging.read(this::page);
    }

    private Paging.Page<OperatorSession> page(String token) {
        var reply =
                client.operators()
                        .listSessions(
                                ListSessionsRequest.newBuilder()
                                        .setPage(
                                                PageRequest.newBuilder()
                                                        .setSize(PAGE)
                                                        .setToken(token))
                                        .build());
        return new Paging.Page<>(reply.getSessionsList(), reply.getNextPageToken());
    }

    void end(OperatorSession session, String reason, Runnable done, Consumer<Failure> failed) {
        EndSessionRequest request =
                EndSessionRequest.newBuilder().setSession(session.getId()).build();
        changing.run(
                () -> BackendClient.because(client.operators(), reason).endSession(request),
                _ -> {
                    load();
                    done.run();
                },
                failed);
    }
}
