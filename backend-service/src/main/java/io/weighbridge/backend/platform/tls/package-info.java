/// TLS: certificates and keys from files, read again when they change.
@NullMarked
package io.weighbridge.backend.platform.tls;

import org.jspecify.annotations.NullMarked;
