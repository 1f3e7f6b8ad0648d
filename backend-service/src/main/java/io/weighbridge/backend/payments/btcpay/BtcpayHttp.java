package io.weighbridge.backend.payments.btcpay;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.ErrorCode;

import okhttp3.ConnectionPool;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;

import okio.Buffer;
import okio.BufferedSource;

import retrofit2.Call;
import retrofit2.Retrofit;
import retrofit2.http.Body;
import retrofit2.http.GET;
import retrofit2.http.POST;
import retrofit2.http.Path;
import retrofit2.http.Query;
import retrofit2.http.Streaming;

import java.io.IOException;
import java.net.Proxy;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/// Calls BTCPay's Greenfield API. The address is the operator's, so it may be any; where it would
/// send us on to is not followed, as the API key would go along. Bounds on time and size.
final class BtcpayHttp {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration CALL = Duration.ofSeconds(15);
    private static final long BODY_MAX = 4 << 20;
    private static final long PIECE_BYTES = 64 << 10;
    private static final int FOUND_MAX = 50;
    private static final MediaType JSON_TYPE = MediaType.get("application/json; charset=utf-8");
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

    private interface Api {
        @GET("api/v1/stores/{store}/invoices")
        @Streaming
        Call<ResponseBody> find(
                @Path("store") String store,
                @Query("orderId") String orderId,
                @Query("take") int take);

        @GET("api/v1/stores/{store}/invoices")
        @Streaming
        Call<ResponseBody> list(
                @Path("store") String store,
                @Query("startDate") long startS,
                @Query("endDate") long endS,
                @Query("includeArchived") boolean includeArchived,
                @Query("skip") int skip,
                @Query("take") int take);

        @POST("api/v1/stores/{store}/invoices")
        @Streaming
        Call<ResponseBody> create(@Path("store") String store, @Body RequestBody request);

        @GET("api/v1/stores/{store}/invoices/{invoice}")
        @Streaming
        Call<ResponseBody> invoice(@Path("store") String store, @Path("invoice") String invoice);

        @GET("api/v1/stores/{store}/invoices/{invoice}/payment-methods")
        @Streaming
        Call<ResponseBody> paymentMethods(
                @Path("store") String store,
                @Path("invoice") String invoice,
                @Query("onlyAccountedPayments") boolean onlyAccounted);

        @POST("api/v1/stores/{store}/invoices/{invoice}/refund")
        @Streaming
        Call<ResponseBody> refund(
                @Path("store") String store,
                @Path("invoice") String invoice,
                @Body RequestBody request);

        @GET("api/v1/stores/{store}/pull-payments")
        @Streaming
        Call<ResponseBody> pullPayments(
                @Path("store") String store, @Query("includeArchived") boolean includeArchived);

        @GET("api/v1/pull-payments/{pull}")
        @Streaming
        Call<ResponseBody> pullPayment(@Path("pull") String pull);

        @GET("api/v1/pull-payments/{pull}/payouts")
        @Streaming
        Call<ResponseBody> payouts(
                @Path("pull") String pull, @Query("includeCancelled") boolean includeCancelled);
    }

    private final String store;
    private final Api asking;
    private final Api making;

    BtcpayHttp(BtcpaySettings settings) {
        this(settings, CALL);
    }

