package io.weighbridge.backend.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.weighbridge.backend.proxies.call.ApiErrors;
import io.weighbridge.model.RefusalReason;
import io.weighbridge.model.Units;

import okhttp3.Call;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

import okio.BufferedSource;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// Calls models as an SDK does: it knows a base URL and a key, and nothing of the gate.
final class SdkHttp implements AutoCloseable {
    private static final MediaType TYPE = MediaType.get("application/json");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DATA = "data: ";
    private static final String COST = "x-weighbridge-cost";
    private static final int NANO_DIGITS = 9;
    private static final long READ_S = 120;

    private final OkHttpClient client =
            new OkHttpClient.Builder()
                    .readTimeout(READ_S, TimeUnit.SECONDS)
                    .retryOnConnectionFailure(false)
                    .build();
    private final String base;

    /// @param port of the gateway
    SdkHttp(int port) {
        this.base = "http://127.0.0.1:" + port + "/v1";
    }

    /// Makes a call.
    ///
    /// @param tags `KEY=VALUE` with commas between
    /// @throws GateFailure when the gateway does not answer in order
    SdkAnswer send(String key, String tags, SdkRequest asked) {
        Call call =
                client.newCall(
                        new Request.Builder()
                                .url(base + asked.path())
                                .header("Authorization", "Bearer " + key)
                                .header("x-weighbridge-tags", tags)
                                .post(RequestBody.create(asked.body(), TYPE))
                                .build());
        try (Response response = call.execute()) {
            if (!response.isSuccessful()) {
                return error(response);
            }
            String id = response.header("x-weighbridge-request-id");
            if (id == null) {
                throw new GateFailure("the gateway: no id of the call");
            }
            return asked.isStream()
                    ? stream(call, response.body().source(), id, asked.partsUntilLeaving())
                    : whole(response, id);
        } catch (IOException e) {
            throw new GateFailure("the gateway: " + e);
        }
    }

    private static SdkAnswer error(Response response) throws IOException {
        String reason = response.header(ApiErrors.REASON);
        return reason == null
                ? new SdkAnswer.Failed(response.code() + " " + response.body().string())
                : new SdkAnswer.Refused(RefusalReason.valueOf(reason.toUpperCase(Locale.ROOT)));
    }

    private static SdkAnswer whole(Response response, String id) throws IOException {
        JsonNode usage = JSON.readTree(response.body().bytes()).path("usage");
        String cost = response.header(COST);
        return new SdkAnswer.Whole(id, units(usage), cost == null ? 0 : nanos(cost));
    }

    private static SdkAnswer stream(
            Call call, BufferedSource source, String id, int partsUntilLeaving) throws IOException {
        int parts = 0;
        JsonNode last = JSON.missingNode();
        for (String line = source.readUtf8Line(); line != null; line = source.readUtf8Line()) {
            if (line.equals(DATA + "[DONE]")) {
                String cost = last.path("weighbridge").path("cost").asText();
                return new SdkAnswer.Whole(id, units(last.path("usage")), nanos(cost));
            }
            if (!line.startsWith(DATA)) {
                continue;
            }
            last = JSON.readTree(line.substring(DATA.length()));
            parts++;
            if (last.has("error")) {
                return new SdkAnswer.Broken(id);
            }
            if (parts == partsUntilLeaving) {
                call.cancel();
                return new SdkAnswer.Left();
            }
        }
        throw new GateFailure("the gateway: a stream without an end");
    }

    private static Units units(JsonNode usage) {
        return Units.tokens(
                usage.path("prompt_tokens").asLong(), usage.path("completion_tokens").asLong());
    }

    // Where the ledger is slow an answer goes without its cost; it is charged the same.
    private static long nanos(@Nullable String decimal) {
        return decimal == null || decimal.isEmpty()
                ? 0
                : new BigDecimal(decimal).movePointRight(NANO_DIGITS).longValueExact();
    }

    @Override
    public void close() {
        client.connectionPool().evictAll();
    }
}
