package io.weighbridge.benchmarks.load;

import io.grpc.MethodDescriptor;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/// Methods with messages as bytes: the load's own encoding must not cost what the server's does.
final class RawCall {
    /// Answers 24 bytes to anything.
    static final MethodDescriptor<byte[], byte[]> ECHO = unary("weighbridge.benchmark.Echo/Echo");

    static final MethodDescriptor<byte[], byte[]> AUTHORIZE =
            unary("weighbridge.v1.Gate/Authorize");
    static final MethodDescriptor<byte[], byte[]> SETTLE = unary("weighbridge.v1.Gate/Settle");

    static final MethodDescriptor<byte[], byte[]> SETTLE_BATCH =
            unary("weighbridge.v1.Gate/SettleBatch");

    static final MethodDescriptor<byte[], byte[]> WATCH =
            method("weighbridge.v1.Usage/WatchLive", MethodDescriptor.MethodType.SERVER_STREAMING);

    private RawCall() {}

    private static MethodDescriptor<byte[], byte[]> unary(String name) {
        return method(name, MethodDescriptor.MethodType.UNARY);
    }

    private static MethodDescriptor<byte[], byte[]> method(
            String name, MethodDescriptor.MethodType type) {
        return MethodDescriptor.<byte[], byte[]>newBuilder()
                .setType(type)
                .setFullMethodName(name)
                .setRequestMarshaller(new Bytes())
                .setResponseMarshaller(new Bytes())
                .build();
    }

    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                // Never more than the message: readAllBytes would make a buffer of 16 KiB.
                byte[] message = new byte[stream.available()];
                int length = stream.readNBytes(message, 0, message.length);
                if (length < message.length || stream.read() >= 0) {
                    throw new IOException("the message has another length than it says");
                }
                return message;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
