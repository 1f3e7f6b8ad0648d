package io.weighbridge.backend.payments.page;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weighbridge.backend.Backend;
import io.weighbridge.backend.Config;
import io.weighbridge.backend.demo.DemoShop;
import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.payments.store.OpenedCheckout;
import io.weighbridge.backend.payments.store.Order;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.ShiftedTime;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.backend.testkit.browser.Browser;
import io.weighbridge.backend.testkit.program.NeedsProgram;
import io.weighbridge.backend.testkit.program.Program;
import io.weighbridge.model.Nanos;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Customers pay in a real browser. One browser and one service are shared by all tests; every test
/// has its own account, and none may leave an error in the browser's console or ask another host.
@NeedsProgram({Program.CHROMIUM, Program.CHROMEDRIVER})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PagesInBrowserTest {
    private static final long AMOUNT = 25 * Nanos.PER_UNIT;
    private static final String CARD = "button[value=card]";
    private static final String BITCOIN = "button[value=bitcoin]";
    private static final String FIELD = "#amount";

    private final ShiftedTime time = new ShiftedTime();
    private DemoShop shop;
    private TestBackend service;
    private Browser browser;
    private Account account;

    @BeforeAll
    void start(@TempDir Path folder) {
        shop = DemoShop.start();
        service = TestBackend.start(shop.with(Config.of(folder.resolve("data")).withPort(0)), time);
        browser = Browser.start(folder);
    }

    @AfterAll
    void stop() {
        browser.close();
        service.close();
        shop.close();
    }

    @BeforeEach
    void begin() {
        browser.size(1_280, 800);
        browser.dark(false);
        browser.forget();
        account = backend().accounts().create("Acme <b>&</b> \"Söhne\"", 0);
    }

    @AfterEach
    void nothingIsWrong() {
        assertEquals(List.of(), browser.errors());
        String ours = site();
        List<String> foreign =
                browser.requests().stream()
                        .filter(each -> each.page().startsWith(ours))
                        .map(Browser.Request::url)
                        .filter(url -> !url.startsWith(ours))
                        .toList();
        assertEquals(List.of(), foreign);
    }

    private Backend backend() {
        return service.backend();
    }

    private String site() {
        return "http://127.0.0.1:" + backend().payPort().orElseThrow() + "/";
    }

    private Order open(long amountNanos) {
        Order order = backend().payments().orders().make(account.id(), amountNanos, "");
        browser.open(page(order));
        return order;
    }

    private String page(Order order) {
        return backend().payments().orders().page(order).toString();
    }

    private long balance() {
        return backend().accounts().balance(account.id(), 0).balanceNanos();
    }

    private String focused() {
        return browser.script(
                        "const e = document.activeElement; return e.id || e.value || e.innerText")
                .asText();
    }

    private void awaitBalance(long nanos) {
        Calls.await("a balance of " + nanos, () -> balance() == nanos);
    }

    // Sooner than the page does by itself.
    private void awaitReloaded(String text) {
        Calls.await(
                text,
                () -> {
                    if (!browser.url().startsWith(site())) {
                        return false;
                    }
                    browser.open(browser.url());
                    return browser.text().contains(text);
                });
    }

    @Test
    void aCardIsPaidFromTheChoiceOfTheAmountToTheReceipt() {
        open(0);
        browser.type(FIELD, "12,50");
        browser.press(Browser.ENTER);
        browser.awaitText("Pay 12.50 USD by card");
        browser.click(CARD);
        browser.awaitText("Stand-in for Stripe");
        assertTrue(browser.text().contains("A payment of 12.50 USD"), browser.text());
        browser.click("#pay");
        awaitReloaded("12.50 USD of credit were added");
        awaitReloaded("(PDF)");
        browser.click("a[href$=pdf]");
        String number = browser.script("return document.querySelector('a').innerText").asText();
        byte[] receipt = browser.awaitDownload("receipt-" + number.replace(" (PDF)", "") + ".pdf");
        assertArrayEquals("%PDF-".getBytes(UTF_8), Arrays.copyOf(receipt, 5));
        awaitBalance(AMOUNT / 2);
    }

    @Test
    void aWrongAmountIsToldBesideItsFieldAndStaysTyped() {
        Order order = open(0);
        for (String wrong : List.of("ten", "0.01", "1,000", "1e2", "12.345", "\"><b>", "-5")) {
            browser.script("document.querySelector('#amount').value = ''");
            browser.type(FIELD, wrong);
            browser.press(Browser.ENTER);
            browser.awaitText("Type a number such as 25 or 12.50, from 0.10 to 1000.00.");
            assertEquals(
                    wrong,
                    browser.script("return document.querySelector('#amount').value").asText());
            assertEquals("amount", focused());
            assertEquals(
                    "This is not",
                    browser.script(
                                    "const of = document.activeElement.getAttribute("
                                            + "'aria-describedby');"
                                            + "return document.getElementById(of).innerText")
                            .asText()
                            .substring(0, 11));
        }
        assertEquals(0, backend().payments().orders().require(order.id()).amountNanos());
    }

    @Test
    void bitcoinIsPendingUntilABlockHasIt() {
        Order order = open(AMOUNT);
        browser.click(BITCOIN);
        browser.awaitText("BTC left to pay");
        browser.click("button[value=due]");
        browser.awaitText("0.00000000 BTC left to pay");
        shop.deliverBitcoin();
        browser.click("#back");
        awaitReloaded("Payment seen, not certain yet");
        assertEquals(page(order), browser.url());
        assertEquals(0, balance());
        shop.btcpay().mine();
        shop.deliverBitcoin();
        // Nobody loads the page again: it does so by itself.
        browser.awaitText("25.00 USD of credit were added");
        awaitBalance(AMOUNT);
    }

    @Test
    void whoComesBackWithoutPayingCanPayOtherwise() {
        Order order = open(AMOUNT);
        browser.click(CARD);
        browser.awaitText("Stand-in for Stripe");
        browser.click("#back");
        browser.awaitText("Waiting for your payment");
        assertEquals(page(order), browser.url());
        browser.click(BITCOIN);
        browser.awaitText("BTC left to pay");
    }

    @Test
    void whoComesTooLateToOnePageIsLedToAnother() {
        Order order = open(AMOUNT);
        browser.click(CARD);
        browser.awaitText("Stand-in for Stripe");
        String first = browser.url();
        shop.stripe().expire(checkouts(order).getFirst().reference());
        Calls.await("the end", () -> checkouts(order).getFirst().isEnded());
        browser.open(page(order));
        browser.awaitText("Pay 25.00 USD by card");
        browser.click(CARD);
        browser.awaitText("A payment of 25.00 USD");
        assertNotEquals(first, browser.url());
        assertEquals(2, checkouts(order).size());
        // Nobody is led to a third one, and the page says what became of it all.
        browser.open(page(order));
        browser.click(CARD);
        browser.awaitText("A payment of 25.00 USD");
        assertEquals(2, checkouts(order).size());
        browser.click("#pay");
        awaitReloaded("25.00 USD of credit were added");
        assertNoButtons();
        awaitBalance(AMOUNT);
    }

    private List<OpenedCheckout> checkouts(Order order) {
        return backend().payments().orders().standing(order.id()).checkouts();
    }

    @Test
    void whatCannotBePaidSaysSoAndHasNoButton() {
        Order cancelled = open(AMOUNT);
        var _ = backend().payments().orders().cancel(cancelled.id());
        // The page is old: its button says what has come to be.
        browser.click(CARD);
        browser.awaitText("This order was cancelled");
        assertNoButtons();

        Order suspended = open(AMOUNT);
        var _ = backend().accounts().suspend(account.id(), "test");
        browser.click(CARD);
        browser.awaitText("This account is suspended");
        assertNoButtons();
        browser.open(page(suspended));
        browser.awaitText("Ask who sent you this link");
        assertNoButtons();

        account = backend().accounts().create("Other", 0);
        var _ = open(AMOUNT);
        time.shift(Duration.ofHours(25));
        browser.click(CARD);
        browser.awaitText("This order has expired");
        time.shift(Duration.ofHours(-25));
        assertNoButtons();

        browser.open(page(suspended) + "x");
        browser.awaitText("There is no such order");
        assertNoButtons();
    }

    // To pay with; a code can be redeemed all the same.
    private void assertNoButtons() {
        assertEquals(
                0,
                browser.script(
                                "return document.querySelectorAll('form:not(.code) button')"
                                        + ".length")
                        .asInt());
    }

    @Test
    void aDoubleClickOpensOneCheckout() {
        open(0);
        int before = shop.stripe().openedSessions();
        browser.clickTwice("button[value='10.00']");
        browser.awaitText("Pay 10.00 USD by card");
        assertEquals(
                0, browser.script("return document.querySelectorAll('.problem').length").asInt());
        browser.clickTwice(CARD);
        browser.awaitText("A payment of 10.00 USD");
        assertEquals(before + 1, shop.stripe().openedSessions());
    }

    @Test
    void itIsPaidWithTheKeyboardAlone() {
        open(0);
        List<String> order = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            browser.press(Browser.TAB);
            order.add(focused());
            assertNotEquals("none", style("document.activeElement", "outlineStyle"));
        }
        assertEquals(List.of("10.00", "25.00", "50.00", "100.00", "amount", "Go on"), order);
        browser.press(Browser.SHIFT, Browser.TAB);
        assertEquals("amount", focused());
        browser.press("2", "5", Browser.TAB, Browser.SPACE);
        browser.awaitText("Pay 25.00 USD by card");
        browser.press(Browser.TAB);
        assertEquals("card", focused());
        browser.press(Browser.ENTER);
        browser.awaitText("Stand-in for Stripe");
        browser.press(Browser.TAB, Browser.ENTER);
        awaitReloaded("25.00 USD of credit were added");
    }

    private String style(String element, String name) {
        return browser.script("return getComputedStyle(" + element + ")." + name).asText();
    }

    @Test
    void aPhoneScrollsDownOnly() {
        browser.size(360, 740);
        account = backend().accounts().create("W".repeat(100), 0);
        Order order = open(0);
        assertFitsAcross();
        browser.type(FIELD, "ten");
        browser.press(Browser.ENTER);
        browser.awaitText("Type a number");
        assertFitsAcross();
        var _ = backend().payments().orders().chooseAmount(order.id(), AMOUNT);
        browser.open(page(order));
        browser.click(CARD);
        browser.awaitText("Stand-in for Stripe");
        browser.click("#pay");
        awaitReloaded("(PDF)");
        assertFitsAcross();
    }

    private void assertFitsAcross() {
        assertEquals(360, browser.script("return document.documentElement.scrollWidth").asInt());
    }

    @Test
    void itIsDarkWhereTheBrowserIsAndReadable() {
        open(AMOUNT);
        for (boolean isDark : new boolean[] {false, true}) {
            browser.dark(isDark);
            String ground = style("document.body", "backgroundColor");
            assertEquals(isDark, brightness(ground) < 60, ground);
            for (String each : List.of("h1", "dt", "dd", "footer", "header", CARD, BITCOIN)) {
                double contrast = contrast(each);
                // What WCAG asks of text.
                assertTrue(contrast >= 4.5, each + " " + isDark + ": " + contrast);
            }
        }
    }

    private static int brightness(String colour) {
        String[] parts = colour.replaceAll("[^0-9,]", "").split(",", -1);
        return Integer.parseInt(parts[0]);
    }

    // Of the text of an element to what is behind it.
    private double contrast(String css) {
        return browser.script(
                        """
                        let e = document.querySelector("%s");
                        const parts = c => c.match(/[\\d.]+/g).map(Number);
                        const light = c => parts(c).slice(0, 3).map(v => v / 255)
                            .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
                            .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
                        const text = light(getComputedStyle(e).color);
                        while (parts(getComputedStyle(e).backgroundColor)[3] === 0) e = e.parentElement;
                        const ground = light(getComputedStyle(e).backgroundColor);
                        return (Math.max(text, ground) + 0.05) / (Math.min(text, ground) + 0.05);
                        """
                                .formatted(css.replace("\"", "'")))
                .asDouble();
    }

    @Test
    void nothingThatIsPutIntoThePageRuns() {
        open(AMOUNT);
        browser.script(
                "const s = document.createElement('script'); s.textContent = 'window.ran = 1';"
                        + "document.body.append(s);"
                        + "const i = document.createElement('img'); i.src = '/x.png';"
                        + "document.body.append(i)");
        assertTrue(browser.script("return window.ran").isNull());
        List<String> refused = browser.errors();
        assertEquals(2, refused.size(), refused.toString());
        for (String each : refused) {
            assertTrue(each.contains("Content Security Policy"), each);
        }
    }
}
