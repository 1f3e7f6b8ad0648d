package io.weighbridge.backend.demo.btcpay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.function.Supplier;

/// The part of the Greenfield API that refunds, and the page where a customer claims one.
public final class FakePullsHttp {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String STORE = "/api/v1/stores/{store}";
    private static final String PULL = "/api/v1/pull-payments/{id}";
    private static final String PAGE = "/pull-payments/{id}";

    private final FakeBtcpay state;
    private final Supplier<URI> url;
    private final Runnable afterMaking;
    private volatile boolean isKeyRefunding = true;
    private volatile boolean isKeyListing = true;

    /// @param afterMaking run before a refund that was made is answered
    FakePullsHttp(FakeBtcpay state, Supplier<URI> url, Runnable afterMaking) {
        this.state = state;
        this.url = url;
        this.afterMaking = afterMaking;
    }

    /// Whether the key may list refunds.
    public void letList(boolean may) {
        isKeyListing = may;
    }

    /// Whether the key may make refunds.
    public void letRefund(boolean may) {
        isKeyRefunding = may;
    }

    void route(HttpRouting.Builder routing) {
        routing.post(STORE + "/invoices/{id}/refund", this::refund)
                .get(STORE + "/pull-payments", this::list)
                .delete(STORE + "/pull-payments/{id}", this::archive)
                .get(PULL, (asked, to) -> answer(to, look(asked, this::written)))
                .get(PULL + "/payouts", this::payouts)
                .get(PAGE, this::page)
                .post(PAGE, this::press);
    }

    private ObjectNode written(FakePull pull) {
        return pull.written(url.get() + "/pull-payments/" + pull.id());
    }

    private <T> @Nullable T look(ServerRequest asked, Function<FakePull, @Nullable T> work) {
        return state.pulls().look(FakeBtcpayHttp.path(asked, "id"), work);
    }

    private static void answer(ServerResponse to, @Nullable JsonNode found) {
        if (found == null) {
            String code = "pullpayment-not-found";
            FakeBtcpayHttp.problem(to, Status.NOT_FOUND_404, code, "Not found");
        } else {
            FakeBtcpayHttp.json(to, found);
        }
    }

    private boolean isRefused(ServerRequest asked, ServerResponse to, boolean may) {
        if (!FakeBtcpayHttp.isAuthorized(state.store(), asked)) {
            FakeBtcpayHttp.problem(to, Status.UNAUTHORIZED_401, "unauthenticated", "No key");
            return true;
        }
        if (!may) {
            FakeBtcpayHttp.problem(to, Status.FORBIDDEN_403, "missing-permission", "Not this key");
            return true;
        }
        return false;
    }

    private void refund(ServerRequest asked, ServerResponse to) {
        if (isRefused(asked, to, isKeyRefunding)) {
            return;
        }
        ObjectNode request;
        try {
            request = (ObjectNode) JSON.readTree(asked.content().inputStream());
        } catch (IOException e) {
            throw new CloseConnectionException("no JSON", e);
        }
        Boolean can = state.look(FakeBtcpayHttp.path(asked, "id"), FakeInvoice::canBeRefunded);
        if (can == null) {
            FakeBtcpayHttp.problem(to, Status.NOT_FOUND_404, "invoice-not-found", "Not found");
        } else if (!can) {
            FakeBtcpayHttp.problem(
                    to, Status.BAD_REQUEST_400, "non-refundable", "Cannot refund this invoice");
        } else if (!isValid(request)) {
            to.status(Status.create(422));
            FakeBtcpayHttp.json(to, JSON.createArrayNode().add(Wire.object().put("path", "")));
        } else {
            ObjectNode made = written(state.pulls().make(request));
            afterMaking.run();
            FakeBtcpayHttp.json(to, made);
        }
    }

    private static boolean isValid(ObjectNode request) {
        return request.path("refundVariant").asText().equals("Custom")
                && request.path("payoutMethodId").asText().equals(Wire.METHOD)
                && request.path("customCurrency").asText().matches("[A-Z]{3}")
                && new BigDecimal(request.path("customAmount").asText("0")).signum() > 0;
    }

    private void list(ServerRequest asked, ServerResponse to) {
        if (!isRefused(asked, to, isKeyListing)) {
            boolean all = asked.query().first("includeArchived").orElse("").equals("true");
            FakeBtcpayHttp.json(to, state.pulls().list(all, this::written));
        }
    }

    private void archive(ServerRequest asked, ServerResponse to) {
        if (!isRefused(asked, to, isKeyRefunding)) {
            answer(
                    to,
                    look(
                            asked,
                            pull -> {
                                pull.archive();
                                return written(pull);
                            }));
        }
    }

    private void payouts(ServerRequest asked, ServerResponse to) {
        boolean all = asked.query().first("includeCancelled").orElse("").equals("true");
        answer(to, look(asked, pull -> pull.payouts(all)));
    }

    private void page(ServerRequest asked, ServerResponse to) {
        String html = look(asked, FakePullsHttp::html);
        if (html == null) {
            to.status(Status.NOT_FOUND_404).send();
            return;
        }
        to.headers().add(HeaderNames.CONTENT_TYPE, "text/html; charset=utf-8");
        to.send(html.getBytes(StandardCharsets.UTF_8));
    }

    private static String html(FakePull pull) {
        return """
        <!doctype html>
        <html lang="en"><meta charset="utf-8">
        <meta name="viewport" content="width=device-width"><title>Fake BTCPay Server</title>
        <body style="font-family:sans-serif;max-width:28rem;margin:3rem auto">
        <h1>Fake BTCPay Server</h1>
        <p>This is a demonstration: no bitcoin moves.</p>
        <p id="left">%s left to claim</p>
        <form method="post">
        <button name="do" value="claim">Claim it all</button>
        <button name="do" value="pay">Approve and pay, as the store</button>
        <button name="do" value="archive">Archive, as the store</button>
        </form>
        </body></html>
        """
                .formatted(pull.left().toPlainString());
    }

    private void press(ServerRequest asked, ServerResponse to) {
        String id = FakeBtcpayHttp.path(asked, "id");
        String form = asked.content().as(String.class);
        if (look(asked, FakePull::id) == null || !isPressed(id, form)) {
            to.status(Status.BAD_REQUEST_400).send();
            return;
        }
        to.status(Status.SEE_OTHER_303);
        to.headers().add(HeaderNames.LOCATION, "/pull-payments/" + id);
        to.send();
    }

    private boolean isPressed(String id, String form) {
        FakePulls pulls = state.pulls();
        switch (form) {
            case "do=claim" -> {
                return pulls.claim(id);
            }
            case "do=pay" -> pulls.set(id, "Completed");
            case "do=archive" -> pulls.archive(id);
            default -> {
                return false;
            }
        }
        return true;
    }
}
