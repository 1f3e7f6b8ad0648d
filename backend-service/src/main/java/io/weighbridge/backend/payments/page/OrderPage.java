package io.weighbridge.backend.payments.page;

import io.weighbridge.backend.payments.PaymentMethod;

import java.util.ArrayList;
import java.util.List;

/// The page of an order: what it is for, how far it is, and what can be done. It needs no script;
/// where something is awaited, the browser asks again by itself.
final class OrderPage {
    private static final int AGAIN_S = 5;

    private final PageSettings settings;

    OrderPage(PageSettings settings) {
        this.settings = settings;
    }

    /// The page of an order.
    ///
    /// @param link its own, as it stands in its address
    /// @param problem what was in the way of the last wish; may be empty
    String of(OrderView order, String link, String problem) {
        StringBuilder main = new StringBuilder(2_000);
        main.append(headline(order));
        if (!problem.isEmpty()) {
            main.append("<p class=\"problem\" role=\"alert\">")
                    .append(Html.text(problem))
                    .append("</p>\n");
        }
        main.append(facts(order)).append(actions(order, link)).append(payments(order));
        boolean isAwaited =
                order.state() == OrderView.State.WAITING || order.state() == OrderView.State.CHOSEN;
        return page("Credit for " + order.account(), main.toString(), isAwaited);
    }

    /// A page that only says something.
    String message(String title, String text) {
        return page(
                title,
                "<h1>" + Html.text(title) + "</h1>\n<p>" + Html.text(text) + "</p>\n",
                false);
    }

    private String page(String title, String main, boolean isAskedAgain) {
        String seller = settings.seller().getFirst();
        return """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="robots" content="noindex">
        %s<title>%s – %s</title>
        <link rel="stylesheet" href="/pay/page.css">
        </head>
        <body>
        %s<header>%s</header>
        <main>
        %s</main>
        <footer>Keep this page's address to yourself: who has it can see this order.</footer>
        </body>
        </html>
        """
                .formatted(
                        isAskedAgain
                                ? "<meta http-equiv=\"refresh\" content=\"" + AGAIN_S + "\">\n"
                                : "",
                        Html.text(title),
                        Html.text(seller),
                        settings.isPretended()
                                ? "<p class=\"pretended\">A demonstration: no real money moves.</p>\n"
                                : "",
                        Html.text(seller),
                        main);
    }

    private static String headline(OrderView order) {
        String amount = Html.money(order.amountNanos(), order.currency());
        String credited = Html.money(order.creditedNanos(), order.currency());
        String title =
                switch (order.state()) {
                    case OPEN -> "Buy credit";
                    case CHOSEN -> "Waiting for your payment";
                    case WAITING -> "Payment seen, not certain yet";
                    case PAID -> "Paid";
                    case PAID_OTHERWISE -> "Paid, with another amount";
                    case EXPIRED -> "This order has expired";
                    case FAILED -> "The payment did not succeed";
                    case CANCELLED -> "This order was cancelled";
                    case REVERSED -> "Given back";
                };
        String text =
                switch (order.state()) {
                    case OPEN -> "Choose how to pay.";
                    case CHOSEN ->
                            "This page changes by itself as soon as your payment has arrived.";
                    case WAITING ->
                            "The credit is added as soon as the payment is certain. You may close"
                                    + " this page; nothing more is to be done.";
                    case PAID -> amount + " of credit were added to the account.";
                    case PAID_OTHERWISE ->
                            credited + " of credit were added to the account, for what arrived.";
                    case EXPIRED ->
                            "Nothing was paid in time. Ask for a new link to pay. If you did pay,"
                                    + " it is not lost: it is credited when it arrives.";
                    case FAILED -> "Nothing was added to the account. Ask for a new link to pay.";
                    case CANCELLED -> "Nothing is to be paid.";
                    case REVERSED -> "Of this order, " + credited + " of credit are left.";
                };
        String note = order.note().isEmpty() ? "" : "<p>" + Html.text(order.note()) + "</p>\n";
        return "<h1 class=\"%s\">%s</h1>\n<p>%s</p>\n%s"
                .formatted(tone(order.state()), Html.text(title), Html.text(text), note);
    }

