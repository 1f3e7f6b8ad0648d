package io.weighbridge.backend.cli.option;

import picocli.CommandLine.Option;

/// Which entries of the audit log.
public final class AuditFilterOptions {
    @Option(
            names = "--actor",
            paramLabel = "NAME",
            description = "Only what this operator or proxy did.")
    private String actor = "";

    @Option(
            names = "--target",
            paramLabel = "ID",
            description = "Only what was done to what has this id.")
    private String target = "";

    @Option(
            names = "--action",
            paramLabel = "PREFIX",
            description = "Only actions that begin so: 'key.' or 'key.revoke'.")
    private String action = "";

    /// Empty for everybody's.
    public String actor() {
        return actor;
    }

    /// Empty for what was done to anything.
    public String target() {
        return target;
    }

    /// Empty for all.
    public String actionPrefix() {
        return action;
    }
}
