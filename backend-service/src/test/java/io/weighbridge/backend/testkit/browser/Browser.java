package io.weighbridge.backend.testkit.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.program.Program;
import io.weighbridge.backend.testkit.program.RunningProgram;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Chromium without a window, with a profile of its own. Elements are named by CSS selectors; one
/// that is absent, or covered when clicked, fails the test.
public final class Browser implements AutoCloseable {
    /// Keys, as [#press] takes them.
    public static final String TAB = "\uE004";

    public static final String SHIFT = "\uE008";
    public static final String ENTER = "\uE007";
    public static final String SPACE = " ";

    private static final Pattern STARTED = Pattern.compile("successfully on port (\\d+)");
    private static final String ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

    private final RunningProgram program;
    private final WebDriver driver;
    private final Path downloads;

    private Browser(RunningProgram program, WebDriver driver, Path downloads) {
        this.program = program;
        this.driver = driver;
        this.downloads = downloads;
    }

    /// A request that a page made.
    ///
    /// @param page whose it was: its address; of a page itself, that of the page
    public record Request(String page, String url) {}

    /// Starts it.
    ///
    /// @param folder empty, for its profile and what it downloads
    public static Browser start(Path folder) {
        RunningProgram program =
                RunningProgram.start(
                        List.of(Program.CHROMEDRIVER.path().toString(), "--port=0"),
                        folder,
                        Map.of());
        try {
            Calls.await(
                    "chromedriver runs: " + program.output(),
                    () -> STARTED.matcher(program.output()).find());
            Matcher started = STARTED.matcher(program.output());
            var _ = started.find();
            WebDriver driver = new WebDriver(Integer.parseInt(started.group(1)));
            driver.open(capabilities(folder));
            return new Browser(program, driver, folder.resolve("downloads"));
        } catch (RuntimeException | Error e) {
            program.close();
            throw e;
        }
    }

    private static ObjectNode capabilities(Path folder) {
        ObjectNode all = object().put("browserName", "chrome");
        ObjectNode chrome =
                all.putObject("goog:chromeOptions")
                        .put("binary", Program.CHROMIUM.path().toString());
        ArrayNode arguments =
                chrome.putArray("args")
                        .add("--headless=new")
                        .add("--disable-gpu")
                        .add("--disable-dev-shm-usage")
                        .add("--no-first-run")
                        .add("--disable-background-networking")
                        .add("--lang=en-GB")
                        .add("--user-data-dir=" + folder.resolve("profile"));
        if ("root".equals(System.getProperty("user.name"))) {
            // As root Chromium does not start with it.
            arguments.add("--no-sandbox");
        }
        chrome.putObject("prefs")
                .put("download.default_directory", folder.resolve("downloads").toString())
                .put("plugins.always_open_pdf_externally", true);
        all.putObject("goog:loggingPrefs").put("browser", "ALL").put("performance", "ALL");
        return all;
    }

    private static ObjectNode object() {
        return WebDriver.JSON.createObjectNode();
    }

    /// Opens an address and waits until the page is loaded.
    public void open(String url) {
        var _ = driver.post("/url", object().put("url", url));
    }

    /// The address of the page.
    public String url() {
        return driver.get("/url").asText();
    }

    /// Waits until the page's address begins so, and it is loaded.
    public void awaitUrl(String start) {
        Calls.await("at " + start, () -> url().startsWith(start));
    }

    /// What can be read on the page.
    public String text() {
        return script("return document.body.innerText").asText();
    }

    /// Waits until a text can be read on the page; it may load again meanwhile.
    public void awaitText(String text) {
        Calls.await(text, () -> isReadable(text));
    }

    private boolean isReadable(String text) {
        try {
            return text().contains(text);
        } catch (IllegalStateException loadsAgain) {
            return false;
        }
    }

    /// Clicks.
    public void click(String css) {
        var _ = driver.post("/element/" + find(css) + "/click", object());
    }

    /// Clicks twice, as fast as a hand does.
    public void clickTwice(String css) {
        ObjectNode pointer = object().put("type", "pointer").put("id", "mouse");
        ArrayNode moves = pointer.putArray("actions");
        moves.addObject()
                .put("type", "pointerMove")
                .put("x", 0)
                .put("y", 0)
                .putObject("origin")
                .put(ELEMENT, find(css));
        for (int i = 0; i < 2; i++) {
            moves.addObject().put("type", "pointerDown").put("button", 0);
            moves.addObject().put("type", "pointerUp").put("button", 0);
        }
        act(pointer);
    }

