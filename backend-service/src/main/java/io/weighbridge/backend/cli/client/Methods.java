package io.weighbridge.backend.cli.client;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.text.Nearest;
import io.weighbridge.proto.v1.Account;
import io.weighbridge.proto.v1.Alert;
import io.weighbridge.proto.v1.ApiKey;
import io.weighbridge.proto.v1.Approval;
import io.weighbridge.proto.v1.AuditEntry;
import io.weighbridge.proto.v1.AuthorizeRequest;
import io.weighbridge.proto.v1.AutoTopUp;
import io.weighbridge.proto.v1.CodeBatch;
import io.weighbridge.proto.v1.ExportUsageRequest;
import io.weighbridge.proto.v1.Gpu;
import io.weighbridge.proto.v1.GpuHour;
import io.weighbridge.proto.v1.GpuServices;
import io.weighbridge.proto.v1.Operator;
import io.weighbridge.proto.v1.Payment;
import io.weighbridge.proto.v1.Plan;
import io.weighbridge.proto.v1.PriceBook;
import io.weighbridge.proto.v1.PriceImport;
import io.weighbridge.proto.v1.ProxyCredential;
import io.weighbridge.proto.v1.ReconciliationRun;
import io.weighbridge.proto.v1.ReplaySums;
import io.weighbridge.proto.v1.Service;
import io.weighbridge.proto.v1.UpstreamKey;
import io.weighbridge.proto.v1.UsageRecord;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// One method of the contract, found by the name that people type.
public record Methods(MethodDescriptor descriptor) {
    // One message of each file stands for the file.
    private static final List<FileDescriptor> FILES =
            List.of(
                    AuthorizeRequest.getDescriptor().getFile(),
                    Account.getDescriptor().getFile(),
                    Alert.getDescriptor().getFile(),
                    ApiKey.getDescriptor().getFile(),
                    Approval.getDescriptor().getFile(),
                    GpuServices.getDescriptor().getFile(),
                    AuditEntry.getDescriptor().getFile(),
                    AutoTopUp.getDescriptor().getFile(),
                    CodeBatch.getDescriptor().getFile(),
                    Gpu.getDescriptor().getFile(),
                    ExportUsageRequest.getDescriptor().getFile(),
                    Operator.getDescriptor().getFile(),
                    Payment.getDescriptor().getFile(),
                    Plan.getDescriptor().getFile(),
                    PriceBook.getDescriptor().getFile(),
                    ProxyCredential.getDescriptor().getFile(),
                    PriceImport.getDescriptor().getFile(),
                    GpuHour.getDescriptor().getFile(),
                    ReconciliationRun.getDescriptor().getFile(),
                    ReplaySums.getDescriptor().getFile(),
                    Service.getDescriptor().getFile(),
                    UpstreamKey.getDescriptor().getFile(),
                    UsageRecord.getDescriptor().getFile());

    private static List<Methods> all() {
        List<Methods> all = new ArrayList<>();
        for (FileDescriptor file : FILES) {
            for (ServiceDescriptor service : file.getServices()) {
                service.getMethods().forEach(method -> all.add(new Methods(method)));
            }
        }
        return all;
    }

    /// All of them, one a line, with what they take and answer.
    public static List<String> list() {
        return all().stream().map(Methods::signature).toList();
    }

    /// @param name "Service/Method"; the service's package may stand before it
    /// @throws Fault INVALID_FIELD when there is none
    public static Methods find(String name) {
        List<Methods> all = all();
        String wanted = name.replaceFirst("^/?(weighbridge\\.v1\\.)?", "");
        for (Methods each : all) {
            if (each.name().equalsIgnoreCase(wanted)) {
                return each;
            }
        }
        throw Fault.invalid(
                "METHOD",
                name,
                Nearest.to(wanted, all.stream().map(Methods::name).toList())
                        .map(known -> "did you mean " + known + "?")
                        .orElse("one of weighbridge call --list"));
    }

    /// "Service/Method".
    public String name() {
        return descriptor.getService().getName() + '/' + descriptor.getName();
    }

    /// The name on the wire.
    String fullName() {
        return descriptor.getService().getFullName() + '/' + descriptor.getName();
    }

    public boolean takesStream() {
        return descriptor.isClientStreaming();
    }

    public boolean answersStream() {
        return descriptor.isServerStreaming();
    }

    private String signature() {
        return name()
                + (takesStream() ? " (stream " : " (")
                + descriptor.getInputType().getName()
                + (answersStream() ? ") -> stream " : ") -> ")
                + descriptor.getOutputType().getName();
    }

    /// What it takes and answers: each message's fields with their types, and each enum's values.
    public List<String> describe() {
        List<String> lines = new ArrayList<>();
        lines.add(signature());
        Set<Descriptor> messages = new LinkedHashSet<>();
        collect(descriptor.getInputType(), messages);
        collect(descriptor.getOutputType(), messages);
        for (Descriptor message : messages) {
            lines.add("");
            lines.add(message.getName() + ":");
            int width =
                    message.getFields().stream()
                            .mapToInt(field -> field.getName().length())
                            .max()
                            .orElse(0);
            for (FieldDescriptor field : message.getFields()) {
                lines.add(
                        "  "
                                + field.getName()
                                + " ".repeat(width - field.getName().length() + 2)
                                + type(field));
            }
        }
        return lines;
    }

    private static void collect(Descriptor message, Set<Descriptor> to) {
        if (message.getOptions().getMapEntry() || !to.add(message)) {
            return;
        }
        for (FieldDescriptor field : message.getFields()) {
            FieldDescriptor value = field.isMapField() ? mapValue(field) : field;
            if (value.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
                collect(value.getMessageType(), to);
            }
        }
    }

    private static FieldDescriptor mapValue(FieldDescriptor field) {
        return field.getMessageType().findFieldByNumber(2);
    }

    private static String type(FieldDescriptor field) {
        if (field.isMapField()) {
            return "{\"text\": " + simple(mapValue(field)) + "}";
        }
        String simple = simple(field);
        String repeated = field.isRepeated() ? "[" + simple + ", ...]" : simple;
        return field.getRealContainingOneof() == null
                ? repeated
                : repeated + "   (one of: " + field.getRealContainingOneof().getName() + ")";
    }

    private static String simple(FieldDescriptor field) {
        return switch (field.getJavaType()) {
            case INT, LONG -> "number";
            case FLOAT, DOUBLE -> "decimal number";
            case BOOLEAN -> "true or false";
            case STRING -> "text";
            case BYTE_STRING -> "base64 text";
            case MESSAGE -> field.getMessageType().getName();
            case ENUM ->
                    field.getEnumType().getValues().stream()
                            .map(EnumValueDescriptor::getName)
                            .collect(Collectors.joining(" | "));
        };
    }
}
