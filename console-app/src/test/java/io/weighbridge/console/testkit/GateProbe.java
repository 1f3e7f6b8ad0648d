package io.weighbridge.console.testkit;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.weighbridge.backend.Backend;
import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.ledger.fact.GrantKind;
import io.weighbridge.backend.pricing.PriceBook;
import io.weighbridge.backend.pricing.Rate;
import io.weighbridge.backend.services.Service;
import io.weighbridge.backend.services.ServiceSettings;
import io.weighbridge.model.IdKind;
import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Unit;
import io.weighbridge.proto.v1.AuthorizeReply;
import io.weighbridge.proto.v1.AuthorizeRequest;
import io.weighbridge.proto.v1.GateGrpc;
import io.weighbridge.proto.v1.UnitCount;

import java.util.List;
import java.util.UUID;

/// A proxy that asks the gate whether a key may make a call, and what such a call needs: a priced
/// service and an account with credit.
public final class GateProbe implements AutoCloseable {
    /// The service that calls are made of.
    public static final String SERVICE = "gpt-x";

    private final Backend backend;
    private final ManagedChannel channel;
    private final GateGrpc.GateBlockingStub gate;

    public GateProbe(Installation installation) {
        backend = installation.backend();
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
    }

    /// Makes the service with a price.
    public void makeService() {
        Service service = backend.services().create(SERVICE, ServiceSettings.TEXT_DEFAULT);
        PriceBook draft = backend.prices().createDraft(0, "test");
        PriceBook filled =
                backend.prices()
                        .updateDraft(
                                draft.id(),
                                draft.version(),
                                List.of(
                                        rate(service, Unit.INPUT_TOKENS),
                                        rate(service, Unit.OUTPUT_TOKENS)),
                                List.of(),
                                "test");
        var _ = backend.prices().publish(filled.id(), filled.version(), 0, true);
    }

    private static Rate rate(Service service, Unit unit) {
        return new Rate(
                service.id(), unit, ServiceTier.STANDARD, 0, 0, 1_000_000, 1_000_000, List.of());
    }

    /// Makes an account with credit.
    ///
    /// @return its id
    public String makeAccount(String name) {
        Account account = backend.accounts().create(name, 0);
        var _ =
                backend.credit()
                        .grant(
                                account.id(),
                                UUID.randomUUID(),
                                GrantKind.PURCHASED,
                                1_000_000_000L,
                                0,
                                "test");
        return IdKind.ACCOUNT.format(account.id());
    }

    /// Asks for a call of ten tokens in and ten out.
    public AuthorizeReply ask(String secret) {
        return gate.authorize(
                AuthorizeRequest.newBuilder()
                        .setApiKey(secret)
                        .setService(SERVICE)
                        .addEstimate(count(io.weighbridge.proto.v1.Unit.UNIT_INPUT_TOKENS))
                        .addEstimate(count(io.weighbridge.proto.v1.Unit.UNIT_OUTPUT_TOKENS))
                        .build());
    }

    private static UnitCount count(io.weighbridge.proto.v1.Unit unit) {
        return UnitCount.newBuilder().setUnit(unit).setCount(10).build();
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
