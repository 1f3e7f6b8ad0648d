package io.weighbridge.backend.usage;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.services.Service;
import io.weighbridge.backend.services.ServiceDirectory;
import io.weighbridge.proto.v1.QuerySeriesReply;
import io.weighbridge.proto.v1.QuerySeriesRequest;

import java.util.ArrayList;
import java.util.List;

/// Series to and from protobuf.
final class SeriesMapping {
    private SeriesMapping() {}

    /// @throws Fault INVALID_FIELD
    static SeriesQuery fromProto(QuerySeriesRequest request, ServiceDirectory services) {
        Granularity granularity = UsageMapping.granularityFromProto(request.getGranularityValue());
        if (granularity == Granularity.MINUTE) {
            throw Fault.invalid("granularity", "minute", "hour or day");
        }
        long service = UsageMapping.serviceFromProto(request.getService(), services);
        return new SeriesQuery(
                granularity,
                request.getFromAtMs(),
                request.getToAtMs(),
                sums(request.getSumsValueList()),
                service == 0
                        ? services.all().stream().map(Service::id).sorted().toList()
                        : List.of(service));
    }

    private static List<SeriesSum> sums(List<Integer> numbers) {
        List<SeriesSum> sums = new ArrayList<>();
        for (int number : numbers) {
            SeriesSum sum = sum(number);
            if (sums.contains(sum)) {
                throw Fault.invalid("sums", sum.name(), "each at most once");
            }
            sums.add(sum);
        }
        if (sums.isEmpty()) {
            throw Fault.invalid("sums", "none", "at least one");
        }
        return sums;
    }

    private static SeriesSum sum(int number) {
        for (SeriesSum sum : SeriesSum.values()) {
            if (sum.number() == number) {
                return sum;
            }
        }
        throw Fault.invalid("sums", number, "sums of a series");
    }

    static QuerySeriesReply toProto(SeriesAnswer answer, ServiceDirectory services) {
        QuerySeriesReply.Builder reply =
                QuerySeriesReply.newBuilder()
                        .setFromAtMs(answer.told().fromMs())
                        .setUntilAtMs(answer.told().toMs());
        for (Series series : answer.series()) {
            var proto =
                    io.weighbridge.proto.v1.Series.newBuilder()
                            .setService(services.nameOf(series.serviceId));
            for (long value : series.values) {
                proto.addValues(value);
            }
            reply.addSeries(proto);
        }
        return reply.build();
    }
}
