package io.weighbridge.backend.demo.screen;

import org.jspecify.annotations.Nullable;

import java.io.Console;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Where the demo's output goes: a terminal whose last lines are drawn again and again, or anything
/// else, which gets plain lines. Used by one thread at a time.
public final class Terminal {
    private static final int WIDTH = 80;
    private static final int HEIGHT = 24;
    private static final long SIZE_LIFE_NANOS = 2_000_000_000L;

    private final PrintStream out;
    private final boolean live;
    private final Map<String, String> environment;
    private int width = WIDTH;
    private int height = HEIGHT;
    private long sizedAtNanos;
    // Lines of the last frame.
    private int drawn;

    private Terminal(PrintStream out, boolean live, Map<String, String> environment) {
        this.out = out;
        this.live = live;
        this.environment = environment;
        this.sizedAtNanos = System.nanoTime() - SIZE_LIFE_NANOS;
    }

    // Java 25 went back to answering null where there is no terminal.
    @SuppressWarnings("SystemConsoleNull")
    private static boolean isTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    /// The process's own output.
    public static Terminal of(PrintStream out, Map<String, String> environment) {
        boolean dumb = "dumb".equals(environment.get("TERM"));
        return new Terminal(out, isTerminal() && !dumb, environment);
    }

    /// Whether frames can be drawn.
    public boolean isLive() {
        return live;
    }

    /// Whether colours are wanted.
    public boolean hasColours() {
        // https://no-color.org: present and not empty.
        return live && environment.getOrDefault("NO_COLOR", "").isEmpty();
    }

    public int width() {
        measure();
        return width;
    }

    public int height() {
        measure();
        return height;
    }

    private void measure() {
        if (!live || System.nanoTime() - sizedAtNanos < SIZE_LIFE_NANOS) {
            return;
        }
        sizedAtNanos = System.nanoTime();
        width = number(environment.get("COLUMNS"), WIDTH);
        height = number(environment.get("LINES"), HEIGHT);
        // The terminal itself knows best, also after its window was resized.
        try {
            Process process =
                    new ProcessBuilder("stty", "size")
                            .redirectInput(new File("/dev/tty"))
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            String answer =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            if (process.waitFor(1, TimeUnit.SECONDS) && process.exitValue() == 0) {
                String[] size = answer.strip().split(" ", -1);
                height = size.length == 2 ? number(size[0], height) : height;
                width = size.length == 2 ? number(size[1], width) : width;
            }
        } catch (IOException e) {
            // No such program here: what the environment says stands.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static int number(@Nullable String text, int fallback) {
        boolean digits =
                text != null
                        && !text.isEmpty()
                        && text.length() <= 5
                        && text.chars().allMatch(Character::isDigit);
        int number = digits ? Integer.parseInt(text) : 0;
        return number > 0 ? number : fallback;
    }

    /// Draws a frame over the one before, in one write, each line cleared only behind its text, so
    /// that nothing flickers.
    public void draw(List<String> lines) {
        StringBuilder frame = new StringBuilder();
        if (drawn > 0) {
            frame.append("\u001b[").append(drawn).append("A\r");
        }
        for (String line : lines) {
            frame.append(line).append("\u001b[K\n");
        }
        frame.append("\u001b[J");
        drawn = lines.size();
        out.print(frame);
        out.flush();
    }

    /// Writes a line below everything.
    public void line(String text) {
        drawn = 0;
        out.println(text);
        out.flush();
    }
}
