package io.weighbridge.backend.cli.option;

import picocli.CommandLine.IVersionProvider;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/// The version that was built: the build writes it into a resource.
public final class Version implements IVersionProvider {
    private static final String RESOURCE = "/weighbridge-version.properties";

    public static String text() {
        Properties properties = new Properties();
        try (InputStream in =
                Objects.requireNonNull(Version.class.getResourceAsStream(RESOURCE), RESOURCE)) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version", "");
    }

    @Override
    public String[] getVersion() {
        return new String[] {"Weighbridge " + text() + ", Java " + Runtime.version().feature()};
    }
}
