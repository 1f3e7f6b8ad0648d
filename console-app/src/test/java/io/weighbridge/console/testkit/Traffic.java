package io.weighbridge.console.testkit;

import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.weighbridge.console.client.BackendClient;
import io.weighbridge.proto.v1.AddGrantRequest;
import io.weighbridge.proto.v1.AuthorizeReply;
import io.weighbridge.proto.v1.AuthorizeRequest;
import io.weighbridge.proto.v1.CreateAccountRequest;
import io.weighbridge.proto.v1.CreateDraftRequest;
import io.weighbridge.proto.v1.CreateKeyReply;
import io.weighbridge.proto.v1.CreateKeyRequest;
import io.weighbridge.proto.v1.CreateServiceRequest;
import io.weighbridge.proto.v1.Fee;
import io.weighbridge.proto.v1.GateGrpc;
import io.weighbridge.proto.v1.GetBalanceRequest;
import io.weighbridge.proto.v1.GrantKind;
import io.weighbridge.proto.v1.KeySettings;
import io.weighbridge.proto.v1.Outcome;
import io.weighbridge.proto.v1.PriceBook;
import io.weighbridge.proto.v1.PublishRequest;
import io.weighbridge.proto.v1.Rate;
import io.weighbridge.proto.v1.ServiceCategory;
import io.weighbridge.proto.v1.ServiceSettings;
import io.weighbridge.proto.v1.ServiceTier;
import io.weighbridge.proto.v1.SettleReply;
import io.weighbridge.proto.v1.SettleRequest;
import io.weighbridge.proto.v1.Tag;
import io.weighbridge.proto.v1.Unit;
import io.weighbridge.proto.v1.UnitCount;
import io.weighbridge.proto.v1.UpdateDraftRequest;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/// Services, prices and customers of an installation, and their calls through the real gate, as a
/// proxy makes them.
public final class Traffic implements AutoCloseable {
    private final BackendClient admin;
    private final ManagedChannel channel;
    private final GateGrpc.GateBlockingStub gate;
    private final List<Rate> rates = new ArrayList<>();

    /// An account with credit, and a key of it.
    ///
    /// @param account its id
    /// @param key its id
    /// @param secret of the key
    public record Customer(String account, String key, String secret) {}

    public Traffic(Installation installation) {
        admin = installation.admin();
        channel =
                NettyChannelBuilder.forAddress("127.0.0.1", installation.port())
                        .usePlaintext()
                        .build();
        Metadata headers = new Metadata();
        headers.put(
                Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER),
                "Bearer " + installation.proxySecret());
        gate =
                GateGrpc.newBlockingStub(channel)
                        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    /// A client that is logged in as the administrator.
    public BackendClient admin() {
        return admin;
    }

    /// Makes a service whose tokens cost 1,000 nano-units each.
    public void service(String name) {
        service(name, ServiceSettings.newBuilder());
        for (Unit unit : List.of(Unit.UNIT_INPUT_TOKENS, Unit.UNIT_OUTPUT_TOKENS)) {
            rates.add(rate(name, unit, 1_000, 1));
        }
        var _ = publish(name, rates.toArray(Rate[]::new));
    }

    /// Makes a service without a price; its calls are let through and quarantined.
    public void unpricedService(String name) {
        service(
                name,
                ServiceSettings.newBuilder()
                        .setCategory(ServiceCategory.SERVICE_CATEGORY_GENERIC)
                        .setUnpricedCeilingNanos(1_000_000_000));
    }

    private void service(String name, ServiceSettings.Builder settings) {
        if (settings.getCategory() == ServiceCategory.SERVICE_CATEGORY_UNSPECIFIED) {
            settings.setCategory(ServiceCategory.SERVICE_CATEGORY_TEXT);
        }
        var _ =
                admin.services()
                        .createService(
                                CreateServiceRequest.newBuilder()
                                        .setName(name)
                                        .setSettings(settings)
                                        .build());
    }

