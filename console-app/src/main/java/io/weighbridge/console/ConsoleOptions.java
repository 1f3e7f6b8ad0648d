package io.weighbridge.console;

import io.weighbridge.console.client.Profile;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;

/// What the command line said.
///
/// @param profile the service; null when the window asks
/// @param passwordFile to log in at once; null when the window asks
/// @param settings the file of what is remembered
record ConsoleOptions(@Nullable Profile profile, @Nullable Path passwordFile, Path settings) {}
