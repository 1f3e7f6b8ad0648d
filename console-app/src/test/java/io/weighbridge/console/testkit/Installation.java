package io.weighbridge.console.testkit;

import io.weighbridge.backend.Backend;
import io.weighbridge.backend.Config;
import io.weighbridge.backend.GatewayTable;
import io.weighbridge.backend.compute.measure.GpuHour;
import io.weighbridge.backend.compute.measure.SqlMeasureStore;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.platform.time.SystemTime;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.backend.testkit.MigratedStore;
import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.Profile;
import io.weighbridge.console.client.Trust;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.proto.v1.ChangePasswordRequest;
import io.weighbridge.proto.v1.CreateOperatorRequest;
import io.weighbridge.proto.v1.CreatePlanRequest;
import io.weighbridge.proto.v1.ListOperatorsRequest;
import io.weighbridge.proto.v1.Operator;
import io.weighbridge.proto.v1.Role;
import io.weighbridge.proto.v1.UpdateOperatorRequest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// A real backend in a directory of its own, with an administrator. Everything else is made through
/// its own services, as an operator would.
public final class Installation implements AutoCloseable {
    public static final String ADMIN = "ada";

    private final UnaryOperator<Config> change;
    private final TimeSource time;
    private final Path directory;
    private final String password;
    private final String proxySecret;
    private final int port;
    private final Deque<AutoCloseable> owned = new ArrayDeque<>();
    private Backend backend;

    private Installation(UnaryOperator<Config> change, TimeSource time, List<GpuHour> measured)
            throws IOException {
        this.change = change;
        this.time = time;
        directory = Files.createTempDirectory("weighbridge-console");
        var _ = MigratedStore.in(directory);
        if (!measured.isEmpty()) {
            try (Database database = Database.open(directory)) {
                new SqlMeasureStore(database).add(measured, List.of());
            }
        }
        backend = Backend.start(config(0), time);
        port = backend.port();
        password = backend.operators().createFirst(ADMIN, null).password();
        proxySecret = backend.proxies().create("test-proxy", true, Set.of(), 0).secret();
    }

    private Config config(int itsPort) {
        return change.apply(Config.of(directory).withPort(itsPort)).withWeakPasswords();
    }

    /// Starts one.
    public static Installation start() {
        return start(UnaryOperator.identity());
    }

    /// Starts one whose gateway knows providers that accounts can have own keys for.
    public static Installation withProviders(String... providers) {
        return withProviders(UnaryOperator.identity(), providers);
    }

