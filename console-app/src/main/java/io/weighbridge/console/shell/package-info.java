/// The frame: login, navigation, status, the drawer beside a list, and the way from one screen to
/// another.
@NullMarked
package io.weighbridge.console.shell;

import org.jspecify.annotations.NullMarked;
