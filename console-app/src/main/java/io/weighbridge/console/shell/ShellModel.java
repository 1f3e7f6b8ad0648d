package io.weighbridge.console.shell;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.Link;
import io.weighbridge.console.client.LinkState;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Lane;
import io.weighbridge.console.fx.Latest;
import io.weighbridge.proto.v1.ListApprovalsRequest;
import io.weighbridge.proto.v1.ListUnratedRequest;
import io.weighbridge.proto.v1.PageRequest;
import io.weighbridge.proto.v1.Role;
import io.weighbridge.proto.v1.WhoAmIRequest;

import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// What the frame tells of the installation: whether it answers, what waits for somebody.
public final class ShellModel {
    /// Counts are exact up to here; the frame shows `99+` for more.
    public static final int COUNT_MAX = 100;

    private final BackendClient client;
    private final Lane counts;
    private final ReadOnlyObjectWrapper<LinkState> link = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyIntegerWrapper approvals = new ReadOnlyIntegerWrapper();
    private final ReadOnlyIntegerWrapper unrated = new ReadOnlyIntegerWrapper();
    private final Role loggedIn;
    private final ReadOnlyObjectWrapper<Role> role;
    private final Latest<LinkState> news;
    private Runnable deaf = () -> {};

    private record Polled(int approvals, int unrated, Role role) {}

    /// @param role that the operator logged in with
    public ShellModel(BackendClient client, Background background, Role role) {
        this.client = client;
        this.loggedIn = role;
        this.role = new ReadOnlyObjectWrapper<>(role);
        this.counts = background.lane();
        this.news = new Latest<>(background.fx(), link::set);
        link.set(client.link().state());
    }

    /// Begins to follow the connection. Who begins has just logged in, in the role that this is
    /// for; what was heard of it before is over.
    public void begin() {
        role.set(loggedIn);
        Link followed = client.link();
        deaf = followed.listen(news::put);
        link.set(followed.state());
    }

    /// Ends that.
    public void end() {
        deaf.run();
        counts.cancel();
    }

    /// Reads again what waits for somebody, and the operator's role, unless that is being read.
    public void poll() {
        if (counts.isBusy()) {
            return;
        }
        counts.run(
                () ->
                        new Polled(
                                client.approvals()
                                        .listApprovals(
                                                ListApprovalsRequest.newBuilder()
                                                        .setPendingOnly(true)
                                                        .setPage(page())
                                                        .build())
                                        .getApprovalsCount(),
                                client.usage()
                                        .listUnrated(
                                                ListUnratedRequest.newBuilder()
                                                        .setPage(page())
                                                        .build())
                                        .getRecordsCount(),
                                readRole()),
                read -> {
                    approvals.set(read.approvals());
                    unrated.set(read.unrated());
                    role.set(read.role());
                },
                // The status line says already that the service does not answer.
                _ -> {});
    }

    /// The operator's role as the service knows it now. Blocks.
    Role readRole() {
        return client.operators().whoAmI(WhoAmIRequest.getDefaultInstance()).getRole();
    }

    private static PageRequest page() {
        return PageRequest.newBuilder().setSize(COUNT_MAX).build();
    }

    public ReadOnlyObjectProperty<LinkState> linkProperty() {
        return link.getReadOnlyProperty();
    }

    /// The operator's role, as it was heard last.
    ReadOnlyObjectProperty<Role> roleProperty() {
        return role.getReadOnlyProperty();
    }

    /// Adjustments that wait for a second person.
    public ReadOnlyIntegerProperty approvalsProperty() {
        return approvals.getReadOnlyProperty();
    }

    /// Usage records that wait for a price.
    public ReadOnlyIntegerProperty unratedProperty() {
        return unrated.getReadOnlyProperty();
    }
}
