package io.weighbridge.backend.usage;

import static io.weighbridge.backend.usage.UsageKit.assertError;
import static io.weighbridge.backend.usage.UsageKit.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.grpc.Status;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.proto.v1.Granularity;
import io.weighbridge.proto.v1.QuerySeriesReply;
import io.weighbridge.proto.v1.QuerySeriesRequest;
import io.weighbridge.proto.v1.SeriesSum;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;

/// Series over gRPC.
final class SeriesTest {
    private static final long HOUR_MS = 3_600_000L;

    @TempDir Path directory;

    @Test
    void shouldNameTheFieldThatIsWrong() {
        try (TestBackend test = TestBackend.start(directory)) {
            QuerySeriesRequest good =
                    QuerySeriesRequest.newBuilder()
                            .setGranularity(Granularity.GRANULARITY_HOUR)
                            .setFromAtMs(HOUR_MS + 5)
                            .setToAtMs(3 * HOUR_MS + 5)
                            .addSums(SeriesSum.SERIES_SUM_CALLS)
                            .build();
            QuerySeriesReply reply = usage(test).querySeries(good);
            assertEquals(HOUR_MS, reply.getFromAtMs());
            assertEquals(3 * HOUR_MS, reply.getUntilAtMs());
            refused(test, "granularity", good.toBuilder().clearGranularity());
            refused(
                    test,
                    "granularity",
                    good.toBuilder().setGranularity(Granularity.GRANULARITY_MINUTE));
            refused(test, "from_at_ms", good.toBuilder().setFromAtMs(-1));
            refused(test, "to_at_ms", good.toBuilder().setToAtMs(0));
            refused(test, "to_at_ms", good.toBuilder().setToAtMs(HOUR_MS * 100_003));
            refused(test, "sums", good.toBuilder().clearSums());
            refused(test, "sums", good.toBuilder().addSums(SeriesSum.SERIES_SUM_UNSPECIFIED));
            refused(test, "sums", good.toBuilder().addSumsValue(11));
            refused(test, "sums", good.toBuilder().addSums(SeriesSum.SERIES_SUM_CALLS));
            refused(test, "service", good.toBuilder().setService("none"));
        }
    }

    @Test
    void shouldEndAnAnswerThatHasTooManyNumbers() {
        SeriesQuery query =
                new SeriesQuery(
                        io.weighbridge.backend.usage.Granularity.HOUR,
                        0,
                        100 * HOUR_MS,
                        List.of(io.weighbridge.backend.usage.SeriesSum.CALLS),
                        LongStream.range(1, 11).boxed().toList());
        assertEquals(40 * HOUR_MS, query.upTo(409).toMs());
        assertEquals(100 * HOUR_MS, query.upTo(1_000).toMs());
        // One at least, however many services there are.
        assertEquals(HOUR_MS, query.upTo(9).toMs());
    }

    private static void refused(
            TestBackend test, String field, QuerySeriesRequest.Builder request) {
        assertError(
                Status.Code.INVALID_ARGUMENT,
                "INVALID_FIELD",
                field + ": ",
                () -> usage(test).querySeries(request.build()));
    }
}
