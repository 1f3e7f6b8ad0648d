package io.weighbridge.console.photographs;

import io.weighbridge.console.shell.Address;
import io.weighbridge.console.testkit.Robot;

import java.util.function.Consumer;

/// One picture.
///
/// @param name of its file, before size and theme
/// @param address what is opened
/// @param prepare what is done there before the picture is taken: waiting for rows, opening a sheet
public record Shot(String name, Address address, Consumer<Robot> prepare) {}
