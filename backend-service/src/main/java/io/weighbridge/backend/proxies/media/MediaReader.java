package io.weighbridge.backend.proxies.media;

import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.proxies.wire.JsonBody;
import io.weighbridge.backend.proxies.wire.ModelJson;
import io.weighbridge.backend.proxies.wire.RequestReader;
import io.weighbridge.backend.proxies.wire.SentBody;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Reads what a client asks of a model that makes, or hears, pictures or sound.
public final class MediaReader {
    private static final int BOUNDARY_BYTES = 18;
    private static final SecureRandom RANDOM = new SecureRandom();

    private MediaReader() {}

    /// A request, and what the model server is to get.
    public record Read(MediaRequest request, SentBody body) {}

    /// Reads a body.
    ///
    /// @param contentTypes all such headers
    /// @param refused fields, by the operator
    /// @throws Fault INVALID_FIELD
    public static Read read(
            MediaEndpoint endpoint, List<String> contentTypes, byte[] body, Set<String> refused) {
        boolean isForm = endpoint.takesForms() && (isForm(contentTypes) || !endpoint.takesJson());
        MediaFields fields =
                isForm ? MediaFields.ofForm(contentTypes, body) : MediaFields.ofJson(body);
        fields.require(endpoint == MediaEndpoint.SPEECH ? Set.of("speed") : Set.of(), refused);
        String subject = RequestReader.subject(fields.root().path("user"));
        MediaRequest request =
                switch (endpoint) {
                    case GENERATIONS, EDITS, VARIATIONS ->
                            ImageRequests.read(endpoint, fields, subject);
                    case SPEECH -> SpeechRequests.read(fields, subject);
                    case TRANSCRIPTIONS, TRANSLATIONS ->
                            HearingRequests.read(endpoint, fields, subject);
                };
        String problem = request.size().most().problem();
        if (problem != null) {
            throw Fault.invalid("body", Check.shown(problem), "less");
        }
        return new Read(request, isForm ? form(fields) : json(fields));
    }

    private static boolean isForm(List<String> contentTypes) {
        return contentTypes.stream()
                .anyMatch(type -> type.toLowerCase(Locale.ROOT).strip().startsWith("multipart/"));
    }

    private static SentBody json(MediaFields fields) {
        fields.root().remove("model");
        return new JsonBody(ModelJson.bytes(fields.root()));
    }

    private static SentBody form(MediaFields fields) {
        byte[] random = new byte[BOUNDARY_BYTES];
        RANDOM.nextBytes(random);
        return new SentForm("part-" + HexFormat.of().formatHex(random), fields.parts());
    }
}
