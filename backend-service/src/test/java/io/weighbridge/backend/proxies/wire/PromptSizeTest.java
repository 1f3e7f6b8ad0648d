package io.weighbridge.backend.proxies.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.proxies.contract.Chats;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;

/// The bound of a prompt holds whatever is written into a request.
final class PromptSizeTest {
    private static final String LONG = "1 2 3 4 5 6 7 8 9 0 ".repeat(2_000);
    private static final String PAYLOAD = "A".repeat(1_000_000);

    private static PromptSize size(Endpoint endpoint, String fields) {
        byte[] body =
                ("{'model':'m'," + fields + "}")
                        .replace('\'', '"')
                        .getBytes(StandardCharsets.UTF_8);
        return RequestReader.read(endpoint, body, Chats.RULES).size();
    }

    private static PromptSize chat(String fields) {
        return size(Endpoint.CHAT, fields);
    }

    private static PromptSize part(String part) {
        return chat("'messages':[{'role':'user','content':[" + part + "]}]");
    }

    /// No field makes another one invisible, and nothing is left out because of where it stands.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "'type':'input_audio','messages':[{'role':'user','content':'%s'}]",
                "'type':'image_url','image_url':'data:image/png;base64,%s'",
                "'messages':[{'type':'image_url','role':'user','content':'%s'}]",
                "'messages':[{'role':'user','content':[{'type':'text','text':'%s'}]}]",
                "'messages':[{'role':'user','content':[{'type':'image_url','text':'%s'}]}]",
                "'messages':[{'role':'user','content':[{'type':'input_audio','text':'%s'}]}]",
                "'messages':[{'content':[{'type':'image_url','image_url':{'url':'%s'}}]}]",
                "'messages':[{'role':'tool','content':{'type':'text','text':'%s'}}]",
                "'tools':[{'type':'function','function':{'name':'f','description':'%s'}}]",
                "'tools':[{'type':'function','image_url':{'url':'data:image/png;base64,%s'}}]",
                "'documents':[{'text':'%s'}]",
                "'a':{'b':{'%s':null}}"
            })
    void everyTextIsBounded(String fields) {
        PromptSize size = chat(fields.formatted(LONG));
        assertTrue(size.mostTokens() >= LONG.length(), size::toString);
        assertNull(size.atMost().problem());
    }

    /// Templates write tools as JSON, where all that is no text counts too.
    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "true", "null", "0.125", "{'a':[false,-7]}"})
    void whatIsNoTextCountsToo(String value) {
        int times = 10_000;
        String tools = (value + ",").repeat(times) + "0";
        PromptSize size = chat("'tools':[{'function':{'parameters':{'enum':[" + tools + "]}}}]");
        // As indented by four spaces at this depth, 16 spaces to a token.
        assertTrue(size.mostTokens() >= (value.length() + 3L) * times, size::toString);
    }

    @Test
    void whatATemplateEscapesIsBoundedAsEscaped() {
        String text = "<世>".repeat(1_000);
        PromptSize size = chat("'tools':[{'function':{'description':'" + text + "'}}]");
        assertTrue(size.mostTokens() >= 6L * text.length(), size::toString);
    }

    /// Templates take the text of a part as it is: it is its bytes, in any language.
    @ParameterizedTest
    @ValueSource(strings = {"text", "refusal", "thinking"})
    void theTextOfAPartIsItsBytes(String field) {
        String text = "<世&界>'s Grüße ".repeat(1_000);
        long bytes = PromptSize.bytes(text);
        PromptSize size =
                chat(
                        "'messages':[{'role':'user','content':[{'type':'%s','%s':'%s'}]}]"
                                .formatted(field, field, text.replace("'", "’")));
        assertTrue(size.mostTokens() >= bytes, size::toString);
        assertTrue(size.mostTokens() <= 1.2 * bytes, size::toString);
    }

    @Test
    void picturesAndSoundAreNotTheirBytes() {
        PromptSize picture =
                part(
                        "{'type':'image_url','image_url':{'url':'data:image/png;base64,%s'}}"
                                .formatted(PAYLOAD));
        assertTrue(picture.mostTokens() < 17_000, picture::toString);
        assertEquals(16_384, picture.imageTokens());
        PromptSize sound =
                part(
                        "{'type':'input_audio','input_audio':{'data':'UklGR%s','format':'wav'}}"
                                .formatted(PAYLOAD));
        assertEquals(1_000_005 / 24 + 1, sound.audioTokens());
        assertTrue(sound.mostTokens() < 42_000, sound::toString);
        // Something else that is said to be sound may be more than we know.
        PromptSize unknown =
                part(
                        "{'type':'input_audio','input_audio':{'data':'%s','format':'wav'}}"
                                .formatted(PAYLOAD));
        assertTrue(unknown.mostTokens() > 1_000_000, unknown::toString);
    }

    @Test
    void picturesThatComeOfAToolAreMeasuredToo() {
        String item = "'input':[{'type':'function_call_output','call_id':'c','output':%s}]";
        PromptSize picture =
                size(
                        Endpoint.RESPONSES,
                        item.formatted("[{'type':'input_image','image_url':'http://a/b'}]"));
        assertEquals(16_384, picture.imageTokens());
        PromptSize text = size(Endpoint.RESPONSES, item.formatted("'" + LONG + "'"));
        assertTrue(text.mostTokens() >= LONG.length(), text::toString);
        assertEquals(0, text.imageTokens());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'video_url','video_url':{'url':'http://a/b'}}",
                "{'type':'audio_url','audio_url':{'url':'http://a/b'}}",
                "{'type':'file','file':{'file_id':'f'}}",
                "{'type':'input_file','file_id':'f'}",
                "{'type':'image_embeds','image_embeds':'AAAA'}",
                "{'image_url':'http://a/b'}",
                "7"
            })
    void whatNobodyCanMeasureIsRefused(String part) {
        assertThrows(Fault.class, () -> part(part));
    }

    @Test
    void anEarlierSoundIsRefused() {
        assertThrows(
                Fault.class, () -> chat("'messages':[{'role':'assistant','audio':{'id':'a'}}]"));
    }

    @Test
    void whatMayBeDearerIsNamed() {
        Units units =
                part("{'type':'text','text':'a','cache_control':{'type':'ephemeral'}},"
                                + "{'type':'image_url','image_url':{'url':'http://a/b'}},"
                                + "{'type':'input_audio','input_audio':{'data':'//AA'}}")
                        .atMost();
        assertNull(units.problem());
        assertEquals(16_384, units.get(Unit.IMAGE_INPUT_TOKENS));
        assertEquals(1, units.get(Unit.AUDIO_INPUT_TOKENS));
        assertEquals(units.get(Unit.INPUT_TOKENS) - 16_385, units.get(Unit.CACHE_WRITE_5M_TOKENS));
        assertEquals(1, chat("'messages':[]").atMost().size());
    }

    /// An hour is dearer than minutes, and what is cached so may be nearly all of the prompt.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "'cache_control':{'type':'ephemeral','ttl':'1h'}",
                "'cache_control':{'type':'ephemeral','ttl':'7200s'}",
                "'tools':[{'function':{},'cache_control':{'ttl':'1h'}},{'cache_control':{}}]",
                "'messages':[{'role':'user','content':[{'type':'text','text':'a','cache_control':"
                        + "{'ttl':'5m'}},{'type':'image_url','image_url':'x','cache_control':"
                        + "{'ttl':'1h'}},{'type':'text','text':'a','cache_control':{}}]}]",
            })
    void aWriteForAnHourIsHeldForAsSuch(String fields) {
        PromptSize size = chat(fields);
        Units units = size.atMost();
        assertNull(units.problem());
        long rest = size.mostTokens() - size.imageTokens();
        assertEquals(rest, units.get(Unit.CACHE_WRITE_1H_TOKENS), units::toString);
        assertEquals(0, units.get(Unit.CACHE_WRITE_5M_TOKENS), units::toString);
    }

    @Test
    void tokensOfAPromptAreCounted() {
        PromptSize texts = size(Endpoint.EMBEDDINGS, "'input':[]");
        PromptSize tokens = size(Endpoint.EMBEDDINGS, "'input':[[1,2,3],[4,5]]");
        assertTrue(tokens.mostTokens() - texts.mostTokens() >= 5);
        assertEquals(5, tokens.likelyTokens() - texts.likelyTokens());
    }

    @Test
    void aTokenIsOneHoweverLongItsNumber() {
        String ids = "[" + "128009,".repeat(9_999) + "128009]";
        PromptSize flat = size(Endpoint.COMPLETIONS, "'prompt':" + ids);
        assertTrue(flat.mostTokens() >= 10_000, flat::toString);
        assertTrue(flat.mostTokens() <= 10_100, flat::toString);
        PromptSize nested = size(Endpoint.EMBEDDINGS, "'input':[" + ids + "," + ids + "]");
        assertTrue(nested.mostTokens() >= 20_000, nested::toString);
        assertTrue(nested.mostTokens() <= 20_100, nested::toString);
        // Elsewhere a number is what it is written with.
        assertTrue(chat("'x':" + ids).mostTokens() > 70_000);
    }
}
