package io.weighbridge.console.feature.prices;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.testkit.Installation;
import io.weighbridge.proto.v1.Account;
import io.weighbridge.proto.v1.AddGrantRequest;
import io.weighbridge.proto.v1.AuthorizeReply;
import io.weighbridge.proto.v1.AuthorizeRequest;
import io.weighbridge.proto.v1.CreateAccountRequest;
import io.weighbridge.proto.v1.CreateDraftRequest;
import io.weighbridge.proto.v1.CreateKeyRequest;
import io.weighbridge.proto.v1.CreateServiceRequest;
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
import io.weighbridge.proto.v1.Unit;
import io.weighbridge.proto.v1.UnitCount;
import io.weighbridge.proto.v1.UpdateDraftRequest;

import java.util.List;
import java.util.UUID;

/// A customer with credit and a key, and a proxy that makes calls for them: what prices are for.
final class Trade implements AutoCloseable {
    private final BackendClient admin;
    private final ManagedChannel channel;
    private final GateGrpc.GateBlockingStub gate;
    private final Account account;
    private final String key;

    private Trade(Installation installation) {
        admin = installation.admin();
        channel =
                ManagedChannelBuilder.forAddress("127.0.0.1", installation.port())
                        .usePlaintext()
                        .build();
        Metadata headers = new Metadata();
        headers.put(
                Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER),
                "Bearer " + installation.proxySecret());
        gate =
                GateGrpc.newBlockingStub(channel)
                        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
        account =
                admin.accounts()
                        .createAccount(CreateAccountRequest.newBuilder().setName("Acme").build());
        var _ =
                admin.accounts()
                        .addGrant(
                                AddGrantRequest.newBuilder()
                                        .setAccount(account.getId())
                                        .setOperationId(UUID.randomUUID().toString())
                                        .setKind(GrantKind.GRANT_KIND_PURCHASED)
                                        .setAmountNanos(100_000_000_000L)
                                        .build());
        key =
                admin.keys()
                        .createKey(
                                CreateKeyRequest.newBuilder()
                                        .setAccount(account.getId())
                                        .setSettings(
                                                KeySettings.newBuilder()
                                                        .setName("k")
                                                        .setAllServices(true))
                                        .build())
                        .getSecret();
    }

    static Trade with(Installation installation) {
        return new Trade(installation);
    }

    BackendClient admin() {
        return admin;
    }

    /// Makes a service; calls that cannot be priced are let through and quarantined.
    void service(String name) {
        var _ =
                admin.services()
                        .createService(
                                CreateServiceRequest.newBuilder()
                                        .setName(name)
                                        .setSettings(
                                                ServiceSettings.newBuilder()
                                                        .setCategory(
                                                                ServiceCategory
                                                                        .SERVICE_CATEGORY_GENERIC)
                                                        .setUnpricedCeilingNanos(1_000_000_000))
                                        .build());
    }

    static Rate rate(String service, Unit unit, long priceNanos, long per) {
        return Rate.newBuilder()
                .setService(service)
                .setUnit(unit)
                .setTier(ServiceTier.SERVICE_TIER_STANDARD)
                .setPriceNanos(priceNanos)
                .setPer(per)
                .build();
    }

    /// Publishes a book with these rates only.
    PriceBook publish(String note, Rate... rates) {
        PriceBook draft =
                admin.prices().createDraft(CreateDraftRequest.newBuilder().setNote(note).build());
        PriceBook filled =
                admin.prices()
                        .updateDraft(
                                UpdateDraftRequest.newBuilder()
                                        .setPriceBook(draft.getId())
                                        .setVersion(draft.getVersion())
                                        .setNote(note)
                                        .addAllRates(List.of(rates))
                                        .build());
        return admin.prices()
                .publish(
                        PublishRequest.newBuilder()
                                .setPriceBook(filled.getId())
                                .setVersion(filled.getVersion())
                                .setSupersede(true)
                                .build());
    }

    static UnitCount count(Unit unit, long count) {
        return UnitCount.newBuilder().setUnit(unit).setCount(count).build();
    }

    /// A call that uses what it asked for.
    SettleReply call(String service, UnitCount... units) {
        AuthorizeReply reply =
                gate.authorize(
                        AuthorizeRequest.newBuilder()
                                .setApiKey(key)
                                .setService(service)
                                .addAllEstimate(List.of(units))
                                .build());
        if (!reply.hasAdmitted()) {
            throw new AssertionError("refused: " + reply.getRefused());
        }
        return gate.settle(
                SettleRequest.newBuilder()
                        .setHoldId(reply.getAdmitted().getHoldId())
                        .addAllUnits(List.of(units))
                        .setOutcome(Outcome.OUTCOME_OK)
                        .build());
    }

    long balanceNanos() {
        return admin.accounts()
                .getBalance(GetBalanceRequest.newBuilder().setAccount(account.getId()).build())
                .getBalanceNanos();
    }

    @Override
    public void close() {
        channel.shutdownNow();
        admin.close();
    }
}
