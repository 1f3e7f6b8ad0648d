/// IP addresses and networks, read without ever asking a name server.
@NullMarked
package io.weighbridge.backend.platform.net;

import org.jspecify.annotations.NullMarked;
