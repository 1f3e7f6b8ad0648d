package io.weighbridge.backend.proxies.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.proxies.contract.Chats;
import io.weighbridge.model.Unit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

final class RequestReaderTest {
    private static ModelRequest read(Endpoint endpoint, String json) {
        return RequestReader.read(
                endpoint, json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), Chats.RULES);
    }

    private static ModelRequest chat(String fields) {
        return read(Endpoint.CHAT, "{'model':'m'," + fields + "}");
    }

    private static String body(ModelRequest request, long tokens) {
        return new String(request.body("max_tokens", tokens), StandardCharsets.UTF_8)
                .replace('"', '\'');
    }

    /// Another reader could take these for something else than we did.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'model':'cheap','model':'dear'}",
                "{'model':'cheap','Model':'dear'}",
                "{'model':'m','MAX_TOKENS':5}",
                "{'model':'m','\u017ftream':true}",
                "{'model':'m','stream_options':{'Include_usage':false}}",
                "{'model':'m'} {'model':'dear'}",
                "{'model':'m','max_tokens':1.5}",
                "{'model':'m','max_tokens':-1}",
                "{'model':'m','max_tokens':0}",
                "{'model':'m','max_completion_tokens':0}",
                "{'model':'m','stream':true,'include_reasoning':'false'}",
                "{'model':'m','stream':true,'reasoning':{'exclude':1}}",
                "{'model':'m','stream':true,'echo':true}",
                "{'model':'m','max_tokens':'9'}",
                "{'model':'m','max_tokens':99999999999999999999}",
                "{'model':'m','n':0}",
                "{'model':'m','stream':'yes'}",
                "{'model':'m','stream_options':true}",
                "{'model':'m','service_tier':'priority'}",
                "{'model':''}",
                "{'model':1}",
                "{}",
                "[]",
                "",
                "{"
            })
    void refusesWhatCanBeReadInTwoWays(String json) {
        assertThrows(Fault.class, () -> read(Endpoint.CHAT, json));
    }

    @Test
    void refusesEndlessNesting() {
        String deep = "{'model':'m','messages':" + "[".repeat(250) + "]".repeat(250) + "}";
        assertThrows(Fault.class, () -> read(Endpoint.CHAT, deep));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            textBlock =
                    """
                    'max_tokens':7 | 7 | 1
                    'max_tokens':7,'max_completion_tokens':9 | 9 | 1
                    'max_tokens':null | -1 | 1
                    'max_tokens':9,'max_completion_tokens':7 | 7 | 1
                    'n':3,'max_tokens':7 | 7 | 3
                    'n':3 | -1 | 3
                    'best_of':4,'n':2 | -1 | 4
                    """)
    void readsHowFarACallMayGo(String fields, long maximum, long answers) {
        ModelRequest request = chat(fields);
        assertEquals(maximum, request.maximumTokens());
        assertEquals(answers, request.answers());
    }

    /// What some server or router takes for a longer answer, another model, or more to be paid.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "n_predict",
                "N_Predict",
                "n_cmpl",
                "max_new_tokens",
                "num_predict",
                "options",
                "models",
                "provider",
                "route",
                "transforms",
                "plugins",
                "web_search_options",
                "fallbacks",
                "num_retries",
                "api_base",
                "api_key",
                "mock_response",
                "base_url",
                "aws_region_name",
                "litellm_params",
                "lora",
                "cache_control_injection_points",
                "chat_template",
                "pri\u017fmatic",
                "mm_processor_kwargs",
                "media_io_kwargs",
                "prompt_embeds",
                "user_config",
                "drop_params",
                "additional_drop_params",
                "router_settings_override",
                "context_window_fallback_dict"
            })
    void refusesWhatOnlyTheOperatorMaySay(String field) {
        RequestRules rules =
                new RequestRules(
                        "max_tokens", Set.of("prismatic"), false, TextMeasure.ByModel.NONE, 0);
        byte[] body = ("{\"model\":\"m\",\"" + field + "\":1}").getBytes(StandardCharsets.UTF_8);
        assertThrows(Fault.class, () -> RequestReader.read(Endpoint.CHAT, body, rules));
    }

    /// Libraries that write all the fields that they know are not to be turned away.
    @Test
    void whatSaysNothingIsRemoved() {
        assertEquals(
                "{'model':'m'}",
                body(
                        chat("'n_predict':null,'Models':null,'aws_x':null,'enable_search':false"),
                        ModelRequest.ABSENT));
        assertThrows(Fault.class, () -> chat("'enable_search':true"));
        assertThrows(Fault.class, () -> chat("'n_predict':false"));
        assertThrows(Fault.class, () -> chat("'models':[]"));
    }

    /// A router that checks it passes the answer on in an error, which is free.
    @Test
    void aFormIsCheckedByNobodyAfterTheAnswer() {
        chat("'response_format':{'type':'json_schema','json_schema':{'name':'n'}}");
        assertThrows(
                Fault.class,
                () ->
                        chat(
                                "'response_format':{'type':'json_object',"
                                        + "'response_schema':{},'enforce_validation':true}"));
    }

    /// Of these a character may be more tokens than bytes were counted for.
    @Test
    void onlyUtf8IsRead() {
        String json = "{\"model\":\"m\",\"messages\":[]}";
        for (Charset charset :
                List.of(
                        StandardCharsets.UTF_16,
                        StandardCharsets.UTF_16BE,
                        StandardCharsets.UTF_16LE,
                        StandardCharsets.UTF_32BE,
                        StandardCharsets.UTF_32LE)) {
            byte[] body = json.getBytes(charset);
            Fault fault =
                    assertThrows(
                            Fault.class,
                            () -> RequestReader.read(Endpoint.CHAT, body, Chats.RULES),
                            charset::name);
            assertTrue(fault.text().contains("UTF-8"), fault::text);
        }
        assertEquals("m", read(Endpoint.CHAT, "\ufeff" + json).model());
    }

    @Test
    void saysWhatIsTooLargeToBeRead() {
        Fault many = assertThrows(Fault.class, () -> chat("'x':[" + "[],".repeat(300_000) + "[]]"));
        assertTrue(many.text().contains("500000 brackets, names and values"), many::text);
    }

    @Test
    void picturesAndSoundAreHeldForAsWhatTheyAre() {
        assertEquals(Unit.AUDIO_OUTPUT_TOKENS, chat("'modalities':['text','audio']").dearer());
        assertEquals(Unit.IMAGE_OUTPUT_TOKENS, chat("'modalities':['Image','text']").dearer());
        assertNull(chat("'modalities':['text']").dearer());
        assertThrows(Fault.class, () -> chat("'modalities':['image','audio']"));
        String response = "{'model':'m','modalities':%s}";
        assertEquals(
                Unit.IMAGE_OUTPUT_TOKENS,
                read(Endpoint.RESPONSES, response.formatted("['image']")).dearer());
        assertThrows(
                Fault.class,
                () -> read(Endpoint.RESPONSES, response.formatted("['image','audio']")));
    }

    @Test
    void toolsThatAProviderRunsAreRefused() {
        assertThrows(Fault.class, () -> chat("'tools':[{'type':'web_search'}]"));
        chat("'tools':[{'type':'function','function':{'name':'f'}},{'type':'custom'}]");
    }

    /// One server obeys one field, another the other: they get the one that is set, and no other.
    @Test
    void theMaximumIsInTheOneFieldThatTheServerObeys() {
        ModelRequest request = chat("'max_completion_tokens':7,'max_tokens':9");
        assertEquals("{'model':'m','max_tokens':7}", body(request, ModelRequest.ABSENT));
        byte[] other = chat("'max_tokens':9").body("max_completion_tokens", ModelRequest.ABSENT);
        assertEquals(
                "{\"model\":\"m\",\"max_completion_tokens\":9}",
                new String(other, StandardCharsets.UTF_8));
        byte[] completion =
                read(Endpoint.COMPLETIONS, "{'model':'m'}")
                        .body("max_completion_tokens", ModelRequest.ABSENT);
        assertEquals(
                "{\"model\":\"m\",\"max_tokens\":16}",
                new String(completion, StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            textBlock =
                    """
                    'stream':true | true
                    'stream':true,'max_tokens':5 | false
                    'stream':true,'include_reasoning':true | true
                    'stream':true,'include_reasoning':false | false
                    'stream':true,'reasoning':{'exclude':true} | false
                    'stream':true,'reasoning':{'exclude':false} | true
                    'stream':true,'reasoning_format':'hidden' | false
                    'stream':true,'stream_reasoning':false | false
                    'stream':true,'modalities':['text','audio'] | false
                    'stream':true,'modalities':['text','image'] | false
                    'stream':true,'modalities':['video'] | false
                    'stream':true,'modalities':['text'] | true
                    'stream':false | false
                    """)
    void onlyWhatFlowsIsHeldForInSlices(String fields, boolean isSliced) {
        assertEquals(isSliced, chat(fields).isSliced());
        String response = "{'model':'m'," + fields.replace("max_tokens", "max_output_tokens") + "}";
        assertEquals(isSliced, read(Endpoint.RESPONSES, response).isSliced());
    }

    @Test
    void aCompletionIsOfSixteenTokensByDefaultForEachPrompt() {
        ModelRequest request =
                read(Endpoint.COMPLETIONS, "{'model':'m','prompt':['a','b','c'],'n':2}");
        assertEquals(16, request.maximumTokens());
        assertEquals(6, request.answers());
        assertTrue(body(request, ModelRequest.ABSENT).contains("'max_tokens':16"));
        assertEquals(1, read(Endpoint.COMPLETIONS, "{'model':'m','prompt':[1,2,3]}").answers());
    }

    @Test
    void asksForUsageOnlyOfAStream() {
        String with = body(chat("'stream':true"), ModelRequest.ABSENT);
        assertTrue(with.contains("'stream_options':{'include_usage':true}"), with);
        assertFalse(chat("'stream':true").wantsUsage());
        assertTrue(chat("'stream':true,'stream_options':{'include_usage':true}").wantsUsage());
        String kept =
                body(
                        chat("'stream':true,'stream_options':{'x':1,'include_usage':false}"),
                        ModelRequest.ABSENT);
        assertTrue(kept.contains("{'x':1,'include_usage':true}"), kept);
        assertFalse(body(chat("'stream':false"), ModelRequest.ABSENT).contains("stream_options"));
    }

    @Test
    void passesOnWhatItDoesNotKnowAsItWasWritten() {
        String body = body(chat("'temperature':0.10,'seed':12345678901234567890,'x':{'y':[1]}"), 5);
        assertEquals(
                "{'model':'m','temperature':0.10,'seed':12345678901234567890,'x':{'y':[1]},"
                        + "'max_tokens':5}",
                body);
    }

    /// A number of so many digits written out would fill the memory.
    @Test
    void doesNotWriteOutAHugePower() {
        assertTrue(body(chat("'temperature':1e999999"), 5).length() < 200);
    }

    @Test
    void estimatesFromAbove() {
        String text = "Grüße, 世界! ".repeat(50);
        long bytes = text.getBytes(StandardCharsets.UTF_8).length;
        PromptSize size = chat("'messages':[{'role':'user','content':'" + text + "'}]").size();
        assertTrue(size.mostTokens() >= bytes + 8, size::toString);
        assertTrue(size.mostTokens() <= bytes + 120, size::toString);
        assertTrue(size.likelyTokens() >= bytes / 4, size::toString);
        assertTrue(size.likelyTokens() < size.mostTokens());
    }

    @Test
    void namesTheEndUserOnlyWhereThatIsAName() {
        assertEquals("anna", chat("'user':'anna'").subject());
        assertEquals("", chat("'user':'" + "a".repeat(101) + "'").subject());
        assertEquals("", chat("'user':{'a':1}").subject());
    }
}