    private void act(ObjectNode source) {
        ObjectNode actions = object();
        actions.putArray("actions").add(source);
        var _ = driver.post("/actions", actions);
    }

    /// Types into a field, after what is there.
    public void type(String css, String text) {
        var _ = driver.post("/element/" + find(css) + "/value", object().put("text", text));
    }

    /// Presses keys one after another, wherever the focus is; Shift holds for the key after it.
    public void press(String... keys) {
        ObjectNode keyboard = object().put("type", "key").put("id", "keyboard");
        ArrayNode strokes = keyboard.putArray("actions");
        boolean isShifted = false;
        for (String key : keys) {
            strokes.addObject().put("type", "keyDown").put("value", key);
            if (key.equals(SHIFT)) {
                isShifted = true;
                continue;
            }
            strokes.addObject().put("type", "keyUp").put("value", key);
            if (isShifted) {
                strokes.addObject().put("type", "keyUp").put("value", SHIFT);
                isShifted = false;
            }
        }
        act(keyboard);
    }

    private String find(String css) {
        return driver.post("/element", object().put("using", "css selector").put("value", css))
                .path(ELEMENT)
                .asText();
    }

    /// Runs a script in the page.
    ///
    /// @param body of a function; what it returns is the result
    public JsonNode script(String body) {
        ObjectNode script = object().put("script", body);
        script.putArray("args");
        return driver.post("/execute/sync", script);
    }

    /// Gives the page a size in CSS pixels, as a phone or a screen has it.
    public void size(int width, int height) {
        devTools(
                "Emulation.setDeviceMetricsOverride",
                object().put("width", width)
                        .put("height", height)
                        .put("deviceScaleFactor", 1)
                        .put("mobile", width < 600));
    }

    /// Lets the user prefer dark pages, or light ones.
    public void dark(boolean isDark) {
        ObjectNode media = object();
        media.putArray("features")
                .addObject()
                .put("name", "prefers-color-scheme")
                .put("value", isDark ? "dark" : "light");
        devTools("Emulation.setEmulatedMedia", media);
    }

    private void devTools(String command, ObjectNode parameters) {
        ObjectNode call = object().put("cmd", command);
        call.set("params", parameters);
        var _ = driver.post("/goog/cdp/execute", call);
    }

    /// Forgets all cookies, and what was logged and asked for until now.
    public void forget() {
        devTools("Network.clearBrowserCookies", object());
        var _ = log("browser");
        var _ = log("performance");
    }

    private JsonNode log(String type) {
        return driver.post("/se/log", object().put("type", type));
    }

    /// What its console says is wrong, since it was asked last. That a page was answered with an
    /// error is no fault of the page and is left out.
    public List<String> errors() {
        List<String> errors = new ArrayList<>();
        for (JsonNode entry : log("browser")) {
            String message = entry.path("message").asText();
            boolean isAnswer =
                    entry.path("source").asText().equals("network")
                            && message.contains("the server responded with a status of 4");
            if (!isAnswer && !entry.path("level").asText().matches("INFO|DEBUG")) {
                errors.add(message);
            }
        }
        return errors;
    }

    /// What was asked for over the network, since it was asked last.
    public List<Request> requests() {
        List<Request> requests = new ArrayList<>();
        try {
            for (JsonNode entry : log("performance")) {
                JsonNode message =
                        WebDriver.JSON.readTree(entry.path("message").asText()).path("message");
                if (message.path("method").asText().equals("Network.requestWillBeSent")) {
                    JsonNode sent = message.path("params");
                    requests.add(
                            new Request(
                                    sent.path("documentURL").asText(),
                                    sent.path("request").path("url").asText()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return requests;
    }

    /// Waits for a file that the page let it download.
    public byte[] awaitDownload(String name) {
        Path file = downloads.resolve(name);
        // It has another name until it is whole.
        Calls.await(name, () -> Files.exists(file));
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Writes what it shows to a PNG file.
    public void photograph(Path file) {
        try {
            Files.write(file, Base64.getDecoder().decode(driver.get("/screenshot").asText()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try (program) {
            driver.close();
        }
    }
}
