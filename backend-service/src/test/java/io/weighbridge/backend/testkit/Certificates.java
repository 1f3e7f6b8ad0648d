package io.weighbridge.backend.testkit;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

import java.io.IOException;
import java.io.Writer;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;

/// An authority of a test, and the certificates that it makes, as PEM files in a folder.
public final class Certificates {
    private static final AtomicLong SERIAL = new AtomicLong(1);

    private final Path folder;
    private final String name;
    private final KeyPair keys = newKeys();
    private final X509CertificateHolder own;

    /// An authority; its own certificate is NAME.pem.
    public Certificates(Path folder, String name) throws IOException {
        this.folder = folder;
        this.name = name;
        this.own = sign(name, keys, true, Duration.ofDays(30));
        write(ca(), own);
    }

    /// Two files.
    public record Pair(Path certificate, Path key) {}

    /// The authority's own certificate.
    public Path ca() {
        return folder.resolve(name + ".pem");
    }

    /// A certificate for this machine's loopback address and this name, which replaces one of
    /// the same name. Its file holds the authority's own as well.
    ///
    /// @param valid for so long from now; negative for one that has expired
    public Pair make(String commonName, Duration valid) throws IOException {
        KeyPair pair = newKeys();
        X509CertificateHolder certificate = sign(commonName, pair, false, valid);
        Pair files =
                new Pair(
                        folder.resolve(commonName + ".pem"),
                        folder.resolve(commonName + ".key.pem"));
        write(files.certificate, certificate, own);
        writeKey(files.key, pair.getPrivate());
        return files;
    }

    private static void writeKey(Path file, PrivateKey key) throws IOException {
        write(file, new JcaPKCS8Generator(key, null));
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private X509CertificateHolder sign(
            String commonName, KeyPair pair, boolean authority, Duration valid) throws IOException {
        Instant now = Instant.now();
        Instant until = now.plus(valid);
        Instant from = (valid.isNegative() ? until : now).minus(Duration.ofHours(1));
        try {
            return new JcaX509v3CertificateBuilder(
                            new X500Name("CN=" + name),
                            BigInteger.valueOf(SERIAL.getAndIncrement()),
                            Date.from(from),
                            Date.from(until),
                            new X500Name("CN=" + commonName),
                            pair.getPublic())
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(authority))
                    .addExtension(
                            Extension.subjectAlternativeName,
                            false,
                            new GeneralNames(
                                    new GeneralName[] {
                                        new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
                                        new GeneralName(GeneralName.dNSName, "localhost")
                                    }))
                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()));
        } catch (OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void write(Path file, Object... objects) throws IOException {
        try (Writer out = Files.newBufferedWriter(file);
                JcaPEMWriter pem = new JcaPEMWriter(out)) {
            for (Object object : objects) {
                pem.writeObject(object);
            }
        }
    }
}
