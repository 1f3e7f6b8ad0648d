package io.weighbridge.backend.proxies.wire;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.weighbridge.model.Unit;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// What a client asks of a model.
///
/// @param endpoint where
/// @param model the service
/// @param isStream whether the answer is to come in parts
/// @param wantsUsage whether the client wants to see the usage of a stream
/// @param flows whether all that the model makes comes in parts as it is made, so that the answer
///     can be ended on its way: not where thinking is hidden
/// @param dearer what of its output may be dearer than text, as sound and pictures, null for none
/// @param answers how many answers it asks for at once
/// @param maximumTokens output tokens of each at most, [#ABSENT] when it does not say
/// @param size of its prompt
/// @param measure of its answers
/// @param subject the end user it names, empty for none
/// @param root all of it
public record ModelRequest(
        Endpoint endpoint,
        String model,
        boolean isStream,
        boolean wantsUsage,
        boolean flows,
        @Nullable Unit dearer,
        long answers,
        long maximumTokens,
        PromptSize size,
        TextMeasure measure,
        String subject,
        ObjectNode root) {
    /// Not said.
    public static final long ABSENT = -1;

    private static final String MODEL = "model";
    private static final List<String> MAXIMUM_FIELDS =
            List.of("max_tokens", "max_completion_tokens", "max_output_tokens");

    /// Whether it says how long an answer may become.
    public boolean isLimited() {
        return maximumTokens != ABSENT;
    }

    /// Drops the tree, which is far larger than the text: it is of no use once it is written.
    public void forget() {
        root.removeAll();
    }

    /// Output tokens of all its answers, so many each.
    public long outputTokens(long each) {
        return each > Unit.COUNT_MAX / answers ? Unit.COUNT_MAX : each * answers;
    }

    /// Output tokens that it allows in all, [Unit#COUNT_MAX] when it does not say.
    public long mostOutputTokens() {
        return isLimited() ? outputTokens(maximumTokens) : Unit.COUNT_MAX;
    }

    /// Whether it is held for a slice at a time, and ended where there is no more: all else is held
    /// for as a whole, and the model server told how long it may become.
    public boolean isSliced() {
        return flows && !isLimited();
    }

    /// The body for the model server: asks for the usage at the end of a stream, and has the
    /// maximum, the client's or ours, in the one field that this server obeys.
    ///
    /// @param maximumField what to tell the most output tokens in
    /// @param tokens at most for each answer where the client says nothing, [#ABSENT] for none
    public byte[] body(String maximumField, long tokens) {
        prepare(maximumField, tokens);
        return ModelJson.bytes(root);
    }

    /// The same without the model's name, which another server may know it by otherwise.
    public byte[] bodyWithoutModel(String maximumField, long tokens) {
        prepare(maximumField, tokens);
        root.remove(MODEL);
        return ModelJson.bytes(root);
    }

    /// How the body begins for a server that knows the model by this name; what
    /// [#bodyWithoutModel] has after its bracket follows.
    static byte[] bodyHead(String name, boolean isAll) {
        ObjectNode head = JsonNodeFactory.instance.objectNode().put(MODEL, name);
        byte[] bytes = ModelJson.bytes(head);
        if (!isAll) {
            bytes[bytes.length - 1] = ',';
        }
        return bytes;
    }

    private void prepare(String maximumField, long tokens) {
        ObjectNode body = root;
        if (isStream && endpoint.tellsUsageOnlyIfAsked()) {
            body.withObjectProperty("stream_options").put("include_usage", true);
        }
        long most = isLimited() ? maximumTokens : tokens;
        if (endpoint.hasOutput()) {
            body.remove(MAXIMUM_FIELDS);
            if (most != ABSENT) {
                body.put(endpoint.maximumField(maximumField), most);
            }
        }
    }

    /// The same where the model thinks without streaming it.
    public ModelRequest hidingThoughts() {
        return with(false, subject);
    }

    /// The same for another end user, empty for none.
    public ModelRequest by(String endUser) {
        return with(flows, endUser);
    }

    private ModelRequest with(boolean nowFlows, String endUser) {
        return new ModelRequest(
                endpoint,
                model,
                isStream,
                wantsUsage,
                nowFlows,
                dearer,
                answers,
                maximumTokens,
                size,
                measure,
                endUser,
                root);
    }
}
