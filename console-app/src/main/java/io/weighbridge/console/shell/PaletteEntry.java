package io.weighbridge.console.shell;

/// One line of the command palette.
///
/// @param icon its icon's name
/// @param text what it is or does
/// @param detail what tells it from others, or its keys
/// @param refusal why it cannot be done; empty when it can
/// @param run does it
record PaletteEntry(String icon, String text, String detail, String refusal, Runnable run) {}
