package io.weighbridge.backend.proxies.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.core.JsonProcessingException;

import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What providers say of usage, each in its way.
final class UsageJsonTest {
    private static Units units(String json) throws JsonProcessingException {
        return UsageJson.units(ModelJson.ANSWERS.readTree(json.replace('\'', '"')));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {'prompt_tokens':9,'completion_tokens':4,'total_tokens':13} | input_tokens=9 output_tokens=4
                    {'prompt_tokens':0,'completion_tokens':0,'total_tokens':0} | input_tokens=0 output_tokens=0
                    {'prompt_tokens':9,'total_tokens':9} | input_tokens=9
                    {'prompt_tokens':9} | input_tokens=9
                    {'completion_tokens':4} | output_tokens=4
                    {'prompt_tokens':null,'completion_tokens':null} | ``
                    {'prompt_tokens':-1,'completion_tokens':1.5} | ``
                    {'prompt_tokens':'9'} | ``
                    {'prompt_tokens':1000000000001} | ``
                    {'prompt_tokens':9,'completion_tokens':4,'prompt_tokens_details':{'cached_tokens':8}} | input_tokens=9 cached_input_tokens=8 output_tokens=4
                    {'prompt_tokens':9,'completion_tokens':4,'prompt_tokens_details':{'cached_tokens':8,'audio_tokens':3}} | input_tokens=9 cached_input_tokens=8 audio_input_tokens=1 output_tokens=4
                    {'prompt_tokens':9,'completion_tokens':4,'prompt_cache_hit_tokens':5,'prompt_cache_miss_tokens':4} | input_tokens=9 cached_input_tokens=5 output_tokens=4
                    {'prompt_tokens':9,'completion_tokens':7,'total_tokens':16,'completion_tokens_details':{'reasoning_tokens':5,'audio_tokens':1}} | input_tokens=9 output_tokens=7 reasoning_tokens=5 audio_output_tokens=1
                    {'prompt_tokens':9,'completion_tokens':2,'total_tokens':16,'completion_tokens_details':{'reasoning_tokens':5}} | input_tokens=9 output_tokens=7 reasoning_tokens=5
                    {'prompt_tokens':9,'completion_tokens':2,'total_tokens':16} | input_tokens=9 output_tokens=7 reasoning_tokens=5
                    {'prompt_tokens':9,'completion_tokens':4,'prompt_tokens_details':null} | input_tokens=9 output_tokens=4
                    """)
    void readsWhatIsSaid(String json, String expected) throws JsonProcessingException {
        Units units = units(json);
        assertEquals(expected, units.toString());
        assertNull(units.problem());
    }

    /// A summary that the model wrote first is beside the counts at the top.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {'input_tokens':23000,'output_tokens':1000,'iterations':[{'type':'compaction','input_tokens':180000,'output_tokens':3500},{'type':'message','input_tokens':23000,'output_tokens':1000}]} | input_tokens=203000 output_tokens=4500
                    {'input_tokens':5,'cache_read_input_tokens':2,'output_tokens':1,'iterations':[{'input_tokens':7,'cache_creation_input_tokens':3,'output_tokens':4},{'input_tokens':5,'cache_read_input_tokens':2,'output_tokens':1}]} | input_tokens=17 cached_input_tokens=2 cache_write_5m_tokens=3 output_tokens=5
                    {'input_tokens':5,'output_tokens':1,'iterations':[{'input_tokens':5,'output_tokens':1}]} | input_tokens=5 output_tokens=1
                    {'input_tokens':0,'output_tokens':0,'iterations':[]} | input_tokens=0 output_tokens=0
                    {'input_tokens':5,'output_tokens':1,'iterations':null} | input_tokens=5 output_tokens=1
                    """)
    void eachTimeThatAMessageAskedTheModelCounts(String json, String expected)
            throws JsonProcessingException {
        Units units = UsageJson.ofMessages(ModelJson.ANSWERS.readTree(json.replace('\'', '"')));
        assertEquals(expected, units.toString());
        assertNull(units.problem());
    }

    @ParameterizedTest
    @CsvSource({"5,9", "0,1", "3,1000000"})
    void partsAreNeverMoreThanTheWhole(long whole, long part) throws JsonProcessingException {
        Units units =
                units(
                        "{'prompt_tokens':%d,'completion_tokens':%d,'prompt_tokens_details':{'cached_tokens':%d,'image_tokens':%d},'completion_tokens_details':{'reasoning_tokens':%d,'audio_tokens':%d}}"
                                .formatted(whole, whole, part, part, part, part));
        assertNull(units.problem());
        assertEquals(whole, units.get(Unit.CACHED_INPUT_TOKENS));
        assertEquals(whole, units.get(Unit.REASONING_TOKENS));
    }
}
