package io.weighbridge.backend.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.ConfigTable;
import io.weighbridge.backend.cli.client.Methods;
import io.weighbridge.backend.platform.fault.Fault;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What docs/operations.md and the unit for systemd say to type exists.
final class OperationsDocTest {
    private static final Path ROOT = Path.of("..");
    private static final Path DOCUMENTATION = ROOT.resolve("docs/operations.md");
    private static final Path UNIT = ROOT.resolve("installers/systemd/weighbridge.service");
    private static final Pattern COMMAND =
            Pattern.compile("\\bweighbridge ([a-z][a-z-]*)((?: .*)?)");
    private static final Pattern METHOD = Pattern.compile("\\b([A-Z]\\w+/[A-Z]\\w+)\\b");
    private static final Pattern OPTION = Pattern.compile(" (--[a-z-]+)");
    private static final Pattern SETTING = Pattern.compile("`([a-z]+\\.[a-z_]+)(?: = [^`]*)?`");

    private static List<String> typed() throws IOException {
        List<String> typed = new ArrayList<>();
        boolean block = false;
        StringBuilder line = new StringBuilder();
        for (String each : Files.readAllLines(DOCUMENTATION)) {
            if (each.startsWith("```")) {
                block = !block;
            } else if (block && each.endsWith("\\")) {
                line.append(each, 0, each.length() - 1);
            } else if (block) {
                typed.add(line.append(each).toString());
                line.setLength(0);
            }
        }
        return typed;
    }

    @Test
    void everyCommandAndMethodExists() throws IOException {
        Set<String> unknown = new TreeSet<>();
        int commands = 0;
        List<String> lines = new ArrayList<>(typed());
        Files.readAllLines(UNIT).stream()
                .filter(line -> line.startsWith("ExecStart="))
                .forEach(lines::add);
        for (String line : lines) {
            Matcher command = COMMAND.matcher(line);
            if (command.find() && !line.startsWith("systemctl") && !line.startsWith("chgrp")) {
                commands++;
                check(command.group(1), command.group(2), unknown);
            }
            Matcher method = METHOD.matcher(line);
            while (method.find()) {
                try {
                    assertEquals(method.group(1), Methods.find(method.group(1)).name());
                } catch (Fault none) {
                    unknown.add(method.group(1));
                }
            }
        }
        assertTrue(commands >= 8, "only " + commands);
        assertEquals(Set.of(), unknown);
    }

    private static void check(String name, String rest, Set<String> unknown) {
        var command = Commands.commandLine().getSubcommands().get(name);
        if (command == null) {
            unknown.add("weighbridge " + name);
            return;
        }
        String following = rest.strip().split(" ", 2)[0];
        var sub = command.getSubcommands().get(following);
        Matcher options = OPTION.matcher(rest);
        while (options.find()) {
            var owner = sub == null ? command : sub;
            if (owner.getCommandSpec().findOption(options.group(1)) == null) {
                unknown.add("weighbridge " + name + " " + options.group(1));
            }
        }
    }

    @Test
    void everySettingExists() throws IOException {
        Set<String> known = new TreeSet<>();
        ConfigTable.TABLE.all().forEach(setting -> known.add(setting.name()));
        Set<String> named = new TreeSet<>();
        Matcher matcher = SETTING.matcher(Files.readString(DOCUMENTATION));
        while (matcher.find()) {
            named.add(matcher.group(1));
        }
        assertTrue(named.size() >= 3, named::toString);
        named.removeAll(known);
        assertEquals(Set.of(), named);
    }
}
