package io.weighbridge.backend.proxies.events;

import io.weighbridge.backend.platform.access.Caller;
import io.weighbridge.backend.proxies.call.HeaderLine;
import io.weighbridge.backend.proxies.call.ReportReply;

import java.util.ArrayList;
import java.util.List;

/// Spans over HTTP, read and answered as OTLP says: in the format they came in, with what was
/// refused counted.
final class TraceReplies implements EventRequests.Words {
    private final TraceMapping mapping;
    private final TraceFormat format;

    private TraceReplies(TraceMapping mapping, TraceFormat format) {
        this.mapping = mapping;
        this.format = format;
    }

    /// For a request with these headers: in protobuf, unless it is in JSON.
    static TraceReplies of(TraceMapping mapping, List<HeaderLine> headers) {
        boolean isJson = MediaType.of(headers).name().equals(TraceFormat.JSON.type());
        return new TraceReplies(mapping, isJson ? TraceFormat.JSON : TraceFormat.PROTOBUF);
    }

    /// Reads a request.
    ReadReport read(Caller.Proxy teller, List<HeaderLine> headers, byte[] body) {
        if (!MediaType.of(headers).name().equals(format.type())) {
            return new ReadReport.Unreadable(
                    415,
                    "unsupported_media_type",
                    "Send OTLP as "
                            + TraceFormat.PROTOBUF.type()
                            + " or "
                            + TraceFormat.JSON.type()
                            + ".");
        }
        ReadReport.Events events = mapping.fromBytes(teller, format, body);
        return events == null
                ? new ReadReport.Unreadable(400, "invalid_otlp", "The body is not of OTLP.")
                : events;
    }

    @Override
    public ReportReply of(List<EventAnswer> answers) {
        return TraceMapping.isToBeSentAgain(answers)
                ? problem(503, "busy", "Not all spans are charged; send them again.")
                : reply(200, TraceMapping.toBytes(format, answers));
    }

    @Override
    public ReportReply problem(int status, String code, String text) {
        return reply(status, TraceMapping.status(format, text));
    }

    private ReportReply reply(int status, byte[] body) {
        List<HeaderLine> headers = new ArrayList<>();
        headers.add(new HeaderLine("content-type", format.type()));
        if (status == 503) {
            headers.add(new HeaderLine("retry-after", "1"));
        }
        return new ReportReply(status, headers, body);
    }
}