    /// Makes services with prices that do not divide evenly, a band above 1,000 input tokens, and a
    /// fee.
    public void unevenServices(String... names) {
        List<Rate> uneven = new ArrayList<>();
        for (String name : names) {
            service(name, ServiceSettings.newBuilder());
            uneven.add(banded(name, Unit.UNIT_INPUT_TOKENS, 1_000_000_007L, 0));
            uneven.add(banded(name, Unit.UNIT_INPUT_TOKENS, 2_000_000_013L, 1_000));
            uneven.add(banded(name, Unit.UNIT_CACHED_INPUT_TOKENS, 100_000_003L, 0));
            uneven.add(banded(name, Unit.UNIT_OUTPUT_TOKENS, 3_000_000_011L, 0));
            uneven.add(banded(name, Unit.UNIT_OUTPUT_TOKENS, 3_000_000_011L, 1_000));
        }
        Fee fee = Fee.newBuilder().setPerRequestNanos(1_000).setPriceMillionths(50_000).build();
        var _ = publish("uneven", List.of(fee), uneven);
    }

    private static Rate banded(String service, Unit unit, long nanos, long above) {
        return rate(service, unit, nanos, 1_000_000).toBuilder().setAboveInputTokens(above).build();
    }

    /// A rate of the standard tier.
    public static Rate rate(String service, Unit unit, long priceNanos, long per) {
        return Rate.newBuilder()
                .setService(service)
                .setUnit(unit)
                .setTier(ServiceTier.SERVICE_TIER_STANDARD)
                .setPriceNanos(priceNanos)
                .setPer(per)
                .build();
    }

    /// Publishes a book with these rates only.
    public PriceBook publish(String note, Rate... ofBook) {
        return publish(note, List.of(), List.of(ofBook));
    }

    private PriceBook publish(String note, List<Fee> fees, List<Rate> ofBook) {
        PriceBook draft =
                admin.prices().createDraft(CreateDraftRequest.newBuilder().setNote(note).build());
        PriceBook filled =
                admin.prices()
                        .updateDraft(
                                UpdateDraftRequest.newBuilder()
                                        .setPriceBook(draft.getId())
                                        .setVersion(draft.getVersion())
                                        .setNote(note)
                                        .addAllRates(ofBook)
                                        .addAllFees(fees)
                                        .build());
        return admin.prices()
                .publish(
                        PublishRequest.newBuilder()
                                .setPriceBook(filled.getId())
                                .setVersion(filled.getVersion())
                                .setSupersede(true)
                                .build());
    }

    /// Makes a customer whose key has the account's name and may use every service.
    public Customer customer(String name) {
        return customer(name, everyService(name));
    }

    /// Settings of a key that may use every service.
    public static KeySettings everyService(String name) {
        return KeySettings.newBuilder().setName(name).setAllServices(true).build();
    }

    /// Makes a customer who paid one whole unit of the currency.
    public Customer customer(String name, KeySettings settings) {
        return customer(name, settings, 1_000_000_000L);
    }

    /// Makes a customer.
    ///
    /// @param creditNanos that they paid
    public Customer customer(String name, KeySettings settings, long creditNanos) {
        String account =
                admin.accounts()
                        .createAccount(CreateAccountRequest.newBuilder().setName(name).build())
                        .getId();
        var _ =
                admin.accounts()
                        .addGrant(
                                AddGrantRequest.newBuilder()
                                        .setAccount(account)
                                        .setOperationId(UUID.randomUUID().toString())
                                        .setKind(GrantKind.GRANT_KIND_PURCHASED)
                                        .setAmountNanos(creditNanos)
                                        .setNote("paid")
                                        .build());
        CreateKeyReply made =
                admin.keys()
                        .createKey(
                                CreateKeyRequest.newBuilder()
                                        .setAccount(account)
                                        .setSettings(settings)
                                        .build());
        return new Customer(account, made.getKey().getId(), made.getSecret());
    }

