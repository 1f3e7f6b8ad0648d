/// What the console remembers on this machine: connections, window, columns, filters. No secrets.
@NullMarked
package io.weighbridge.console.settings;

import org.jspecify.annotations.NullMarked;