    /// The same, with other settings too.
    public static Installation withProviders(UnaryOperator<Config> more, String... providers) {
        StringBuilder models = new StringBuilder();
        for (String provider : providers) {
            models.append(
                    """
                    [providers.%1$s]
                    url = "https://%1$s.example/v1"
                    service = "byok/%1$s"
                    """
                            .formatted(provider));
        }
        return start(
                config -> {
                    try {
                        Path file = config.dataDirectory().resolve("models.toml");
                        Files.writeString(file, models);
                        return more.apply(config)
                                .with(GatewayTable.MODELS_FILE, file.toString())
                                .with(GatewayTable.PORT, "0");
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    /// Starts one with other settings.
    public static Installation start(UnaryOperator<Config> change) {
        return start(change, new SystemTime(), List.of());
    }

    /// Starts one at a time of day that does not depend on when tests run.
    public static Installation startAt(Instant start) {
        return startAt(start, List.of());
    }

    /// The same, with hours that were measured of GPUs.
    public static Installation startAt(Instant start, List<GpuHour> measured) {
        long anchorNanos = System.nanoTime();
        return start(
                UnaryOperator.identity(),
                new TimeSource() {
                    @Override
                    public long nanos() {
                        return System.nanoTime();
                    }

                    @Override
                    public long wallMs(long nanos) {
                        return start.toEpochMilli() + (nanos - anchorNanos) / 1_000_000;
                    }
                },
                measured);
    }

    private static Installation start(
            UnaryOperator<Config> change, TimeSource time, List<GpuHour> measured) {
        try {
            return new Installation(change, time, measured);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The administrator's.
    public String password() {
        return password;
    }

    /// Of a proxy's credential that may serve every service.
    public String proxySecret() {
        return proxySecret;
    }

    public int port() {
        return port;
    }

    public Backend backend() {
        return backend;
    }

    /// How a console connects as somebody.
    public Profile profile(String user) {
        return profile(user, port);
    }

    /// How a console connects by way of another port, such as a relay's.
    public static Profile profile(String user, int itsPort) {
        return new Profile(
                "test",
                "127.0.0.1:" + itsPort,
                new Trust.Plaintext(),
                user,
                Profile.Environment.TEST);
    }

    /// A client that is logged in as the administrator; the caller closes it.
    public BackendClient admin() {
        return client(ADMIN, password);
    }

    /// A client that is logged in; the caller closes it.
    public BackendClient client(String name, String itsPassword) {
        return client(name, itsPassword, port);
    }

    /// A client that is logged in by way of another port, such as a relay's; the caller closes it.
    public BackendClient client(String name, String itsPassword, int itsPort) {
        BackendClient client =
                BackendClient.connect(
                        profile(name, itsPort), () -> Instant.ofEpochMilli(time.wallMs()));
        var _ = client.login(name, itsPassword, "");
        return client;
    }

    /// Closes something with this, and before it; what was taken last goes first.
    ///
    /// @return the same
    public <T extends AutoCloseable> T owning(T closed) {
        owned.push(closed);
        return closed;
    }

    /// Makes an operator.
    ///
    /// @return the password
    public String operator(String name, Role role) {
        String made;
        try (BackendClient admin = admin()) {
            made =
                    admin.operators()
                            .createOperator(
                                    CreateOperatorRequest.newBuilder()
                                            .setName(name)
                                            .setRole(role)
                                            .build())
                            .getPassword();
        }
        // The service asks for another password before anything else.
        String own = "own-" + made;
        try (BackendClient operator = client(name, made)) {
            var _ =
                    operator.operators()
                            .changePassword(
                                    ChangePasswordRequest.newBuilder()
                                            .setOldPassword(made)
                                            .setNewPassword(own)
                                            .build());
        }
        return own;
    }

    /// Ends an operator's sessions and lets them in no more, or lets them in again.
    public void disable(String name, boolean isDisabled) {
        update(name, request -> request.setDisabled(isDisabled));
    }

    /// Gives an operator another role.
    public void giveRole(String name, Role role) {
        update(name, request -> request.setRole(role));
    }

    private void update(String name, UnaryOperator<UpdateOperatorRequest.Builder> itsChange) {
        try (BackendClient admin = admin()) {
            Operator operator =
                    admin
                            .operators()
                            .listOperators(ListOperatorsRequest.getDefaultInstance())
                            .getOperatorsList()
                            .stream()
                            .filter(one -> one.getName().equals(name))
                            .findFirst()
                            .orElseThrow();
            var _ =
                    admin.operators()
                            .updateOperator(
                                    itsChange
                                            .apply(
                                                    UpdateOperatorRequest.newBuilder()
                                                            .setOperator(operator.getId())
                                                            .setVersion(operator.getVersion())
                                                            .setRole(operator.getRole()))
                                            .build());
        }
    }

    /// A service and a plan whose limits for it can be typed; where the plan stands.
    public Address planToEdit() {
        try (GateProbe gate = new GateProbe(this);
                BackendClient admin = admin()) {
            gate.makeService();
            return Address.of(
                    Route.PLANS,
                    admin.plans()
                            .createPlan(CreatePlanRequest.newBuilder().setName("free").build())
                            .getId());
        }
    }

    /// Stops the service; what it kept stays.
    public void stop() {
        backend.close();
    }

    /// Starts it again on the same port.
    public void startAgain() {
        backend = Backend.start(config(port), time);
    }

    @Override
    public void close() {
        owned.forEach(Installation::close);
        backend.close();
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(Installation::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void close(AutoCloseable owned) {
        try {
            owned.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(Objects.requireNonNull(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
