package io.weighbridge.backend.proxies.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;

/// What events of a stream are worth when nobody tells.
final class ChunkReaderTest {
    private static Chunk read(String data) {
        String event = "data: " + data.replace('\'', '"') + "\n\n";
        return ChunkReader.read(
                Endpoint.CHAT,
                new StreamEvent(event.getBytes(StandardCharsets.UTF_8)),
                TextMeasure.BYTES);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {'delta':{'role':'assistant','content':''}} | 0 | 0
                    {'delta':{'role':'assistant','content':'Hi'}} | 1 | 2
                    {'delta':{'content':''}} | 1 | 0
                    {'delta':{}} | 1 | 0
                    {'delta':{},'finish_reason':'stop'} | 0 | 0
                    {'delta':{'content':'a'},'finish_reason':'stop'} | 1 | 1
                    {'content_filter_results':{}} | 0 | 0
                    {'text':''} | 1 | 0
                    {'text':'abc'} | 1 | 3
                    {'delta':{'content':''},'logprobs':{'content':[{'token':'a'},{'token':'b'}]}} | 2 | 0
                    {'delta':{},'finish_reason':'stop','logprobs':{'content':[{'token':'a'}]}} | 1 | 0
                    {'text':'','logprobs':{'tokens':['a','b','c']}} | 3 | 0
                    {'delta':{'content':''},'token_ids':[1,2,3,4]} | 4 | 0
                    {'delta':{'reasoning':'abc','reasoning_details':[{'type':'reasoning.text','text':'abc'}]}} | 1 | 3
                    {'delta':{'reasoning':'abc','reasoning_content':'abc'}} | 1 | 3
                    {'delta':{'content':'','reasoning_details':[{'type':'reasoning.encrypted','data':'AAAAAAAA'}]}} | 1 | 0
                    {'delta':{'content':[{'type':'thinking','thinking':[{'type':'text','text':'ab'}]},{'type':'text','text':'c'}]}} | 1 | 3
                    {'delta':{'tool_calls':[{'id':'x','type':'function','function':{'name':'f','arguments':'{}'}}]}} | 1 | 3
                    {'delta':{'function_call':{'arguments':'ab'}}} | 1 | 2
                    {'delta':{'refusal':'no'}} | 1 | 2
                    """)
    void countsWhatOneAnswerGets(String choice, long pieces, long textBytes) {
        Chunk chunk = read("{'choices':[" + choice + "]}");
        assertEquals(pieces, chunk.pieces());
        assertEquals(textBytes, chunk.text().bytes());
        assertEquals(2 * pieces, read("{'choices':[" + choice + "," + choice + "]}").pieces());
    }

    @ParameterizedTest
    @CsvSource({"0,0", "1,1", "3200,1", "3201,2", "64000,20"})
    void soundIsCountedByItsLength(int characters, long tokens) {
        Chunk chunk =
                read("{'choices':[{'delta':{'audio':{'data':'" + "A".repeat(characters) + "'}}}]}");
        assertEquals(tokens, chunk.text().likelyTokens());
    }

    /// Nothing is free because we cannot read it.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {'choices':[{'delta': | 21
                    plain words | 11
                    {'type':'response.output_text.delta','delta':'abc'} | 51
                    [1,2] | 5
                    """)
    void whatCannotBeReadIsText(String data, long bytes) {
        assertEquals(bytes, read(data).text().bytes());
        assertEquals(1, read(data).pieces());
    }
}
