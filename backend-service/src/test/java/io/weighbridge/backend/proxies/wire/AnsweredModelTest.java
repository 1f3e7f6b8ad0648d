package io.weighbridge.backend.proxies.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AnsweredModelTest {
    @ParameterizedTest
    @CsvSource({
        "gpt-4o, gpt-4o, false",
        "gpt-4o, gpt-4o-2024-08-06, false",
        "gpt-4o-2024-08-06, gpt-4o, false",
        "llama3, llama3:latest, false",
        "meta/Llama-8B, llama-8b, false",
        "llama, /models/llama, false",
        "gpt-4o, gpt-4o-mini, true",
        "gpt-4o-mini, gpt-4o, true",
        "gpt-4o, gpt-4, true",
        "cheap, dear, true"
    })
    void aDateOrAFolderIsNoOtherModel(String asked, String answered, boolean differs) {
        assertEquals(differs, AnsweredModel.differs(asked, TextNode.valueOf(answered)));
    }

    @Test
    void nothingSaidIsNoOtherModel() {
        assertFalse(AnsweredModel.differs("m", MissingNode.getInstance()));
        assertFalse(AnsweredModel.differs("m", TextNode.valueOf("")));
    }
}
