package io.weighbridge.backend.platform.grpc;

import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.ServerTransportFilter;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/// The certificate that a client showed on a connection, and that somebody whom we trust vouches
/// for.
///
/// @param names its common name and its DNS names
record ClientCertificate(Set<String> names) {
    static final Attributes.Key<ClientCertificate> KEY =
            Attributes.Key.create("weighbridge-client-certificate");

    private static final Logger LOG = LoggerFactory.getLogger(ClientCertificate.class);
    private static final int DNS_NAME = 2;

    ClientCertificate {
        names = Set.copyOf(names);
    }

    /// Reads it once for each connection.
    static ServerTransportFilter reading() {
        return new ServerTransportFilter() {
            @Override
            public Attributes transportReady(Attributes attributes) {
                SSLSession session = attributes.get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
                if (session == null) {
                    return attributes;
                }
                try {
                    Certificate[] shown = session.getPeerCertificates();
                    return shown.length > 0 && shown[0] instanceof X509Certificate own
                            ? attributes.toBuilder().set(KEY, of(own)).build()
                            : attributes;
                } catch (SSLPeerUnverifiedException none) {
                    return attributes;
                }
            }
        };
    }

    private static ClientCertificate of(X509Certificate certificate) {
        Set<String> names = new HashSet<>();
        try {
            for (Rdn part :
                    new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
                if (part.getType().equalsIgnoreCase("CN")) {
                    names.add(part.getValue().toString());
                }
            }
            Collection<List<?>> others = certificate.getSubjectAlternativeNames();
            for (List<?> other : others == null ? List.<List<?>>of() : others) {
                if (other.get(0) instanceof Integer kind
                        && kind == DNS_NAME
                        && other.get(1) instanceof String name) {
                    names.add(name);
                }
            }
        } catch (InvalidNameException | CertificateParsingException e) {
            LOG.warn("A client's certificate has names that cannot be read: {}", e.toString());
        }
        return new ClientCertificate(names);
    }
}
