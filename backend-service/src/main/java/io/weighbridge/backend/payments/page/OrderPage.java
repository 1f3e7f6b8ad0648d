package io.weighbridge.backend.payments.page;

import io.weighbridge.backend.payments.provider.PaymentMethod;
import io.weighbridge.backend.payments.store.Payment;
import io.weighbridge.model.IdKind;
import io.weighbridge.model.Nanos;

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
    /// @param problem what was in the way of the last wish
    String of(OrderView view, Problem problem) {
        if (problem.text().isEmpty()) {
            return of(view, Said.NOTHING);
        }
        return problem.isOfAmount() && view.state() == OrderView.State.AMOUNT
                ? of(view, Said.NOTHING, problem)
                : of(view, Said.problem(problem.text()));
    }

    /// The page of an order.
    ///
    /// @param said what came of the last wish
    String of(OrderView view, Said said) {
        return of(view, said, Problem.NONE);
    }

    // The problem is of the amount: told beside its field.
    private String of(OrderView view, Said said, Problem problem) {
        OrderView.State state = view.state();
        StringBuilder main = new StringBuilder(2_000);
        main.append(headline(view));
        main.append(said.html());
        main.append(facts(view));
        if (state == OrderView.State.AMOUNT) {
            main.append(amounts(view, problem));
        } else if (view.isPayable()) {
            main.append(choices(view, settings.seller().getFirst()));
        }
        main.append(payments(view));
        boolean isAskedAgain = said.isEmpty() && problem.text().isEmpty() && view.isAwaited();
        if (!isAskedAgain) {
            // Not on a page that changes by itself, which would take away what is being typed.
            main.append(code(view));
        }
        return page(
                "Credit for " + view.account(),
                main.toString(),
                "<footer>Keep this page's address to yourself: who has it can see this order.</footer>",
                isAskedAgain);
    }

    /// A page that only says something.
    String message(String title, String text) {
        return page(
                title,
                "<h1>" + Html.text(title) + "</h1>\n<p>" + Html.text(text) + "</p>\n",
                "",
                false);
    }

    private String page(String title, String main, String footer, boolean isAskedAgain) {
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
        %s
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
                        main,
                        footer);
    }

    private static String headline(OrderView view) {
        OrderView.State state = view.state();
        String why = view.order().why();
        return "<h1 class=\"%s\">%s</h1>\n<p>%s</p>\n%s"
                .formatted(
                        tone(state),
                        title(state),
                        Html.text(text(view)),
                        why.isEmpty() ? "" : "<p>" + Html.text(why) + "</p>\n");
    }

    private static String title(OrderView.State state) {
        return switch (state) {
            case SUSPENDED -> "This account is suspended";
            case AMOUNT, OPEN -> "Buy credit";
            case OPENED -> "Waiting for your payment";
            case CHARGING -> "A saved card is being charged";
            case WAITING -> "Payment seen, not certain yet";
            case PAID -> "Paid";
            case PAID_OTHERWISE -> "Paid, with another amount";
            case REVERSED -> "Given back";
            case EXPIRED -> "This order has expired";
            case FAILED -> "The payment did not succeed";
            case CANCELLED -> "This order was cancelled";
        };
    }

    private static String text(OrderView view) {
        String credited = Html.money(view.standing().creditedNanos(), view.currency());
        return switch (view.state()) {
            case SUSPENDED ->
                    "Its orders cannot be paid now. Ask who sent you this link. If you did pay, it"
                            + " is not lost: it is credited when it arrives.";
            case AMOUNT -> "Choose how much.";
            case OPEN -> "Choose how to pay.";
            case OPENED ->
                    "This page changes by itself as soon as your payment has arrived. If you have"
                            + " not paid yet, go on below.";
            case CHARGING ->
                    "This is an automatic top-up. The credit is added as soon as the card is"
                            + " charged; nothing is to be done.";
            case WAITING ->
                    "The credit is added as soon as the payment is certain. You may close this"
                            + " page; nothing more is to be done.";
            case PAID -> credited + " of credit were added to the account.";
            case PAID_OTHERWISE ->
                    credited + " of credit were added to the account, for what arrived.";
            case REVERSED -> "Of this order, " + credited + " of credit are left.";
            case EXPIRED ->
                    "Nothing was paid in time. Ask for a new link to pay. If you did pay, it is not"
                            + " lost: it is credited when it arrives.";
            case FAILED -> "Nothing was added to the account. You can try again.";
            case CANCELLED -> "Nothing is to be paid.";
        };
    }

    private static String tone(OrderView.State state) {
        return switch (state) {
            case PAID, PAID_OTHERWISE -> "good";
            case EXPIRED, FAILED, CANCELLED, REVERSED, SUSPENDED -> "bad";
            case AMOUNT, OPEN, OPENED, CHARGING, WAITING -> "open";
        };
    }

    private static String facts(OrderView view) {
        List<String> rows = new ArrayList<>();
        rows.add(row("Account", view.account(), ""));
        long amount = view.order().amountNanos();
        if (amount != 0) {
            rows.add(row("Credit", Html.money(amount, view.currency()), "amount"));
        }
        if (view.order().feeNanos() != 0) {
            rows.add(row("Fee", Html.money(view.order().feeNanos(), view.currency()), "amount"));
            rows.add(
                    row(
                            "To pay",
                            Html.money(view.order().totalNanos(), view.currency()),
                            "amount sum"));
        }
        rows.add(row("Order", IdKind.ORDER.format(view.order().id()), "code"));
        if (view.isPayable()) {
            rows.add(row("Pay until", Html.when(view.order().expiresAtMs()), ""));
        }
        return "<dl>\n" + String.join("", rows) + "</dl>\n";
    }

    private static String row(String name, String value, String kind) {
        return "<div class=\"%s\"><dt>%s</dt><dd>%s</dd></div>\n"
                .formatted(kind, Html.text(name), Html.text(value));
    }

    private static String form(OrderView view, String kind, String inner) {
        return "<form class=\"%s\" method=\"post\" action=\"/pay/%s\">\n%s</form>\n"
                .formatted(kind, Html.text(view.link()), inner);
    }

    private static String amounts(OrderView view, Problem problem) {
        StringBuilder presets = new StringBuilder();
        for (long preset : view.terms().presetsNanos()) {
            presets.append(
                    "<button name=\"amount\" value=\"%s\">%s</button>\n"
                            .formatted(
                                    Nanos.toDecimal(preset),
                                    Html.text(Html.money(preset, view.currency()))));
        }
        return form(view, "amounts", presets.toString())
                + form(view, "other", field(view, problem));
    }

    // The message stands above the field, where it is seen on a phone too.
    private static String field(OrderView view, Problem problem) {
        boolean isWrong = problem.isOfAmount();
        String message =
                "<p id=\"wrong\" class=\"problem\" role=\"alert\">%s</p>\n"
                        .formatted(Html.text(problem.text()));
        return """
        <label for="amount">Another amount in %s, %s to %s</label>
        %s<input id="amount" name="amount" inputmode="decimal" autocomplete="off" maxlength="20" required value="%s"%s>
        <button class="plain">Go on</button>
        """
                .formatted(
                        Html.text(view.currency()),
                        Nanos.toDecimal(view.terms().leastNanos()),
                        Nanos.toDecimal(view.terms().mostNanos()),
                        isWrong ? message : "",
                        Html.text(problem.typed()),
                        isWrong
                                ? " aria-invalid=\"true\" aria-describedby=\"wrong\" autofocus"
                                : "");
    }

    private static String choices(OrderView view, String seller) {
        String card = button(view, PaymentMethod.CARD, "");
        StringBuilder others = new StringBuilder();
        for (PaymentMethod method : PaymentMethod.values()) {
            others.append(method == PaymentMethod.CARD ? "" : button(view, method, ""));
        }
        if (card.isEmpty() && others.isEmpty()) {
            return "<p>It cannot be paid here at the moment.</p>\n";
        }
        return view.isSaving() && !card.isEmpty()
                ? saving(view, seller)
                        + (others.isEmpty() ? "" : form(view, "ways more", others.toString()))
                : form(view, "ways", consent(view, seller) + card + others);
    }

    /// @param how more to say of it
    private static String button(OrderView view, PaymentMethod method, String how) {
        return view.methods().contains(method)
                ? "<button name=\"method\" value=\"%s\">Pay %s %s%s</button>\n"
                        .formatted(
                                value(method),
                                Html.text(Html.money(view.order().totalNanos(), view.currency())),
                                by(method),
                                how)
                : "";
    }

    // A page that was opened without it cannot be made to save the card.
    private static String consent(OrderView view, String seller) {
        return view.isSavingOffered() && view.state() == OrderView.State.OPEN
                ? """
                  <label class="consent"><input type="checkbox" name="save" value="card"> Save this card for automatic top-ups. \
                  %s may then charge it when the credit runs low, as agreed with you, until you have it removed.</label>
                  """
                        .formatted(Html.text(seller))
                : "";
    }

    // Whoever has the link may have chosen it. Buttons: this page is loaded again every few
    // seconds, which would tick a box again.
    private static String saving(OrderView view, String seller) {
        String saves =
                """
                <p class="notice">This payment saves the card for automatic top-ups, as was chosen on this page. \
                %s may then charge it when the credit runs low, until you have it removed. \
                If you did not choose that, pay without saving it.</p>
                <input type="hidden" name="save" value="card">
                """
                        .formatted(Html.text(seller));
        return form(view, "ways", saves + button(view, PaymentMethod.CARD, " and save it"))
                + form(view, "ways more", button(view, PaymentMethod.CARD, ", without saving it"));
    }

    private static String code(OrderView view) {
        String inner =
                """
                <label for="code">Code: WB and 18 characters</label>
                <input id="code" name="code" maxlength="60" autocomplete="off" autocapitalize="characters" spellcheck="false" required>
                <button class="plain">Redeem</button>
                """;
        return "<details>\n<summary>Have a code?</summary>\n"
                + form(view, "code", inner)
                + "</details>\n";
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

    private static String payments(OrderView view) {
        if (view.payments().isEmpty()) {
            return "";
        }
        StringBuilder out = new StringBuilder("<h2>Payments</h2>\n<dl>\n");
        for (Payment payment : view.payments()) {
            out.append(row(Html.when(payment.createdAtMs()), payment.reference(), "code"))
                    .append(amount("Arrived", payment.arrivedNanos(), view))
                    .append(amount("Given back", payment.refundedNanos(), view))
                    .append(amount("In dispute", payment.disputedNanos(), view));
            if (!payment.receipt().isEmpty()) {
                out.append(
                        "<div><dt>Receipt</dt><dd><a href=\"/pay/%s/%s.pdf\">%s (PDF)</a></dd></div>\n"
                                .formatted(
                                        Html.text(view.link()),
                                        Html.text(payment.receipt()),
                                        Html.text(payment.receipt())));
            }
        }
        return out.append("</dl>\n").toString();
    }

    private static String amount(String name, long nanos, OrderView view) {
        return nanos == 0 ? "" : row(name, Html.money(nanos, view.currency()), "amount");
    }
}
