package io.weighbridge.backend.crash;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/// How a child's JVM is started: from an ahead-of-time cache that is made once, because its start
/// is what most of the loop's time goes into (0.4 s instead of 1 s). The cache takes only jars, so
/// the folders of the class path are packed first.
final class ChildJvm {
    private static final List<String> FLAGS =
            List.of(
                    "-Xmx256m",
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-Xlog:disable",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow");

    private final String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private final String classPath;
    private final Path cache;

    private ChildJvm(String classPath, Path cache) {
        this.classPath = classPath;
        this.cache = cache;
    }

    /// Makes the cache, by a child's start and orderly stop.
    ///
    /// @param scratch for the jars, the cache and the child's data
    static ChildJvm prepare(Path scratch) throws IOException, InterruptedException {
        ChildJvm jvm = new ChildJvm(packed(scratch), scratch.resolve("child.aot"));
        Process training =
                jvm.start("-XX:AOTCacheOutput=" + jvm.cache, scratch.resolve("training"));
        try (OutputStream in = training.getOutputStream()) {
            in.write("stop\n".getBytes(StandardCharsets.US_ASCII));
        }
        training.getInputStream().transferTo(OutputStream.nullOutputStream());
        if (training.waitFor() != 0) {
            throw new IllegalStateException("a child could not be started: see " + scratch);
        }
        return jvm;
    }

    private static String packed(Path scratch) throws IOException {
        List<String> parts = new ArrayList<>();
        for (String part : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path path = Path.of(part);
            if (Files.isDirectory(path)) {
                Path jar = scratch.resolve("classes-" + parts.size() + ".jar");
                pack(path, jar);
                parts.add(jar.toString());
            } else if (Files.isRegularFile(path)) {
                parts.add(part);
            }
        }
        return String.join(File.pathSeparator, parts);
    }

    private static void pack(Path folder, Path jar) throws IOException {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.toList()) {
                String name = folder.relativize(file).toString().replace(File.separatorChar, '/');
                if (Files.isRegularFile(file)) {
                    out.putNextEntry(new JarEntry(name));
                    Files.copy(file, out);
                } else if (!name.isEmpty()) {
                    // Flyway finds its scripts by their folder.
                    out.putNextEntry(new JarEntry(name + '/'));
                }
            }
        }
    }

    /// Starts a child on a lane's data. What it says of its faults goes to a file beside the data
    /// directory.
    Process start(Home home) throws IOException {
        return start(
                "-XX:AOTCache=" + cache, home.data(), home.storeArguments().toArray(new String[0]));
    }

    private Process start(String cacheFlag, Path data, String... store) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(java);
        command.addAll(FLAGS);
        command.add(cacheFlag);
        // SQLite's library is unpacked there, and what killed children left is deleted: children of
        // two lanes in one folder would trip over each other.
        Path unpacked =
                Files.createDirectories(data.resolveSibling(data.getFileName() + ".unpacked"));
        command.add("-Dorg.sqlite.tmpdir=" + unpacked);
        command.addAll(List.of("-cp", classPath, CrashChild.class.getName(), data.toString()));
        command.addAll(List.of(store));
        return new ProcessBuilder(command)
                .redirectError(
                        ProcessBuilder.Redirect.appendTo(
                                data.resolveSibling(data.getFileName() + ".log").toFile()))
                .start();
    }
}
