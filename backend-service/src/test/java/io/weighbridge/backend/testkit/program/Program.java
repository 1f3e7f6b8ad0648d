package io.weighbridge.backend.testkit.program;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A program that is not ours.
public enum Program {
    NGINX("nginx", ""),
    CADDY("caddy", ""),
    HAPROXY("haproxy", ""),
    ENVOY("envoy", "python/bin/envoy"),
    CHROMIUM("chromium", ""),
    /// What lets a test use it.
    CHROMEDRIVER("chromedriver", ""),
    /// Built by `.ci/traefik`.
    TRAEFIK("traefik", "go/traefik"),
    /// Stripe's own stand-in.
    STRIPE_MOCK("stripe-mock", "go/stripe-mock"),
    /// Python with OpenAI's SDK.
    PYTHON("python3", "python/bin/python") {
        @Override
        public Optional<Path> find() {
            return installed();
        }
    },
    /// LiteLLM's proxy; the Python that it runs in stands beside it.
    LITELLM("litellm", "litellm/bin/litellm"),
    /// Node.js beside a folder `node` that holds OpenAI's SDK.
    NODE("node", "") {
        @Override
        public Optional<Path> find() {
            return Files.isDirectory(folder().resolve("node/node_modules/openai"))
                    ? super.find()
                    : Optional.empty();
        }
    };

    private static final String FOLDER = "WEIGHBRIDGE_PROGRAMS_FOLDER";

    private final String command;
    private final String installed;

    Program(String command, String installed) {
        this.command = command;
        this.installed = installed;
    }

    /// Its name, as people call it.
    public String command() {
        return command;
    }

    /// Where `.ci/programs` installs what the system has no package of.
    public static Path folder() {
        String named = System.getenv(FOLDER);
        return named == null || named.isEmpty()
                ? Path.of("").toAbsolutePath().resolveSibling("programs")
                : Path.of(named);
    }

    /// Its file, in a test that [NeedsProgram].
    public Path path() {
        return find().orElseThrow(() -> new IllegalStateException(command + " is absent"));
    }

    /// Its file, where it is installed.
    public Optional<Path> find() {
        return installed().or(this::onPath);
    }

    final Optional<Path> installed() {
        return Optional.of(folder().resolve(installed))
                .filter(_ -> !installed.isEmpty())
                .filter(Files::isExecutable);
    }

    // What needs no user of its own to run is often only in the path of root.
    private Optional<Path> onPath() {
        List<String> folders = new ArrayList<>();
        String path = System.getenv("PATH");
        if (path != null) {
            folders.addAll(List.of(path.split(File.pathSeparator)));
        }
        folders.add("/usr/sbin");
        return folders.stream()
                .map(folder -> Path.of(folder, command))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
