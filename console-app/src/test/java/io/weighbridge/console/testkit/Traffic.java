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
import io.weighbridge.proto.v1.GateGrpc;
import io.weighbridge.proto.v1.GrantKind;
import io.weighbridge.proto.v1.KeySettings;
import io.weighbridge.proto.v1.Outcome;
import io.weighbridge.proto.v1.PriceBook;
import io.weighbridge.proto.v1.PublishRequest;
import io.weighbridge.proto.v1.Rate;
import io.weighbridge.proto.v1.ServiceCategory;
import io.weighbridge.proto.v1.ServiceSettings;
import io.weighbridge.proto.v1.SettleReply;
import io.weighbridge.proto.v1.SettleRequest;
import io.weighbridge.proto.v1.Unit;
import io.weighbridge.proto.v1.UnitCount;
import io.weighbridge.proto.v1.UpdateDraftRequest;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/// Customers of an installation, and their calls through the real gate, as a proxy makes them.
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

    /// Makes a service whose tokens cost 1,000 nano-units each.
    public void service(String name) {
        var _ =
                admin.services()
                        .createService(
                                CreateServiceRequest.newBuilder()
                                        .setName(name)
                                        .setSettings(
                                                ServiceSettings.newBuilder()
                                                        .setCategory(
                                                                ServiceCategory
                                                                        .SERVICE_CATEGORY_TEXT))
                                        .build());
        for (Unit unit : List.of(Unit.UNIT_INPUT_TOKENS, Unit.UNIT_OUTPUT_TOKENS)) {
            rates.add(
                    Rate.newBuilder()
                            .setService(name)
                            .setUnit(unit)
                            .setPriceNanos(1_000)
                            .setPer(1)
                            .build());
        }
        PriceBook draft =
                admin.prices().createDraft(CreateDraftRequest.newBuilder().setNote(name).build());
        draft =
                admin.prices()
                        .updateDraft(
                                UpdateDraftRequest.newBuilder()
                                        .setPriceBook(draft.getId())
                                        .setVersion(draft.getVersion())
                                        .addAllRates(rates)
                                        .build());
        var _ =
                admin.prices()
                        .publish(
                                PublishRequest.newBuilder()
                                        .setPriceBook(draft.getId())
                                        .setVersion(draft.getVersion())
                                        .setSupersede(true)
                                        .build());
    }

    /// Makes a customer whose key has the account's name and may use every service.
    public Customer customer(String name) {
        return customer(name, KeySettings.newBuilder().setName(name).setAllServices(true).build());
    }

    /// Makes a customer.
    public Customer customer(String name, KeySettings settings) {
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
                                        .setAmountNanos(1_000_000_000L)
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

    /// Asks the gate for a call of ten tokens in and ten out.
    public AuthorizeReply authorize(Customer customer, String service) {
        return gate.authorize(
                AuthorizeRequest.newBuilder()
                        .setApiKey(customer.secret())
                        .setService(service)
                        .addEstimate(tokens(Unit.UNIT_INPUT_TOKENS))
                        .addEstimate(tokens(Unit.UNIT_OUTPUT_TOKENS))
                        .build());
    }

    /// Makes a call that uses what it asked for.
    public SettleReply call(Customer customer, String service) {
        AuthorizeReply reply = authorize(customer, service);
        return gate.settle(
                SettleRequest.newBuilder()
                        .setHoldId(reply.getAdmitted().getHoldId())
                        .setOutcome(Outcome.OUTCOME_OK)
                        .addUnits(tokens(Unit.UNIT_INPUT_TOKENS))
                        .addUnits(tokens(Unit.UNIT_OUTPUT_TOKENS))
                        .build());
    }

    private static UnitCount tokens(Unit unit) {
        return UnitCount.newBuilder().setUnit(unit).setCount(10).build();
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
