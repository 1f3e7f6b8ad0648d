package io.weighbridge.console.shell;

import io.weighbridge.console.action.Actions;
import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.Operations;
import io.weighbridge.console.control.Overlay;
import io.weighbridge.console.control.Toasts;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.settings.Settings;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.theme.Theme;
import io.weighbridge.proto.v1.Operator;

/// All that a screen works with while one operator is logged in.
///
/// @param client the backend
/// @param operations ids of operations whose answer is not there yet
/// @param me who is logged in
/// @param background for every call to the backend
/// @param formats how figures look
/// @param settings what is remembered on this machine
/// @param theme light or dark
/// @param actions what can be done now
/// @param overlay where sheets are shown
/// @param toasts where short messages are shown
/// @param navigator the way to other screens
public record Workbench(
        BackendClient client,
        Operations operations,
        Operator me,
        Background background,
        Formats formats,
        Settings settings,
        Theme theme,
        Actions actions,
        Overlay overlay,
        Toasts toasts,
        Navigator navigator) {}
