package io.weighbridge.backend.proxies.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;

import io.weighbridge.model.Nanos;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class UpstreamCostTest {
    private static long nanos(String cost) throws JsonProcessingException {
        return UpstreamCost.nanos(ModelJson.ANSWERS.readTree("{\"cost\":" + cost + "}"));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "0.0, 0",
        "0.00014, 140000",
        "1.4e-4, 140000",
        "2, 2000000000",
        "0.0000000005, 0",
        "0.0000000015, 2",
        "0.0000000025, 2",
        // No double has it.
        "123456789.123456789, 123456789123456789",
        "0.1000000000000000055511151231257827, 100000000",
    })
    void readsANumberExactly(String cost, long nanos) throws JsonProcessingException {
        assertEquals(nanos, nanos(cost));
    }

    @ParameterizedTest
    @CsvSource({"null", "-0.1", "[]", "1e999999999", "1e-999999999", "1000000001", "true"})
    void knowsNoneWhereNoneIsTold(String cost) throws JsonProcessingException {
        assertEquals(ModelRequest.ABSENT, nanos(cost));
    }

    @ParameterizedTest
    @CsvSource({"{}", "1", "{\"cost\":\"0.1\"}"})
    void knowsNoneWhereThereIsNoNumber(String usage) throws JsonProcessingException {
        assertEquals(ModelRequest.ABSENT, UpstreamCost.nanos(ModelJson.ANSWERS.readTree(usage)));
        assertEquals(Nanos.AMOUNT_MAX, nanos("1000000000"));
    }
}
