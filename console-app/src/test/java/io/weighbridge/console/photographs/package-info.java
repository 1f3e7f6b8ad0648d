/// Pictures of every screen, for looking at and for the documents: `console-app/photographs`.
@NullMarked
package io.weighbridge.console.photographs;

import org.jspecify.annotations.NullMarked;
