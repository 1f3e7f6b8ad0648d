package io.weighbridge.backend.platform.tls;

import io.weighbridge.backend.platform.fault.Fault;

import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Reads PEM files: certificates, and private keys as PKCS #8, PKCS #1 or SEC 1. Every problem
/// names the setting and the file; none holds anything of a key.
public final class PemFiles {
    private static final int BYTES_MAX = 1 << 20;
    private static final byte[] PROBE = "weighbridge".getBytes(StandardCharsets.US_ASCII);

    private PemFiles() {}

    /// Reads a certificate chain and its key, and tries whether they belong together and are valid.
    ///
    /// @param certificateSetting name of the setting, for errors
    /// @throws Fault INVALID_FIELD
    public static TlsIdentity identity(
            String certificateSetting,
            Path certificateFile,
            String keySetting,
            Path keyFile,
            long nowMs) {
        List<X509Certificate> chain = certificates(certificateSetting, certificateFile);
        PrivateKey key = key(keySetting, keyFile);
        X509Certificate own = chain.getFirst();
        if (!belongTogether(own, key)) {
            throw Fault.invalid(
                    keySetting, keyFile, "the key of the first certificate in " + certificateFile);
        }
        TlsIdentity identity = new TlsIdentity(chain, key);
        if (identity.expiresAtMs() <= nowMs) {
            throw Fault.invalid(
                    certificateSetting,
                    certificateFile + " expired at " + Instant.ofEpochMilli(identity.expiresAtMs()),
                    "a certificate that is valid now");
        }
        if (own.getNotBefore().toInstant().toEpochMilli() > nowMs) {
            throw Fault.invalid(
                    certificateSetting,
                    certificateFile + " is valid from " + own.getNotBefore().toInstant(),
                    "a certificate that is valid now");
        }
        return identity;
    }

    /// Reads all certificates of a file.
    ///
    /// @throws Fault INVALID_FIELD when it cannot be read or holds none
    public static List<X509Certificate> certificates(String setting, Path file) {
        List<X509Certificate> found = new ArrayList<>();
        for (Object object : objects(setting, file)) {
            if (object instanceof X509CertificateHolder holder) {
                try {
                    found.add(new JcaX509CertificateConverter().getCertificate(holder));
                } catch (GeneralSecurityException e) {
                    throw Fault.invalid(
                            setting, file + " holds a certificate that cannot be read", "PEM");
                }
            }
        }
        if (found.isEmpty()) {
            throw Fault.invalid(
                    setting, file + " holds no certificate", "PEM with BEGIN CERTIFICATE");
        }
        return found;
    }

    private static PrivateKey key(String setting, Path file) {
        try {
            for (Object object : objects(setting, file)) {
                switch (object) {
                    case PrivateKeyInfo key -> {
                        return key(key);
                    }
                    case PEMKeyPair pair -> {
                        return key(pair.getPrivateKeyInfo());
                    }
                    case PEMEncryptedKeyPair _, PKCS8EncryptedPrivateKeyInfo _ ->
                            throw Fault.invalid(
                                    setting,
                                    file + " is encrypted",
                                    "a key without a passphrase, readable by the service's user only");
                    default -> {}
                }
            }
        } catch (IOException | GeneralSecurityException e) {
            throw Fault.invalid(
                    setting,
                    file + " holds a key that cannot be read",
                    "an RSA, EC or Ed25519 key");
        }
        throw Fault.invalid(setting, file + " holds no private key", "PEM with BEGIN PRIVATE KEY");
    }

    // By the JDK, whose name for the algorithm is another than Bouncy Castle's.
    private static PrivateKey key(PrivateKeyInfo info)
            throws IOException, GeneralSecurityException {
        ASN1ObjectIdentifier kind = info.getPrivateKeyAlgorithm().getAlgorithm();
        String name =
                kind.equals(X9ObjectIdentifiers.id_ecPublicKey)
                        ? "EC"
                        : kind.equals(PKCSObjectIdentifiers.rsaEncryption) ? "RSA" : kind.getId();
        return KeyFactory.getInstance(name)
                .generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
    }

    private static List<Object> objects(String setting, Path file) {
        String text;
        try {
            if (Files.size(file) > BYTES_MAX) {
                throw Fault.invalid(setting, file + " is larger", "PEM of at most 1 MiB");
            }
            text = Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw Fault.invalid(
                    setting, file + " cannot be read: " + why(e), "a PEM file that can be read");
        }
        List<Object> objects = new ArrayList<>();
        try (PEMParser parser = new PEMParser(new StringReader(text))) {
            for (Object next = parser.readObject(); next != null; next = parser.readObject()) {
                objects.add(next);
            }
        } catch (IOException | RuntimeException e) {
            throw Fault.invalid(setting, file + " is damaged", "PEM");
        }
        return objects;
    }

    private static String why(IOException e) {
        return switch (e) {
            case java.nio.file.NoSuchFileException _ -> "there is no such file";
            case java.nio.file.AccessDeniedException _ -> "permission denied";
            default -> e.getClass().getSimpleName();
        };
    }

    // A signature by the one must be right by the other: there is no other way for all kinds of
    // keys.
    private static boolean belongTogether(X509Certificate certificate, PrivateKey key) {
        String kind =
                switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> key.getAlgorithm();
                };
        try {
            Signature signing = Signature.getInstance(kind);
            signing.initSign(key);
            signing.update(PROBE);
            byte[] signature = signing.sign();
            Signature verifying = Signature.getInstance(kind);
            verifying.initVerify(certificate.getPublicKey());
            verifying.update(PROBE);
            return verifying.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
