/// gRPC plumbing: the server, and the one place where faults become statuses.
@NullMarked
package io.weighbridge.backend.platform.grpc;

import org.jspecify.annotations.NullMarked;
