/// What an operator can do, as a list: text, icon and keys of each, bound once to menus, buttons,
/// keys and the command palette.
@NullMarked
package io.weighbridge.console.action;

import org.jspecify.annotations.NullMarked;
