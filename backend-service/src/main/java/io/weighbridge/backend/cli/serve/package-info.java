/// Commands that run the service or a proxy, and show their settings.
@NullMarked
package io.weighbridge.backend.cli.serve;

import org.jspecify.annotations.NullMarked;
