package io.weighbridge.backend.proxies.media;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.backend.proxies.wire.ModelJson;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;

/// What a usage tells, and what it does not.
final class MediaUsageTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "GENERATIONS    | {'input_tokens':5,'output_tokens':7}"
                        + " | input_tokens=5 output_tokens=7 image_output_tokens=7",
                "GENERATIONS    | {'input_tokens':5,'output_tokens':7,"
                        + "'output_tokens_details':{'image_tokens':4,'text_tokens':3}}"
                        + " | input_tokens=5 output_tokens=7 image_output_tokens=4",
                "SPEECH         | {'input_tokens':5,'output_tokens':7}"
                        + " | input_tokens=5 output_tokens=7 audio_output_tokens=7",
                "TRANSCRIPTIONS | {'type':'tokens','input_tokens':9,"
                        + "'input_token_details':{'audio_tokens':8,'text_tokens':1},"
                        + "'output_tokens':2,'total_tokens':11}"
                        + " | input_tokens=9 audio_input_tokens=8 output_tokens=2",
                "TRANSCRIPTIONS | {'type':'duration','seconds':2.5} | audio_milliseconds=2500",
                "TRANSCRIPTIONS | {'seconds':8.470000267} | audio_milliseconds=8470",
                "TRANSCRIPTIONS | {'seconds':0} | audio_milliseconds=0",
                "TRANSCRIPTIONS | {'seconds':2,'input_tokens':9,'output_tokens':2}"
                        + " | input_tokens=9 output_tokens=2 audio_milliseconds=2000",
                "TRANSCRIPTIONS | {'prompt_tokens':9,'completion_tokens':2}"
                        + " | input_tokens=9 output_tokens=2",
                "TRANSCRIPTIONS | {'seconds':-1} | ~~",
                "TRANSCRIPTIONS | {'seconds':1e30} | ~~",
                "TRANSCRIPTIONS | {'seconds':'2'} | ~~",
                "SPEECH         | {'input_tokens':-5,'output_tokens':1.5} | ~~",
                "SPEECH         | [] | ~~",
                "SPEECH         | null | ~~"
            })
    void whatIsMissingIsNotKnown(MediaEndpoint endpoint, String usage, String units)
            throws IOException {
        String json = usage.replace('\'', '"');
        assertEquals(
                units, MediaUsage.units(endpoint, ModelJson.ANSWERS.readTree(json)).toString());
    }
}