    /// What an account has, open holds included.
    public long balanceNanos(Customer customer) {
        return admin.accounts()
                .getBalance(GetBalanceRequest.newBuilder().setAccount(customer.account()).build())
                .getBalanceNanos();
    }

    /// So much of a unit.
    public static UnitCount count(Unit unit, long count) {
        return UnitCount.newBuilder().setUnit(unit).setCount(count).build();
    }

    /// Asks the gate for a call of ten tokens in and ten out.
    public AuthorizeReply authorize(Customer customer, String service) {
        return gate.authorize(request(customer, service, tokens(10, 10)).build());
    }

    private static List<UnitCount> tokens(long input, long output) {
        return List.of(
                count(Unit.UNIT_INPUT_TOKENS, input), count(Unit.UNIT_OUTPUT_TOKENS, output));
    }

    private static AuthorizeRequest.Builder request(
            Customer customer, String service, List<UnitCount> estimate) {
        return AuthorizeRequest.newBuilder()
                .setApiKey(customer.secret())
                .setService(service)
                .addAllEstimate(estimate);
    }

    /// Makes a call of ten tokens in and ten out.
    public SettleReply call(Customer customer, String service) {
        return call(customer, service, tokens(10, 10).toArray(UnitCount[]::new));
    }

    /// Makes a call that uses what it asked for.
    public SettleReply call(Customer customer, String service, UnitCount... used) {
        return settle(
                request(customer, service, List.of(used)),
                SettleRequest.newBuilder().addAllUnits(List.of(used)));
    }

    /// Makes a call of some tokens, with a tag and timings.
    public SettleReply call(
            Customer customer, String service, long input, long cached, long output) {
        return call(customer, service, input, cached, output, "alice");
    }

    /// Makes a call of some tokens, as was estimated, for a subject, with a tag and timings.
    public SettleReply call(
            Customer customer,
            String service,
            long input,
            long cached,
            long output,
            String subject) {
        return settle(
                request(customer, service, tokens(input, output))
                        .setSubject(subject)
                        .addTags(Tag.newBuilder().setKey("team").setValue("blue")),
                SettleRequest.newBuilder()
                        .addAllUnits(tokens(input, output))
                        .addUnits(count(Unit.UNIT_CACHED_INPUT_TOKENS, cached))
                        .setEstimatedBy("chunks")
                        .setQueueMs(3)
                        .setComputeMs(250));
    }

    /// Makes a call of ten tokens in and ten out, with a tag.
    public SettleReply taggedCall(Customer customer, String service, String key, String value) {
        return settle(
                request(customer, service, tokens(10, 10))
                        .addTags(Tag.newBuilder().setKey(key).setValue(value)),
                SettleRequest.newBuilder().addAllUnits(tokens(10, 10)));
    }

    /// Makes a call of which the proxy tells what it cost upstream.
    public SettleReply costedCall(
            Customer customer, String service, long costNanos, UnitCount... used) {
        return settle(
                request(customer, service, List.of(used)),
                SettleRequest.newBuilder()
                        .addAllUnits(List.of(used))
                        .setUpstreamCostNanos(costNanos));
    }

    /// Makes a call whose usage is not known.
    public SettleReply unratedCall(Customer customer, String service) {
        return settle(request(customer, service, tokens(10, 10)), SettleRequest.newBuilder());
    }

    private SettleReply settle(AuthorizeRequest.Builder call, SettleRequest.Builder used) {
        AuthorizeReply reply = gate.authorize(call.build());
        if (!reply.hasAdmitted()) {
            throw new AssertionError("refused: " + reply.getRefused());
        }
        return gate.settle(
                used.setHoldId(reply.getAdmitted().getHoldId())
                        .setOutcome(Outcome.OUTCOME_OK)
                        .build());
    }

    @Override
    public void close() {
        admin.close();
        channel.shutdownNow();
        try {
            channel.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
