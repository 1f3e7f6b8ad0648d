package io.weighbridge.backend.payments.page;

import java.net.InetSocketAddress;
import java.util.List;

/// What customers' pages say and where they are.
///
/// @param address port 0 for any free one
/// @param seller who sells: the first line is the name
/// @param connectionsMax at the same time
/// @param isPretended whether no real money moves: every page says so
public record PageSettings(
        InetSocketAddress address, List<String> seller, int connectionsMax, boolean isPretended) {
    public PageSettings {
        seller = List.copyOf(seller);
    }
}
