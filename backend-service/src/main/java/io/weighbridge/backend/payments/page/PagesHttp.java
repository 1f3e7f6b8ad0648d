package io.weighbridge.backend.payments.page;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.weighbridge.backend.payments.provider.PaymentMethod;
import io.weighbridge.backend.payments.store.Payment;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.Nanos;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// What customers see, as answers to requests.
final class PagesHttp {
    private static final int FORM_BYTES_MAX = 1_024;
    private static final String AMOUNT = "amount=";
    private static final String CODE = "code=";
    private static final String SAVE = "save=card&";
    private static final String HTML = "text/html; charset=utf-8";
    // No rule for where forms lead: the answer to one leads on to the provider's page.
    private static final String POLICY =
            "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'";

    private final OrderViews orders;
    private final CodeTries codes;
    private final OrderPage page;
    private final ReceiptPdf receipts;

    PagesHttp(OrderViews orders, CodeTries codes, PageSettings settings) {
        this.orders = orders;
        this.codes = codes;
        page = new OrderPage(settings);
        receipts = new ReceiptPdf(settings);
    }

    void show(ServerRequest request, ServerResponse response) {
        Optional<OrderView> view = orders.find(parameter(request, "link"));
        if (view.isEmpty()) {
            missing(response);
            return;
        }
        html(response, Status.OK_200, page.of(view.get(), Problem.NONE));
    }

    void receipt(ServerRequest request, ServerResponse response) {
        String number = parameter(request, "receipt");
        Optional<OrderView> view = orders.find(parameter(request, "link"));
        Optional<Payment> payment =
                view.stream()
                        .flatMap(each -> each.payments().stream())
                        .filter(each -> !number.isEmpty() && each.receipt().equals(number))
                        .findFirst();
        if (view.isEmpty() || payment.isEmpty()) {
            missing(response);
            return;
        }
        guard(response);
        response.headers().set(HeaderNames.CONTENT_TYPE, "application/pdf");
        response.headers()
                .set(
                        HeaderNames.CONTENT_DISPOSITION,
                        "inline; filename=\"receipt-" + number + ".pdf\"");
        response.send(receipts.of(view.get(), payment.get()));
    }

    void choose(ServerRequest request, ServerResponse response) {
        String link = parameter(request, "link");
        byte[] form = body(request, FORM_BYTES_MAX);
        Optional<OrderView> view = orders.find(link);
        if (view.isEmpty()) {
            missing(response);
            return;
        }
        String wish = form == null ? "" : text(form);
        if (wish.startsWith(CODE)) {
            redeem(request, response, view.get(), wish.substring(CODE.length()));
            return;
        }
        try {
            guard(response);
            response.headers().set(HeaderNames.LOCATION, next(view.get(), wish).toString());
            response.status(Status.SEE_OTHER_303).send();
        } catch (Fault e) {
            // It may have changed meanwhile: shown as it is now.
            OrderView now = orders.find(link).orElse(view.get());
            response.headers().remove(HeaderNames.LOCATION);
            html(response, Status.CONFLICT_409, page.of(now, problem(now, wish, e)));
        }
    }

    // Shown at once: shown again by the browser, it says that the account has it already.
    private void redeem(
            ServerRequest request, ServerResponse response, OrderView view, String value) {
        Said said = codes.redeem(view, decoded(value), request.remotePeer().host());
        html(
                response,
                said.isProblem() ? Status.CONFLICT_409 : Status.OK_200,
                page.of(orders.find(view.link()).orElse(view), said));
    }

    // What is no form of a browser's is taken as it came.
    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return value;
        }
    }

    // Where the customer goes after a wish.
    private URI next(OrderView view, String form) {
        if (form.startsWith(AMOUNT)) {
            orders.chooseAmount(view, decoded(form.substring(AMOUNT.length())));
            return URI.create("/pay/" + view.link());
        }
        boolean savesCard = form.startsWith(SAVE);
        String way = savesCard ? form.substring(SAVE.length()) : form;
        for (PaymentMethod method : PaymentMethod.values()) {
            if (way.equals("method=" + OrderPage.value(method))) {
                return orders.choose(view, method, savesCard);
            }
        }
        throw Fault.invalid("form", form, "an amount, or a way to pay");
    }

    private static Problem problem(OrderView view, String wish, Fault fault) {
        boolean isRefused = fault.code() == ErrorCode.INVALID_FIELD;
        if (isRefused && wish.startsWith(AMOUNT)) {
            return Problem.ofAmount(
                    "This is not an amount that can be bought. Type a number such as 25 or 12.50,"
                            + " from %s to %s."
                                    .formatted(
                                            Nanos.toDecimal(view.terms().leastNanos()),
                                            Nanos.toDecimal(view.terms().mostNanos())),
                    decoded(wish.substring(AMOUNT.length())));
        }
        return Problem.of(
                switch (fault.code()) {
                    case INVALID_FIELD, PROVIDER_REFUSED ->
                            "That is not possible. Choose something else.";
                    case PROVIDER_UNAVAILABLE, STORE_UNAVAILABLE, BUSY ->
                            "That is not possible at the moment. Try again in a minute, or pay in"
                                    + " another way.";
                    default -> "This order cannot be paid so any more.";
                });
    }

    private void missing(ServerResponse response) {
        html(
                response,
                Status.NOT_FOUND_404,
                page.message(
                        "There is no such order",
                        "Look whether the address is complete, or ask for a new link."));
    }

    private static String parameter(ServerRequest request, String name) {
        return request.path().pathParameters().first(name).orElse("");
    }

    private static String text(byte[] form) {
        return new String(form, StandardCharsets.UTF_8);
    }

    private static void html(ServerResponse response, Status status, String page) {
        guard(response);
        response.headers().set(HeaderNames.CONTENT_TYPE, HTML);
        response.status(status).send(page.getBytes(StandardCharsets.UTF_8));
    }

    // The address of a page is what lets one see it: it goes to nobody else, and is kept nowhere.
    private static void guard(ServerResponse response) {
        response.headers().set(HeaderNames.CACHE_CONTROL, "no-store");
        response.headers().set(HeaderNames.create("Content-Security-Policy"), POLICY);
        response.headers().set(HeaderNames.create("Referrer-Policy"), "no-referrer");
        response.headers().set(HeaderNames.create("X-Content-Type-Options"), "nosniff");
    }

    /// A request's body; null when it is longer than that.
    static byte @Nullable [] body(ServerRequest request, int bytesMax) {
        try (InputStream in = request.content().inputStream()) {
            byte[] body = in.readNBytes(bytesMax + 1);
            return body.length > bytesMax ? null : body;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
