package io.weighbridge.console.feature.operators;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.Failure;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Lane;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.proto.v1.EndSessionRequest;
import io.weighbridge.proto.v1.ListSessionsRequest;
import io.weighbridge.proto.v1.OperatorSession;
import io.weighbridge.proto.v1.PageRequest;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import java.util.List;
import java.util.function.Consumer;

/// Who is logged in now.
final class SessionsModel {
    private static final int PAGE = 1_000;

    private final BackendClient client;
    private final Lane reading;
    private final Lane changing;
    private final ReadOnlyObjectWrapper<Loadable<List<OperatorSession>>> sessions =
            new ReadOnlyObjectWrapper<>(new Loadable.Loading<>());

    SessionsModel(BackendClient client, Background background) {
        this.client = client;
        this.reading = background.lane();
        this.changing = background.lane();
    }

    ReadOnlyObjectProperty<Loadable<List<OperatorSession>>> sessionsProperty() {
        return sessions.getReadOnlyProperty();
    }

    void load() {
        ListSessionsRequest request =
                ListSessionsRequest.newBuilder()
                        .setPage(PageRequest.newBuilder().setSize(PAGE))
                        .build();
        reading.run(
                () -> client.operators().listSessions(request).getSessionsList(),
                list -> sessions.set(new Loadable.Ready<>(list)),
                this::readFailed);
    }

    private void readFailed(Failure failure) {
        if (sessions.get() instanceof Loadable.Loading<List<OperatorSession>>) {
            sessions.set(new Loadable.Failed<>(failure));
        }
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
