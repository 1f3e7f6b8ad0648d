package io.weighbridge.backend.compute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.services.Service;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.model.Unit;
import io.weighbridge.proto.v1.CallPreview;
import io.weighbridge.proto.v1.PreviewCall;
import io.weighbridge.proto.v1.PreviewPricesRequest;
import io.weighbridge.proto.v1.PricesGrpc;
import io.weighbridge.proto.v1.QuoteRequest;
import io.weighbridge.proto.v1.Rate;
import io.weighbridge.proto.v1.ServiceTier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

/// What calls cost and would cost by prices that go by their model's cost curve.
final class PreviewByCurveTest {
    @TempDir Path directory;

    private static CallPreview preview(TestBackend test) {
        return PricesGrpc.newBlockingStub(test.channel())
                .previewPrices(
                        PreviewPricesRequest.newBuilder()
                                .addRates(
                                        Rate.newBuilder()
                                                .setService("chat")
                                                .setUnit(
                                                        io.weighbridge.proto.v1.Unit.UNIT_GIGAFLOPS)
                                                .setTier(ServiceTier.SERVICE_TIER_STANDARD)
                                                .setPriceNanos(3_000)
                                                .setPer(1))
                                .addCalls(
                                        PreviewCall.newBuilder()
                                                .setService("chat")
                                                .setTier(ServiceTier.SERVICE_TIER_STANDARD)
                                                .addAllUnits(Calls.tokens(5_000, 100)))
                                .build())
                .getPreviews(0);
    }

    @Test
    void aPreviewReckonsAsTheGateDoesNow() {
        try (TestBackend test = TestBackend.start(directory, HandTime.now())) {
            Service chat = test.service("chat");
            var _ =
                    test.publish(
                            List.of(TestBackend.rate(chat, Unit.GIGAFLOPS, 1_000_000_000)),
                            List.of());
            CallPreview without = preview(test);
            assertFalse(without.getAfter().getPriced());
            assertEquals(
                    io.weighbridge.proto.v1.Unit.UNIT_GIGAFLOPS, without.getAfter().getUnpriced());
            var _ = new ComputeFixture(test).link("chat");
            CallPreview preview = preview(test);
            long quote =
                    test.gate()
                            .quote(
                                    QuoteRequest.newBuilder()
                                            .setService("chat")
                                            .addAllUnits(Calls.tokens(5_000, 100))
                                            .build())
                            .getChargeNanos();
            assertTrue(quote > 0);
            assertEquals(quote, preview.getBefore().getChargeNanos());
            assertEquals(3 * quote, preview.getAfter().getChargeNanos());
        }
    }
}
