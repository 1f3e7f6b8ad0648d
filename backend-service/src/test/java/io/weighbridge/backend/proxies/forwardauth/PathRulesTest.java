package io.weighbridge.backend.proxies.forwardauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.model.Units;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;

final class PathRulesTest {
    private static PathRules rules(String text) {
        PathRules rules = PathRules.parse(text);
        assertNotNull(rules, text);
        return rules;
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "/v1/chat | chat",
                "/v1/chat/ | chat",
                "/v1/chat/completions | chat",
                "/v1/chat/big | big",
                "/v1/chat/big/x | big",
                "/v1/chatty | rest",
                "/v1/Chat | rest",
                "/v1 | rest",
                "/v2/chat | ''",
                "/ | ''",
            },
            delimiter = '|')
    void longestRuleOfWholeSegmentsWins(String path, String service) {
        PathRules rules = rules("/v1/chat=chat  /v1/chat/big=big\n/v1/=rest");
        assertFalse(PathRules.isOdd(path));
        assertEquals(service, rules.service(path));
    }

    @Test
    void theRootIsARule() {
        assertEquals("all", rules("/=all /v1/a=a").service("/b/c"));
        assertEquals("all", rules("/=all").service("/"));
        assertEquals("", rules("").service("/v1"));
        assertEquals("qwen/3=x", rules("/v1=qwen/3=x").service("/v1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "v1/chat",
                "//v1/chat",
                "/v1//chat",
                "/v1/chat//",
                "/v1/./chat",
                "/v1/../chat",
                "/v1/chat/..",
                "/v1/chat/.",
                "/..",
                "/v1/%2e%2e/chat",
                "/v1%2fchat",
                "/v1/%63hat",
                "/v1/chat;x=1",
                "/v1\\chat",
                "/v1/ch at",
                "/v1/chat#x",
                "/v1/chät",
                "/v1/chat\n",
                "http://other/v1/chat",
            })
    void whatHasTwoReadingsIsOdd(String path) {
        assertTrue(PathRules.isOdd(path), path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/v1", "/v1=", "=chat", "v1=chat", "/v1=a /v1/=b", "/v1//x=a", "/%61=a"})
    void wrongRulesAreNone(String text) {
        assertNull(PathRules.parse(text), text);
    }

    @Test
    void estimatesAreRead() {
        assertEquals(
                Map.of(
                        "flux", Units.parse("images=4"),
                        "qwen", Units.parse("input_tokens=5 output_tokens=6")),
                Estimates.parse("flux images=4; qwen  input_tokens=5 output_tokens=6"));
        assertEquals(Map.of(), Estimates.parse(" "));
        for (String wrong :
                new String[] {
                    "flux",
                    "flux;",
                    "flux images=x",
                    "flux picture=1",
                    "flux images=-1",
                    "flux images=1; flux images=2"
                }) {
            assertNull(Estimates.parse(wrong), wrong);
        }
    }
}
