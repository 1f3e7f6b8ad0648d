package io.weighbridge.backend.proxies.events;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;

import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.weighbridge.backend.gate.event.UsageEvent;
import io.weighbridge.backend.platform.access.Caller;
import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.usage.Settlement;
import io.weighbridge.model.Outcome;
import io.weighbridge.model.ServiceTier;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// Spans of OpenTelemetry to events, and what came of these back.
final class TraceMapping {
    /// The source of these events; their id is that of the trace and of the span.
    static final String SOURCE = "otlp";

    /// How many events are taken of a request: more than a Collector's batch has.
    static final int SPANS_MAX = 10_000;

    private static final ToldEvent TOO_MANY =
            new ToldEvent.Wrong(
                    SOURCE,
                    "",
                    Fault.invalid("spans", "more with usage", "at most " + SPANS_MAX + " of them"));

    private static final String ACCOUNT = "weighbridge.account";
    private static final String KEY = "weighbridge.key";

    // As long as the ids are, so that none is another's in other words.
    private static final int TRACE_ID_BYTES = 16;
    private static final int SPAN_ID_BYTES = 8;

    private final Span.SpanKind charged;

    TraceMapping(SpanSide charged) {
        this.charged =
                switch (charged) {
                    case CLIENT -> Span.SpanKind.SPAN_KIND_CLIENT;
                    case SERVER -> Span.SpanKind.SPAN_KIND_SERVER;
                    case INTERNAL -> Span.SpanKind.SPAN_KIND_INTERNAL;
                };
    }

    /// The events of a body; null when it is none.
    ReadReport.@Nullable Events fromBytes(Caller.Proxy teller, TraceFormat format, byte[] body) {
        ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
        try {
            switch (format) {
                case PROTOBUF -> request.mergeFrom(body);
                case JSON -> TraceJsonMapping.read(body, request);
            }
        } catch (IOException e) {
            return null;
        }
        return fromProto(teller, request.build());
    }

    /// The events of a request: spans of the side that is charged that tell usage of a model. Those
    /// beyond [#SPANS_MAX] are refused.
    ReadReport.Events fromProto(Caller.Proxy teller, ExportTraceServiceRequest request) {
        List<ToldEvent> events = new ArrayList<>();
        int passedOver = 0;
        for (ResourceSpans resource : request.getResourceSpansList()) {
            OfResource of = OfResource.read(resource.getResource().getAttributesList());
            for (ScopeSpans scope : resource.getScopeSpansList()) {
                for (Span span : scope.getSpansList()) {
                    ToldEvent event = isCharged(span) ? event(teller, of, span) : null;
                    if (event == null) {
                        passedOver++;
                    } else {
                        events.add(events.size() < SPANS_MAX ? event : TOO_MANY);
                    }
                }
            }
        }
        return new ReadReport.Events(events, passedOver);
    }

    // What a resource says of all its spans, or what is wrong with it: that is its spans' fault.
    private record OfResource(SpanRules.Attributes attributes, @Nullable Fault fault) {
        static OfResource read(List<KeyValue> list) {
            try {
                return new OfResource(TraceMapping.attributes(list), null);
            } catch (Fault fault) {
                return new OfResource(new SpanRules.Attributes(Map.of()), fault);
            }
        }

        SpanRules.Attributes orFault() {
            if (fault != null) {
                throw fault;
            }
            return attributes;
        }
    }

    private boolean isCharged(Span span) {
        return span.getKind() == charged
                && span.getAttributesList().stream()
                        .anyMatch(each -> each.getKey().startsWith(SpanRules.USAGE));
    }

    // Null for what is not of a model.
    private static @Nullable ToldEvent event(Caller.Proxy teller, OfResource resource, Span span) {
        String id = hex(span.getTraceId()) + '/' + hex(span.getSpanId());
        try {
            if (span.getTraceId().size() != TRACE_ID_BYTES
                    || span.getSpanId().size() != SPAN_ID_BYTES) {
                throw Fault.invalid("span_id", "of another length", "a trace's and a span's id");
            }
            SpanRules.Attributes attributes = attributes(span.getAttributesList());
            return SpanRules.isOfModel(attributes)
                    ? new ToldEvent.Read(event(teller, resource.orFault(), attributes, span, id))
                    : null;
        } catch (Fault fault) {
            return new ToldEvent.Wrong(SOURCE, id, fault);
        }
    }