    private static String tone(OrderView.State state) {
        return switch (state) {
            case PAID, PAID_OTHERWISE -> "good";
            case EXPIRED, FAILED, CANCELLED, REVERSED -> "bad";
            case OPEN, CHOSEN, WAITING -> "open";
        };
    }

    private static String facts(OrderView order) {
        List<String> rows = new ArrayList<>();
        rows.add(row("Account", order.account(), ""));
        rows.add(row("Credit", Html.money(order.amountNanos(), order.currency()), "amount"));
        if (order.feeNanos() != 0) {
            rows.add(row("Fee", Html.money(order.feeNanos(), order.currency()), "amount"));
            rows.add(row("To pay", Html.money(order.totalNanos(), order.currency()), "amount sum"));
        }
        rows.add(row("Order", order.id(), "code"));
        if (order.state() == OrderView.State.OPEN || order.state() == OrderView.State.CHOSEN) {
            rows.add(row("Can be paid until", Html.when(order.expiresAtMs()), ""));
        }
        return "<dl>\n" + String.join("", rows) + "</dl>\n";
    }

    private static String row(String name, String value, String kind) {
        return "<div class=\"%s\"><dt>%s</dt><dd>%s</dd></div>\n"
                .formatted(kind, Html.text(name), Html.text(value));
    }

    private static String actions(OrderView order, String link) {
        StringBuilder out = new StringBuilder();
        if (!order.methods().isEmpty()) {
            out.append("<form method=\"post\" action=\"/pay/")
                    .append(Html.text(link))
                    .append("\">\n");
            for (PaymentMethod method : PaymentMethod.values()) {
                if (order.methods().contains(method)) {
                    out.append(choice(order, method));
                }
            }
            out.append("</form>\n");
        }
        if (order.state() == OrderView.State.CHOSEN && !order.checkout().isEmpty()) {
            out.append("<p><a class=\"button\" rel=\"noreferrer\" href=\"")
                    .append(Html.text(order.checkout()))
                    .append("\">Go to the payment</a></p>\n");
        }
        if (!order.receipt().isEmpty()) {
            out.append("<p><a class=\"button plain\" href=\"/pay/")
                    .append(Html.text(link))
                    .append("/receipt.pdf\">Receipt ")
                    .append(Html.text(order.receipt()))
                    .append(" (PDF)</a></p>\n");
        }
        return out.toString();
    }

    private static String choice(OrderView order, PaymentMethod method) {
        return "<button name=\"method\" value=\"%s\">Pay %s %s</button>\n"
                .formatted(
                        value(method),
                        Html.text(Html.money(order.totalNanos(), order.currency())),
                        by(method));
    }

    /// As it stands in a form.
    static String value(PaymentMethod method) {
        return switch (method) {
            case CARD -> "card";
            case BITCOIN -> "bitcoin";
        };
    }

    private static String by(PaymentMethod method) {
        return switch (method) {
            case CARD -> "by card";
            case BITCOIN -> "with Bitcoin";
        };
    }

    private static String payments(OrderView order) {
        if (order.payments().isEmpty()) {
            return "";
        }
        StringBuilder out = new StringBuilder("<h2>Payments</h2>\n<table>\n<thead><tr>");
        out.append("<th>When</th><th>How</th><th>Reference</th>")
                .append("<th class=\"amount\">Arrived</th>")
                .append("<th class=\"amount\">Given back</th></tr></thead>\n<tbody>\n");
        for (OrderView.Payment payment : order.payments()) {
            out.append(
                    "<tr><td>%s</td><td>%s</td><td class=\"code\">%s</td><td class=\"amount\">%s</td><td class=\"amount\">%s</td></tr>\n"
                            .formatted(
                                    Html.when(payment.firstAtMs()),
                                    name(payment.method()),
                                    Html.text(payment.reference()),
                                    Html.money(payment.arrivedNanos(), order.currency()),
                                    payment.backNanos() == 0
                                            ? "–"
                                            : Html.money(payment.backNanos(), order.currency())));
        }
        return out.append("</tbody>\n</table>\n").toString();
    }

    static String name(PaymentMethod method) {
        return switch (method) {
            case CARD -> "Card";
            case BITCOIN -> "Bitcoin";
        };
    }
}
