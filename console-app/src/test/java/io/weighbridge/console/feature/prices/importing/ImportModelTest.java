package io.weighbridge.console.feature.prices.importing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.Failure;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.testkit.Installation;
import io.weighbridge.proto.v1.ListServicesRequest;
import io.weighbridge.proto.v1.PriceChange;
import io.weighbridge.proto.v1.PriceImport;
import io.weighbridge.proto.v1.PriceImportOptions;
import io.weighbridge.proto.v1.PricePlace;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

final class ImportModelTest {
    @Test
    void shouldRefuseMoreServicesThanOneListTakesInsteadOfTakingAll() {
        try (Installation installation = Installation.start();
                BackendClient admin = installation.admin()) {
            ImportModel model =
                    new ImportModel(admin, new Background(Runnable::run, Runnable::run));
            Set<PriceChange> accepted =
                    IntStream.rangeClosed(0, 1_000)
                            .mapToObj(i -> PricePlace.newBuilder().setService("model-" + i))
                            .map(place -> PriceChange.newBuilder().setPlace(place).build())
                            .collect(Collectors.toSet());
            ImportModel.Looked looked =
                    new ImportModel.Looked(
                            "prices.json",
                            PriceImportOptions.newBuilder().setCreateServices(true).build(),
                            PriceImport.getDefaultInstance());
            List<Failure> failures = new ArrayList<>();
            model.make(looked, accepted, _ -> {}, failures::add);
            assertEquals("TOO_MANY_SERVICES", failures.getFirst().code());
            assertEquals(
                    0,
                    admin.services()
                            .listServices(ListServicesRequest.getDefaultInstance())
                            .getServicesCount());
        }
    }
}
