package io.weighbridge.backend.proxies.forwardauth;

import io.weighbridge.backend.platform.net.IpNetwork;

import java.net.InetSocketAddress;
import java.util.List;

/// How the port for proxies that ask over HTTP is set.
///
/// @param address to listen on; port 0 for any free one
/// @param proxy name of the credential that questions are asked under: its scope counts, and only
///     who shows its secret may report what the calls used
/// @param trusted networks whose questions are believed what they tell of the client's address
/// @param paths which service a path belongs to
/// @param estimates what is held
/// @param answerMs an answer that took longer admits nothing, as the proxy may have given up
/// @param subjectHeader header of a question that names the end user, empty for none
/// @param takesReports whether usage is reported here too; not so where proxies must show a
///     certificate, which is asked for on the gRPC port only
/// @param reportBytesMax of one report
/// @param connectionsMax at the same time
public record ForwardAuthSettings(
        InetSocketAddress address,
        String proxy,
        List<IpNetwork> trusted,
        PathRules paths,
        Estimates estimates,
        long answerMs,
        String subjectHeader,
        boolean takesReports,
        int reportBytesMax,
        int connectionsMax) {
    public ForwardAuthSettings {
        trusted = List.copyOf(trusted);
    }
}
