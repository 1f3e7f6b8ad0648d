package io.weighbridge.backend.testkit;

import com.google.protobuf.Descriptors;

import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// All methods of the contract, found in its files, so that none can be forgotten.
public final class Contract {
    private static final Path FILES =
            Path.of("..", "shared-model", "src", "main", "proto", "weighbridge", "v1");
    private static final Pattern SERVICE = Pattern.compile("(?m)^service (\\w+) \\{");

    private Contract() {}

    /// Every method of every service.
    public static List<MethodDescriptor<?, ?>> methods()
            throws IOException, ReflectiveOperationException {
        List<MethodDescriptor<?, ?>> methods = new ArrayList<>();
        try (Stream<Path> files = Files.list(FILES)) {
            for (Path file : files.sorted().toList()) {
                Matcher matcher = SERVICE.matcher(Files.readString(file));
                while (matcher.find()) {
                    Class<?> generated =
                            Class.forName("io.weighbridge.proto.v1." + matcher.group(1) + "Grpc");
                    ServiceDescriptor service =
                            (ServiceDescriptor)
                                    generated.getMethod("getServiceDescriptor").invoke(null);
                    methods.addAll(service.getMethods());
                }
            }
        }
        return methods;
    }

    /// A method as the contract has it, with its options.
    public static Descriptors.MethodDescriptor descriptor(MethodDescriptor<?, ?> method) {
        Object schema = method.getSchemaDescriptor();
        if (schema instanceof ProtoMethodDescriptorSupplier supplier) {
            return supplier.getMethodDescriptor();
        }
        throw new AssertionError(method.getFullMethodName());
    }
}
