package io.weighbridge.backend.demo;

import picocli.CommandLine;

/// The demo as a process of its own, so that it can be killed.
final class DemoChild {
    private DemoChild() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new DemoCommand()).execute(arguments));
    }
}
