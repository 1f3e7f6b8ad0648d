package io.weighbridge.backend.proxies.events;

import io.weighbridge.backend.platform.access.Caller;
import io.weighbridge.backend.proxies.call.HeaderLine;
import io.weighbridge.backend.proxies.call.ReportReply;

import java.util.ArrayList;
import java.util.List;

/// Spans over HTTP, read and answered as OTLP says: in protobuf, with what was refused counted.
final class TraceReplies implements EventRequests.Words {
    private static final String TYPE = "application/x-protobuf";

    private final TraceMapping mapping;

    TraceReplies(TraceMapping mapping) {
        this.mapping = mapping;
    }

    /// Reads a request.
    ReadReport read(Caller.Proxy teller, List<HeaderLine> headers, byte[] body) {
        if (!MediaType.of(headers).name().equals(TYPE)) {
            return new ReadReport.Unreadable(
                    415, "unsupported_media_type", "Send " + TYPE + " (OTLP in protobuf).");
        }
        ReadReport.Events events = mapping.fromBytes(teller, body);
        return events == null
                ? new ReadReport.Unreadable(400, "invalid_protobuf", "The body is not of OTLP.")
                : events;
    }

    @Override
    public ReportReply of(List<EventAnswer> answers) {
        return TraceMapping.isToBeSentAgain(answers)
                ? problem(503, "busy", "Not all spans are charged; send them again.")
                : reply(200, TraceMapping.toProto(answers).toByteArray());
    }

    @Override
    public ReportReply problem(int status, String code, String text) {
        return reply(status, TraceMapping.status(text));
    }

    private static ReportReply reply(int status, byte[] body) {
        List<HeaderLine> headers = new ArrayList<>();
        headers.add(new HeaderLine("content-type", TYPE));
        if (status == 503) {
            headers.add(new HeaderLine("retry-after", "1"));
        }
        return new ReportReply(status, headers, body);
    }
}
