package io.weighbridge.backend.platform.http;

import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.ErrorCode;

import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.ResponseBody;

import okio.Buffer;
import okio.BufferedSource;

import retrofit2.Call;
import retrofit2.Response;
import retrofit2.Retrofit;
import retrofit2.http.GET;
import retrofit2.http.Streaming;
import retrofit2.http.Url;

import java.io.IOException;
import java.net.Proxy;
import java.time.Duration;
import java.util.Objects;

/// Fetches a document that somebody named. Neither the URL nor who answers is trusted: only https,
/// or http to this machine where that is allowed; only addresses that are allowed, looked at when a
/// connection is made, so that no name and no redirect leads elsewhere; bounds on time, size and
/// redirects.
public final class DocumentHttp {
    private static final String FIELD = "url";
    private static final int URL_LENGTH_MAX = 2_000;
    private static final int REDIRECTS_MAX = 3;
    private static final long PIECE_BYTES = 64 << 10;
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration CALL = Duration.ofSeconds(20);

    private interface Api {
        @GET
        @Streaming
        Call<ResponseBody> get(@Url String url);
    }

    private final String what;
    private final long bytesMax;
    private final boolean privateToo;
    private final Api api;

    private DocumentHttp(String what, long bytesMax, boolean privateToo, Duration limit) {
        this.what = what;
        this.bytesMax = bytesMax;
        this.privateToo = privateToo;
        OkHttpClient client =
                new OkHttpClient.Builder()
                        .socketFactory(new GuardedSocketsHttp(privateToo))
                        // A proxy would connect where we may not look.
                        .proxy(Proxy.NO_PROXY)
                        .followRedirects(false)
                        .followSslRedirects(false)
                        .connectTimeout(CONNECT)
                        .callTimeout(limit)
                        .addInterceptor(chain -> withoutErrorBody(chain.proceed(chain.request())))
                        .build();
        api =
                new Retrofit.Builder()
                        .baseUrl("https://localhost/")
                        .client(client)
                        .build()
                        .create(Api.class);
    }

    /// A URL without what may be secret in it: user, query and fragment.
    ///
    /// @param url of a document that was fetched
    public static String withoutSecrets(String url) {
        return Objects.requireNonNull(HttpUrl.parse(url))
                .newBuilder()
                .username("")
                .password("")
                .query(null)
                .fragment(null)
                .build()
                .toString();
    }

    /// For a service: addresses of the internet only.
    ///
    /// @param what is expected, for people: "a price map"
    /// @param bytesMax of it
    public static DocumentHttp fromTheInternet(String what, long bytesMax) {
        return new DocumentHttp(what, bytesMax, false, CALL);
    }

    /// For a person at their own machine: any address.
    ///
    /// @param what is expected, for people
    /// @param bytesMax of it
    public static DocumentHttp fromAnywhere(String what, long bytesMax) {
        return new DocumentHttp(what, bytesMax, true, CALL);
    }

    static DocumentHttp within(String what, long bytesMax, boolean privateToo, Duration limit) {
        return new DocumentHttp(what, bytesMax, privateToo, limit);
    }

    // Retrofit would read it whole, however long it is.
    private static okhttp3.Response withoutErrorBody(okhttp3.Response response) {
        if (response.isSuccessful()) {
            return response;
        }
        response.close();
        return response.newBuilder().body(ResponseBody.create(new byte[0], null)).build();
    }

    /// The bytes at a URL.
    ///
    /// @throws Fault INVALID_FIELD when it may not be fetched or is too large, SOURCE_UNREACHABLE
    ///     when nothing came
    public byte[] fetch(String url) {
        HttpUrl at = allowed(url, privateToo);
        for (int redirects = 0; redirects <= REDIRECTS_MAX; redirects++) {
            try {
                Response<ResponseBody> response = api.get(at.toString()).execute();
                if (response.isSuccessful()) {
                    return read(Objects.requireNonNull(response.body()));
                }
                at = next(at, response);
            } catch (IOException e) {
                throw refused(at, e);
            }
        }
        throw Fault.invalid(
                FIELD, "more than " + REDIRECTS_MAX + " redirects", "the file's own address");
    }

    private HttpUrl next(HttpUrl at, Response<ResponseBody> response) {
        String location = response.headers().get("Location");
        if (response.code() < 300 || response.code() >= 400 || location == null) {
            throw unreachable(at, "the answer is " + response.code());
        }
        HttpUrl next = location.length() > URL_LENGTH_MAX ? null : at.resolve(location);
        if (next == null) {
            throw unreachable(at, "a redirect to something that is no URL");
        }
        // Nobody else sends us to this machine.
        return allowed(next.toString(), privateToo && GuardedSocketsHttp.isLoopback(at.host()));
    }

    private static HttpUrl allowed(String url, boolean plainHere) {
        Check.text(FIELD, url, 1, URL_LENGTH_MAX);
        HttpUrl at = HttpUrl.parse(url);
        if (at == null) {
            throw Fault.invalid(FIELD, "not a URL", "https://host/path");
        }
        if (!at.username().isEmpty() || !at.password().isEmpty()) {
            throw Fault.invalid(FIELD, "a user name in it", "none: it would end in the log");
        }
        boolean here = plainHere && GuardedSocketsHttp.isLoopback(at.host());
        if (!at.isHttps() && !here) {
            throw Fault.invalid(FIELD, at.scheme() + "://" + Check.shown(at.host()), "https");
        }
        return at;
    }

    private byte[] read(ResponseBody body) throws IOException {
        try (body;
                BufferedSource source = body.source();
                Buffer all = new Buffer()) {
            while (source.read(all, PIECE_BYTES) >= 0) {
                if (all.size() > bytesMax) {
                    throw Fault.invalid(
                            FIELD,
                            "more than " + bytesMax + " bytes",
                            "at most " + bytesMax + " bytes");
                }
            }
            return all.readByteArray();
        }
    }

    private Fault refused(HttpUrl at, IOException e) {
        GuardedSocketsHttp.Refused refused = GuardedSocketsHttp.refusal(e);
        if (refused != null) {
            return Fault.invalid(
                    FIELD,
                    Check.shown(at.host()) + " is at " + refused.address().getHostAddress(),
                    "an address of the internet");
        }
        return unreachable(at, String.valueOf(e.getMessage()));
    }

    private Fault unreachable(HttpUrl at, String why) {
        return Fault.of(
                ErrorCode.SOURCE_UNREACHABLE,
                FIELD + ": " + Check.shown(at.host()) + ": " + why + " (expected: " + what + ")");
    }
}
