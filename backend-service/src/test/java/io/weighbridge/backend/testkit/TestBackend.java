package io.weighbridge.backend.testkit;

import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.weighbridge.backend.Backend;
import io.weighbridge.backend.Config;
import io.weighbridge.backend.ConfigTable;
import io.weighbridge.backend.keys.ApiKeys;
import io.weighbridge.backend.keys.KeySettings;
import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.ledger.accounts.Accounts;
import io.weighbridge.backend.ledger.fact.GrantKind;
import io.weighbridge.backend.payments.provider.PaymentProvider;
import io.weighbridge.backend.platform.grpc.BearerToken;
import io.weighbridge.backend.platform.sql.StoreAddress;
import io.weighbridge.backend.platform.time.SystemTime;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.backend.pricing.Fee;
import io.weighbridge.backend.pricing.PriceBook;
import io.weighbridge.backend.pricing.Rate;
import io.weighbridge.backend.services.Service;
import io.weighbridge.backend.services.ServiceSettings;
import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Unit;
import io.weighbridge.proto.v1.GateGrpc;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/// A whole service on a free port with its store in a given directory, and a client of it.
public final class TestBackend implements AutoCloseable {
    private final Backend backend;
    private final ManagedChannel channel;

    private final TestTokens tokens;

    private TestBackend(Backend backend, TimeSource time) {
        this.backend = backend;
        this.tokens = new TestTokens(backend, time);
        this.channel = connect();
    }

    /// Starts it, on an empty or a used directory.
    public static TestBackend start(Path directory) {
        return start(directory, new SystemTime());
    }

    /// Starts it with another clock.
    public static TestBackend start(Path directory, TimeSource time) {
        return start(Config.of(directory).withPort(0), time);
    }

    /// Starts it with other settings.
    public static TestBackend start(Config config, TimeSource time) {
        return new TestBackend(Backend.start(prepared(config), time), time);
    }

    /// Starts it with payment providers beside those of the settings.
    public static TestBackend start(
            Config config, TimeSource time, List<PaymentProvider> providers) {
        return new TestBackend(Backend.start(prepared(config), time, providers), time);
    }

    /// Starts it with another store than the directory's.
    public static TestBackend start(Path directory, StoreAddress store) {
        TimeSource time = new SystemTime();
        return new TestBackend(
                Backend.start(prepared(Config.of(directory).withPort(0).withStore(store)), time),
                time);
    }

    /// Starts it with so many event loops, so that calls on different connections run at the same
    /// time.
    public static TestBackend start(Path directory, TimeSource time, int eventLoops) {
        Config config =
                Config.of(directory)
                        .withPort(0)
                        .with(ConfigTable.LISTEN_EVENT_LOOPS, Integer.toString(eventLoops));
        return start(config, time);
    }

    // With an empty store that is up to date, and with passwords that cost next to nothing.
    private static Config prepared(Config config) {
        if (config.store() instanceof StoreAddress.Embedded embedded) {
            var _ = MigratedStore.in(embedded.directory());
        }
        return config.withWeakPasswords();
    }

    /// Another connection; the caller shuts it down.
    public ManagedChannel connect() {
        return NettyChannelBuilder.forAddress("127.0.0.1", backend.port())
                .intercept(credentials())
                .usePlaintext()
                .build();
    }

    /// A connection whose calls carry no token; the caller shuts it down.
    public ManagedChannel connectBare() {
        return NettyChannelBuilder.forAddress("127.0.0.1", backend.port()).usePlaintext().build();
    }

    /// Lets calls come from the proxy "test", or from an administrator where they are not the
    /// gate's.
    public ClientInterceptor credentials() {
        return BearerToken.attaching(tokens::of);
    }

    /// The tokens that calls carry.
    public TestTokens tokens() {
        return tokens;
    }

    public Backend backend() {
        return backend;
    }

    public ManagedChannel channel() {
        return channel;
    }

    public GateGrpc.GateBlockingStub gate() {
        return GateGrpc.newBlockingStub(channel);
    }

    /// The gate as another proxy calls it.
    public GateGrpc.GateBlockingStub gate(String proxy) {
        return gate().withInterceptors(BearerToken.attaching(tokens.proxy(proxy)));
    }

    /// A text service.
    public Service service(String name) {
        return backend.services().create(name, ServiceSettings.TEXT_DEFAULT);
    }

    /// The text service "chat" at [Calls#TOKEN] a token, input and output alike.
    public Service chat() {
        return chat(ServiceSettings.TEXT_DEFAULT);
    }

    /// The same with other settings.
    public Service chat(ServiceSettings settings) {
        Service service = backend.services().create("chat", settings);
        publish(service, Calls.TOKEN * 1_000_000, Calls.TOKEN * 1_000_000);
        return service;
    }

    /// What an account has now.
    public Accounts.Balance balance(Account account) {
        return backend.accounts().balance(account.id(), 0);
    }

    /// Waits until no call of an account is open, and fails when something is still held.
    public void awaitNoHolds(Account account) {
        Calls.await("no holds", () -> balance(account).heldNanos().orElseThrow() == 0);
    }

    /// Publishes a book with input and output prices per million tokens for one service, and no
    /// fee.
    public PriceBook publish(Service service, long inputNanos, long outputNanos) {
        return publish(
                List.of(
                        rate(service, Unit.INPUT_TOKENS, inputNanos),
                        rate(service, Unit.OUTPUT_TOKENS, outputNanos)),
                List.of());
    }

    /// Publishes a book at once.
    public PriceBook publish(List<Rate> rates, List<Fee> fees) {
        PriceBook draft = backend.prices().createDraft(0, "test");
        PriceBook filled =
                backend.prices().updateDraft(draft.id(), draft.version(), rates, fees, "test");
        return backend.prices().publish(filled.id(), filled.version(), 0, true);
    }

    /// A standard rate per million.
    public static Rate rate(Service service, Unit unit, long priceNanos) {
        return new Rate(
                service.id(), unit, ServiceTier.STANDARD, 0, 0, priceNanos, 1_000_000, List.of());
    }

    /// An account with credit that does not expire.
    public Account account(String name, long creditNanos) {
        Account account = backend.accounts().create(name, 0);
        if (creditNanos > 0) {
            backend.credit()
                    .grant(
                            account.id(),
                            UUID.randomUUID(),
                            GrantKind.PURCHASED,
                            creditNanos,
                            0,
                            "test");
        }
        return account;
    }

    /// A key without limits for all services.
    public ApiKeys.Made key(Account account) {
        return backend.keys().create(account.id(), KeySettings.unlimited("test"));
    }

    @Override
    public void close() {
        channel.shutdownNow();
        try {
            channel.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        backend.close();
    }
}