    private static UsageEvent event(
            Caller.Proxy teller,
            SpanRules.Attributes resource,
            SpanRules.Attributes span,
            Span proto,
            String id) {
        boolean failed = proto.getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR;
        return new UsageEvent(
                teller,
                SOURCE,
                id,
                payer(resource, span),
                service(span),
                ServiceTier.STANDARD,
                span.endUser(),
                EventTags.of(Map.of(), SOURCE, id),
                Long.divideUnsigned(proto.getStartTimeUnixNano(), 1_000_000L),
                new Settlement(
                        failed ? Outcome.UPSTREAM_ERROR : Outcome.OK,
                        SpanRules.units(span),
                        Settlement.UNKNOWN,
                        Settlement.UNKNOWN,
                        Settlement.UNKNOWN));
    }

    // The span's own word counts before that of the program that wrote it.
    private static String payer(SpanRules.Attributes resource, SpanRules.Attributes span) {
        boolean isSpans = !span.text(ACCOUNT).isEmpty() || !span.text(KEY).isEmpty();
        SpanRules.Attributes teller = isSpans ? span : resource;
        return Payers.of(teller.text(ACCOUNT), teller.text(KEY), ACCOUNT + " or " + KEY);
    }

    private static String service(SpanRules.Attributes span) {
        for (String name :
                List.of("weighbridge.service", "gen_ai.request.model", "gen_ai.response.model")) {
            if (!span.text(name).isEmpty()) {
                return span.text(name);
            }
        }
        return "";
    }

    private static SpanRules.Attributes attributes(List<KeyValue> list) {
        Map<String, Object> values = new HashMap<>();
        for (KeyValue attribute : list) {
            Object value = value(attribute.getValue());
            if (values.put(attribute.getKey(), value) != null
                    && (attribute.getKey().startsWith("gen_ai.")
                            || attribute.getKey().startsWith("weighbridge."))) {
                throw Fault.invalid(Check.shown(attribute.getKey()), "twice", "once");
            }
        }
        return new SpanRules.Attributes(values);
    }

    // A text or a whole number is what is read; all else is kept as what it is not.
    private static Object value(AnyValue value) {
        return switch (value.getValueCase()) {
            case STRING_VALUE -> value.getStringValue();
            case INT_VALUE -> value.getIntValue();
            default -> value.getValueCase();
        };
    }

    private static String hex(ByteString bytes) {
        return HexFormat.of()
                .formatHex(bytes.substring(0, Math.min(32, bytes.size())).toByteArray());
    }

    /// Whether all of it is to be sent again: what was taken is not charged twice.
    static boolean isToBeSentAgain(List<EventAnswer> answers) {
        return answers.stream()
                .anyMatch(
                        answer ->
                                answer.outcome() instanceof EventAnswer.Refused refused
                                        && refused.retry());
    }

    /// What came of them: how many spans were refused, and why the first was.
    static ExportTraceServiceResponse toProto(List<EventAnswer> answers) {
        long rejected = 0;
        String first = "";
        for (EventAnswer answer : answers) {
            if (answer.outcome() instanceof EventAnswer.Refused refused) {
                rejected++;
                if (first.isEmpty()) {
                    first = answer.told().id() + ": " + refused.code() + ": " + refused.text();
                }
            }
        }
        if (rejected == 0) {
            return ExportTraceServiceResponse.getDefaultInstance();
        }
        return ExportTraceServiceResponse.newBuilder()
                .setPartialSuccess(
                        ExportTracePartialSuccess.newBuilder()
                                .setRejectedSpans(rejected)
                                .setErrorMessage(first))
                .build();
    }

    /// An answer's body: what came of them.
    static byte[] toBytes(TraceFormat format, List<EventAnswer> answers) {
        return bytes(format, toProto(answers));
    }

    /// An error's body.
    static byte[] status(TraceFormat format, String text) {
        return bytes(format, com.google.rpc.Status.newBuilder().setMessage(text).build());
    }

    private static byte[] bytes(TraceFormat format, Message message) {
        return switch (format) {
            case PROTOBUF -> message.toByteArray();
            case JSON -> TraceJsonMapping.write(message);
        };
    }
}
