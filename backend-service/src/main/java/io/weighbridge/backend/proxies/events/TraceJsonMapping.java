package io.weighbridge.backend.proxies.events;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.util.JsonFormat;

import io.weighbridge.backend.platform.fault.Fault;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;

/// OTLP in JSON: as protobuf writes it, but that ids are in hex. Of a request it looks only at what
/// is read of spans, and passes over the rest as unknown.
final class TraceJsonMapping {
    // At two levels a message, as deep as protobuf's own reader goes.
    private static final int DEPTH_MAX = 200;

    // A list of nothing but brackets is twenty times as long in memory as it was.
    private static final int TOKENS_FREE = 1_000;
    private static final int BYTES_PER_TOKEN = 3;

    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxStringLength(Integer.MAX_VALUE)
                                    .maxNestingDepth(DEPTH_MAX)
                                    .build())
                    .build();

    private static final Set<String> IDS = Set.of("traceId", "trace_id", "spanId", "span_id");

    // With protobuf's own spellings, which some write: nothing goes uncharged for one.
    private static final Set<String> READ =
            Set.of(
                    "resourceSpans",
                    "resource_spans",
                    "resource",
                    "scopeSpans",
                    "scope_spans",
                    "spans",
                    "kind",
                    "startTimeUnixNano",
                    "start_time_unix_nano",
                    "status",
                    "code",
                    "attributes",
                    "key",
                    "value",
                    "stringValue",
                    "string_value",
                    "intValue",
                    "int_value",
                    "doubleValue",
                    "double_value",
                    "boolValue",
                    "bool_value");

    private TraceJsonMapping() {}

    /// Reads a message into its builder.
    ///
    /// @throws IOException when it is none
    static void read(byte[] json, Message.Builder builder) throws IOException {
        JsonFormat.parser().ignoringUnknownFields().merge(asProtobufs(json), builder);
    }

    private static String asProtobufs(byte[] json) throws IOException {
        StringWriter text = new StringWriter(json.length);
        try (JsonParser in = JSON.createParser(json);
                JsonGenerator out = JSON.createGenerator(text)) {
            int tokens = Math.max(TOKENS_FREE, json.length / BYTES_PER_TOKEN);
            int depth = 0;
            do {
                JsonToken token = in.nextToken();
                if (token == null || --tokens < 0) {
                    throw new JsonParseException(in, "cut off, or hardly more than brackets");
                }
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (token == JsonToken.FIELD_NAME) {
                    field(in, out);
                } else {
                    out.copyCurrentEvent(in);
                }
            } while (depth > 0);
            if (in.nextToken() != null) {
                throw new JsonParseException(in, "more than one value");
            }
        }
        return text.toString();
    }

    // The name alone of what is read, a whole id, or nothing.
    private static void field(JsonParser in, JsonGenerator out) throws IOException {
        String name = in.currentName();
        if (READ.contains(name)) {
            out.writeFieldName(name);
        } else if (in.nextToken() == JsonToken.VALUE_STRING && IDS.contains(name)) {
            out.writeStringField(name, base64(in.getText()));
        } else {
            in.skipChildren();
        }
    }

    // Empty when it is no hex: then the span is refused as one without an id.
    private static String base64(String hex) {
        try {
            return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /// Writes a message.
    static byte[] write(MessageOrBuilder message) {
        try {
            return JsonFormat.printer()
                    .omittingInsignificantWhitespace()
                    .print(message)
                    .getBytes(StandardCharsets.UTF_8);
        } catch (InvalidProtocolBufferException e) {
            // Only a message inside it, of a type that is not known, could be the cause.
            throw Fault.internal("JSON could not be written", e);
        }
    }
}
