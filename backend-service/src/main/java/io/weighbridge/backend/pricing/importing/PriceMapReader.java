package io.weighbridge.backend.pricing.importing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;

import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads the JSON of a price map. Whoever wrote it is not trusted: size, depth, number of values
/// and lengths are bounded, and numbers stay text.
final class PriceMapReader {
    /// The most bytes of a map; the real one has 3 million.
    static final int BYTES_MAX = 16 << 20;

    private static final String FIELD = "price map";
    private static final int DEPTH_MAX = 16;
    private static final int NUMBER_LENGTH_MAX = 1_000;
    private static final int NAME_LENGTH_MAX = 1_000;
    private static final int TEXT_LENGTH_MAX = 100_000;
    // The real one has 110,000.
    private static final int TOKENS_MAX = 2_000_000;
    // The real one has 4,242.
    private static final int MODELS_MAX = 20_000;
    private static final String EXPECTED = "JSON as LiteLLM publishes it: {\"model\": {...}, ...}";
    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxDocumentLength(BYTES_MAX)
                                    .maxNestingDepth(DEPTH_MAX)
                                    .maxNumberLength(NUMBER_LENGTH_MAX)
                                    .maxNameLength(NAME_LENGTH_MAX)
                                    .maxStringLength(TEXT_LENGTH_MAX)
                                    .maxTokenCount(TOKENS_MAX)
                                    .build())
                    .build();

    private PriceMapReader() {}

    /// @throws Fault INVALID_FIELD when it is no price map, with the place
    static PriceMap read(byte[] bytes) {
        requireSize(bytes.length);
        try (Reader text = utf8(bytes);
                JsonParser parser = JSON.createParser(text)) {
            return read(parser);
        } catch (CharacterCodingException e) {
            throw Fault.invalid(FIELD, "not UTF-8", EXPECTED);
        } catch (JsonProcessingException e) {
            throw Fault.invalid(FIELD, place(e.getLocation()) + said(e), EXPECTED);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @throws Fault INVALID_FIELD when so many bytes are too many
    static void requireSize(long bytes) {
        if (bytes > BYTES_MAX) {
            throw Fault.invalid(
                    FIELD, "more than " + BYTES_MAX + " bytes", "at most " + BYTES_MAX + " bytes");
        }
    }

    private static Reader utf8(byte[] bytes) {
        boolean mark =
                bytes.length >= 3
                        && bytes[0] == (byte) 0xEF
                        && bytes[1] == (byte) 0xBB
                        && bytes[2] == (byte) 0xBF;
        int from = mark ? 3 : 0;
        return new InputStreamReader(
                new ByteArrayInputStream(bytes, from, bytes.length - from),
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
    }

    private static String place(@Nullable JsonLocation at) {
        return at == null ? "" : "line " + at.getLineNr() + ", column " + at.getColumnNr() + ": ";
    }

    private static String said(JsonProcessingException e) {
        String first = String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
        StringBuilder printable = new StringBuilder();
        first.codePoints()
                .limit(160)
                .forEach(c -> printable.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
        return printable.toString();
    }

    private static PriceMap read(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw Fault.invalid(FIELD, "no object at its start", EXPECTED);
        }
        Map<String, PriceMap.Entry> entries = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String model = parser.currentName();
            parser.nextToken();
            JsonValue value = value(parser);
            PriceMap.Entry before = entries.get(model);
            entries.put(model, new PriceMap.Entry(model, value, before != null));
            if (entries.size() > MODELS_MAX) {
                throw Fault.invalid(FIELD, "more models", "at most " + MODELS_MAX);
            }
        }
        if (parser.nextToken() != null) {
            throw Fault.invalid(FIELD, "something after its end", EXPECTED);
        }
        if (entries.isEmpty()) {
            throw Fault.invalid(FIELD, "no models", EXPECTED);
        }
        return new PriceMap(List.copyOf(entries.values()));
    }

    private static JsonValue value(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null) {
            throw Fault.invalid(FIELD, "it ends too early", EXPECTED);
        }
        return switch (token) {
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonValue.Num(parser.getText());
            case VALUE_STRING -> new JsonValue.Text(parser.getText());
            case VALUE_TRUE, VALUE_FALSE, VALUE_NULL -> new JsonValue.Word(parser.getText());
            case START_ARRAY -> {
                List<JsonValue> items = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    items.add(value(parser));
                }
                yield new JsonValue.Arr(items);
            }
            case START_OBJECT -> {
                List<JsonValue.Member> members = new ArrayList<>();
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String name = parser.currentName();
                    parser.nextToken();
                    members.add(new JsonValue.Member(name, value(parser)));
                }
                yield new JsonValue.Obj(members);
            }
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
                    throw Fault.invalid(FIELD, Check.shown(token.name()), EXPECTED);
        };
    }
}