    BtcpayHttp(BtcpaySettings settings, Duration limit) {
        store = settings.storeId();
        String base = settings.url().toString();
        String url = base.endsWith("/") ? base : base + "/";
        String authorization = "token " + settings.apiKey();
        OkHttpClient client =
                new OkHttpClient.Builder()
                        .proxy(Proxy.NO_PROXY)
                        .followRedirects(false)
                        .followSslRedirects(false)
                        .connectTimeout(CONNECT)
                        .callTimeout(limit)
                        .addInterceptor(
                                chain ->
                                        chain.proceed(
                                                chain.request()
                                                        .newBuilder()
                                                        .header("Authorization", authorization)
                                                        .build()))
                        .addInterceptor(chain -> withoutErrorBody(chain.proceed(chain.request())))
                        .build();
        asking = api(url, client);
        // What makes something is sent once, on a connection that cannot have died meanwhile.
        making =
                api(
                        url,
                        client.newBuilder()
                                .retryOnConnectionFailure(false)
                                .connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS))
                                .build());
    }

    private static Api api(String url, OkHttpClient client) {
        return new Retrofit.Builder().baseUrl(url).client(client).build().create(Api.class);
    }

    // Retrofit would read it whole, however long it is; and it could repeat the key.
    private static Response withoutErrorBody(Response response) {
        if (response.isSuccessful()) {
            return response;
        }
        response.close();
        return response.newBuilder().body(ResponseBody.create(new byte[0], null)).build();
    }

    /// The invoices of an order.
    JsonNode invoicesOf(String orderId) {
        return list(answer(asking.find(store, orderId, FOUND_MAX)), "invoices");
    }

    /// A page of the invoices that were made in a time, archived ones included.
    ///
    /// @param fromS seconds since 1970, as the next
    JsonNode invoicesMade(long fromS, long toS, int skip, int take) {
        return list(answer(asking.list(store, fromS, toS, true, skip, take)), "invoices");
    }

    /// Makes an invoice.
    JsonNode create(ObjectNode request) {
        return answer(making.create(store, RequestBody.create(request.toString(), JSON_TYPE)));
    }

    /// An invoice.
    JsonNode invoice(String id) {
        return answer(asking.invoice(store, id));
    }

    /// How an invoice can be, and was, paid; with payments that do not count any more.
    JsonNode paymentMethods(String invoiceId) {
        return answer(asking.paymentMethods(store, invoiceId, false));
    }

    /// Makes a pull payment for a refund of an invoice.
    JsonNode refund(String invoiceId, ObjectNode request) {
        RequestBody body = RequestBody.create(request.toString(), JSON_TYPE);
        return answer(making.refund(store, invoiceId, body), BtcpayHttp::refusalOfRefunds);
    }

    /// All pull payments of the store, archived ones included.
    JsonNode pullPayments() {
        return list(
                answer(asking.pullPayments(store, true), BtcpayHttp::refusalOfRefunds),
                "pull payments");
    }

    /// A pull payment.
    JsonNode pullPayment(String id) {
        return answer(asking.pullPayment(id));
    }

    /// What was claimed of a pull payment, without what was cancelled.
    JsonNode payouts(String pullPaymentId) {
        return list(answer(asking.payouts(pullPaymentId, false)), "payouts");
    }

    private static JsonNode list(JsonNode found, String what) {
        if (!found.isArray()) {
            throw BtcpayFault.unavailable("an answer that is no list", what);
        }
        return found;
    }

    private static JsonNode answer(Call<ResponseBody> call) {
        return answer(call, BtcpayHttp::refusal);
    }

    private static JsonNode answer(Call<ResponseBody> call, IntFunction<Fault> refusal) {
        try {
            retrofit2.Response<ResponseBody> response = call.execute();
            if (!response.isSuccessful()) {
                throw refusal.apply(response.code());
            }
            return JSON.readTree(read(Objects.requireNonNull(response.body())));
        } catch (IOException e) {
            throw BtcpayFault.unavailable(e.getClass().getSimpleName(), "an answer in JSON");
        }
    }

    private static byte[] read(ResponseBody body) throws IOException {
        try (body;
                BufferedSource source = body.source();
                Buffer all = new Buffer()) {
            while (source.read(all, PIECE_BYTES) >= 0) {
                if (all.size() > BODY_MAX) {
                    throw BtcpayFault.unavailable(
                            "too long an answer", "at most " + BODY_MAX + " bytes");
                }
            }
            return all.readByteArray();
        }
    }

    // With a key that may not, nothing is made.
    private static Fault refusalOfRefunds(int status) {
        Fault fault = refusal(status);
        return status == 401 || status == 403
                ? Fault.of(ErrorCode.PROVIDER_REFUSED, fault.text())
                : fault;
    }

    private static Fault refusal(int status) {
        return switch (status) {
            case 401, 403 ->
                    BtcpayFault.unavailable(
                            "it answers " + status,
                            "btcpay.api_key with the permissions that docs/payments/btcpay.md"
                                    + " names, for this store");
            case 404 -> BtcpayFault.refused("it answers 404", "an invoice that it has");
            case 408, 429 -> BtcpayFault.unavailable("it answers " + status, "200");
            default ->
                    status >= 400 && status < 500
                            ? BtcpayFault.refused("it answers " + status, "200")
                            : BtcpayFault.unavailable("it answers " + status, "200");
        };
    }
}
