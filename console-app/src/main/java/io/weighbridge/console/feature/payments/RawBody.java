package io.weighbridge.console.feature.payments;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.google.protobuf.ByteString;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;

/// What a provider sent, for reading: field by field as it came, with line breaks.
final class RawBody {
    private static final JsonFactory JSON = new JsonFactory();

    private RawBody() {}

    /// As it came.
    static String text(ByteString body) {
        return body.toString(StandardCharsets.UTF_8);
    }

    /// Indented when it is JSON; every figure stays as it was written.
    static String pretty(String raw) {
        StringWriter out = new StringWriter();
        try (JsonParser parser = JSON.createParser(raw);
                JsonGenerator generator = JSON.createGenerator(out)) {
            generator.setPrettyPrinter(new DefaultPrettyPrinter());
            while (parser.nextToken() != null) {
                generator.copyCurrentEventExact(parser);
            }
        } catch (IOException e) {
            // No JSON: shown as it is.
            return raw;
        }
        return out.toString();
    }
}
