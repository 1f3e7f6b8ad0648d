/// What holds for the whole console: its walls, its texts, its keys, its names for screen readers.
@NullMarked
package io.weighbridge.console.rules;

import org.jspecify.annotations.NullMarked;
