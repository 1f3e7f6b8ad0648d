/// Secrets of the installation that have to survive a restart.
@NullMarked
package io.weighbridge.backend.platform.secrets;

import org.jspecify.annotations.NullMarked;
