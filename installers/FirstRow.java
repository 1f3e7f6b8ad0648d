import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import javax.imageio.ImageIO;

/// Starts the console and tells after how many milliseconds the first rows of the live screen can
/// be seen, by looking at the screen as a person does: nothing is asked of the console itself.
///
/// ``` java installers/FirstRow.java SCREEN SECONDS PICTURE COMMAND... ```
///
/// SCREEN is the file in which `Xvfb -screen 0 1280x800x24 -fbdir` keeps its picture. Exit status 1
/// when nothing was seen within SECONDS. On a machine that others use, the processor time, which is
/// told on the error output, says more than the clock. PICTURE gets what was seen last. The command
/// is ended by SIGTERM.
final class FirstRow {
    // The names in the table's first column; words of a waiting screen stand elsewhere.
    private static final int LEFT = 190;
    private static final int RIGHT = 296;
    private static final int TOP = 266;
    private static final int BOTTOM = 320;
    // A short name is about a hundred dark points.
    private static final int DARK_POINTS = 60;
    private static final int DARK = 160;
    private static final int LOOK_EVERY_MS = 10;
    private static final int END_WITHIN_S = 30;

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Screen screen = Screen.open(Path.of(arguments[0]));
        long withinMs = TimeUnit.SECONDS.toMillis(Long.parseLong(arguments[1]));
        File picture = new File(arguments[2]);
        List<String> command = List.of(arguments).subList(3, arguments.length);
        if (isSeen(screen)) {
            System.err.println(arguments[0] + " shows rows already (expected: an empty screen)");
            System.exit(1);
        }
        long start = System.nanoTime();
        Process process = new ProcessBuilder(command).inheritIO().start();
        long tookMs = -1;
        long goneMs = 0;
        while (tookMs < 0 && goneMs < withinMs && process.isAlive()) {
            Thread.sleep(LOOK_EVERY_MS);
            boolean seen = isSeen(screen);
            goneMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            tookMs = seen ? goneMs : -1;
        }
        long cpuMs = process.info().totalCpuDuration().map(Duration::toMillis).orElse(0L);
        ImageIO.write(screen.image(), "png", picture);
        boolean alive = process.isAlive();
        process.destroy();
        if (!process.waitFor(END_WITHIN_S, TimeUnit.SECONDS)) {
            System.err.println("The console does not end when it is told to.");
            process.destroyForcibly().waitFor();
            System.exit(1);
        }
        if (tookMs < 0) {
            System.err.println(
                    (alive ? "No row was seen within " : "The console ended by itself after ")
                            + goneMs
                            + " ms; what was seen last is in "
                            + picture);
            System.exit(1);
        }
        System.err.println("Processor time of the command itself: " + cpuMs + " ms");
        System.out.println(tookMs);
    }

    private static boolean isSeen(Screen screen) {
        int dark = 0;
        for (int y = TOP; y < BOTTOM; y++) {
            for (int x = LEFT; x < RIGHT; x++) {
                int point = screen.point(x, y);
                boolean isDark =
                        (point >> 16 & 0xff) < DARK
                                && (point >> 8 & 0xff) < DARK
                                && (point & 0xff) < DARK;
                dark += isDark ? 1 : 0;
            }
        }
        // A screen that is black all over shows nothing.
        return dark > DARK_POINTS && dark < (RIGHT - LEFT) * (BOTTOM - TOP) / 2;
    }

    // The format of xwd: a head of big-endian numbers, a colour map, then the points. What the X
    // server draws is seen at once.
    private record Screen(ByteBuffer bytes, int width, int height, int line, int points) {
        static Screen open(Path file) throws IOException {
            try (FileChannel channel = FileChannel.open(file)) {
                ByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
                boolean isLittle = bytes.getInt(28) == 0;
                int points = bytes.getInt(0) + bytes.getInt(76) * 12;
                Screen screen =
                        new Screen(
                                bytes,
                                bytes.getInt(16),
                                bytes.getInt(20),
                                bytes.getInt(48),
                                points);
                bytes.order(isLittle ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
                return screen;
            }
        }

        int point(int x, int y) {
            return bytes.getInt(points + y * line + x * 4);
        }

        BufferedImage image() {
            BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    image.setRGB(x, y, point(x, y));
                }
            }
            return image;
        }
    }
}
