package io.weighbridge.backend.operators.oidc;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;

/// Where a provider may be: behind https, or on this machine.
public final class ProviderAddress {
    private static final int LENGTH_MAX = 500;

    private ProviderAddress() {}

    /// Whether a text can be a provider's name for itself: a URL without user, query and fragment.
    public static boolean isIssuer(String text) {
        try {
            URI uri = URI.create(text);
            return text.length() <= LENGTH_MAX
                    && isAllowed(uri, true)
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /// Whether this may be asked.
    ///
    /// @param plainHere whether http is enough on this machine
    static boolean isAllowed(@Nullable URI uri, boolean plainHere) {
        if (uri == null || uri.getHost() == null || uri.getRawUserInfo() != null) {
            return false;
        }
        return switch (String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT)) {
            case "https" -> true;
            case "http" -> plainHere && isHere(uri.getHost());
            default -> false;
        };
    }

    /// Whether the issuer is on this machine, so that its endpoints may be too.
    static boolean isPlain(URI issuer) {
        return issuer.getScheme().equalsIgnoreCase("http");
    }

    private static boolean isHere(String host) {
        if (host.equals("localhost")) {
            return true;
        }
        try {
            return InetAddress.ofLiteral(host).isLoopbackAddress();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
