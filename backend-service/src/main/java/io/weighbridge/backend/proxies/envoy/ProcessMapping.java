package io.weighbridge.backend.proxies.envoy;

import com.google.protobuf.ByteString;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;

import io.weighbridge.backend.proxies.call.ApiError;
import io.weighbridge.backend.proxies.call.HeaderLine;
import io.weighbridge.proto.envoy.BodyMutation;
import io.weighbridge.proto.envoy.BodyResponse;
import io.weighbridge.proto.envoy.CommonResponse;
import io.weighbridge.proto.envoy.HeaderMap;
import io.weighbridge.proto.envoy.HeaderMutation;
import io.weighbridge.proto.envoy.HeaderValue;
import io.weighbridge.proto.envoy.HeaderValueOption;
import io.weighbridge.proto.envoy.HeadersResponse;
import io.weighbridge.proto.envoy.HttpHeaders;
import io.weighbridge.proto.envoy.HttpStatus;
import io.weighbridge.proto.envoy.ImmediateResponse;
import io.weighbridge.proto.envoy.ProcessingRequest;
import io.weighbridge.proto.envoy.ProcessingResponse;
import io.weighbridge.proto.envoy.StreamedBodyResponse;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What Envoy's external processing says, in our words, and back.
final class ProcessMapping {
    private static final String ADDRESS = "source.address";

    // Of one message to Envoy.
    private static final int PART_BYTES_MAX = 64 << 10;

    private ProcessMapping() {}

    static RequestHead head(ProcessingRequest request) {
        HttpHeaders head = request.getRequestHeaders();
        return new RequestHead(
                headers(head.getHeaders()),
                address(request.getAttributesMap()),
                head.getEndOfStream());
    }

    /// Bytes that are no text in UTF-8 become the character that says so, which is passed on
    /// nowhere.
    static List<HeaderLine> headers(HeaderMap map) {
        List<HeaderLine> all = new ArrayList<>(map.getHeadersCount());
        for (HeaderValue header : map.getHeadersList()) {
            all.add(new HeaderLine(header.getKey(), header.getRawValue().toStringUtf8()));
        }
        return all;
    }

    private static String address(Map<String, Struct> attributes) {
        for (Struct each : attributes.values()) {
            Value value = each.getFieldsMap().get(ADDRESS);
            if (value != null) {
                return withoutPort(value.getStringValue());
            }
        }
        return "";
    }

    /// `1.2.3.4:5` and `[::1]:5` without the port.
    static String withoutPort(String address) {
        int colon = address.lastIndexOf(':');
        String host = colon < 0 ? address : address.substring(0, colon);
        return host.startsWith("[") && host.endsWith("]")
                ? host.substring(1, host.length() - 1)
                : host;
    }

    static HeadersResponse toProto(Order.Head head) {
        return HeadersResponse.newBuilder()
                .setResponse(
                        CommonResponse.newBuilder()
                                .setHeaderMutation(mutation(head.removed(), head.set())))
                .build();
    }

    private static HeaderMutation mutation(List<String> removed, List<HeaderLine> set) {
        HeaderMutation.Builder mutation = HeaderMutation.newBuilder().addAllRemoveHeaders(removed);
        for (HeaderLine header : set) {
            mutation.addSetHeaders(
                    HeaderValueOption.newBuilder()
                            .setHeader(
                                    HeaderValue.newBuilder()
                                            .setKey(header.name())
                                            .setRawValue(
                                                    ByteString.copyFrom(
                                                            header.value(),
                                                            StandardCharsets.UTF_8)))
                            .setAppendAction(
                                    HeaderValueOption.HeaderAppendAction
                                            .OVERWRITE_IF_EXISTS_OR_ADD));
        }
        return mutation.build();
    }

    /// The head of a request whose body becomes so long.
    static HeadersResponse toProto(Order.Head head, int bodyLength) {
        return toProto(new Order.Head(head.removed(), withLength(head.set(), bodyLength)));
    }

    private static List<HeaderLine> withLength(List<HeaderLine> set, int length) {
        List<HeaderLine> all = new ArrayList<>(set);
        all.add(new HeaderLine("content-length", Integer.toString(length)));
        return all;
    }

    /// A request's body in place of the one that was told whole.
    static BodyResponse toProto(Order.Body body) {
        if (body.isAsTold()) {
            return BodyResponse.getDefaultInstance();
        }
        return BodyResponse.newBuilder()
                .setResponse(
                        CommonResponse.newBuilder()
                                .setHeaderMutation(
                                        mutation(
                                                List.of(),
                                                withLength(List.of(), body.bytes().length)))
                                .setBodyMutation(
                                        BodyMutation.newBuilder()
                                                .setBody(ByteString.copyFrom(body.bytes()))))
                .build();
    }

    /// A part in place of the one that was told.
    static BodyResponse replaced(byte[] bytes, ByteString told) {
        ByteString passed = ByteString.copyFrom(bytes);
        CommonResponse.Builder common = CommonResponse.newBuilder();
        if (passed.isEmpty() && !told.isEmpty()) {
            common.setBodyMutation(BodyMutation.newBuilder().setClearBody(true));
        } else if (!passed.equals(told)) {
            common.setBodyMutation(BodyMutation.newBuilder().setBody(passed));
        }
        return BodyResponse.newBuilder().setResponse(common).build();
    }

    /// Parts that stand for no single one that was told.
    static List<BodyResponse> streamed(byte[] bytes, boolean isEnd) {
        List<BodyResponse> all = new ArrayList<>();
        int from = 0;
        while (from < bytes.length || (isEnd && from == 0 && all.isEmpty())) {
            int length = Math.min(PART_BYTES_MAX, bytes.length - from);
            StreamedBodyResponse part =
                    StreamedBodyResponse.newBuilder()
                            .setBody(ByteString.copyFrom(bytes, from, length))
                            .setEndOfStream(isEnd && from + length == bytes.length)
                            .build();
            all.add(
                    BodyResponse.newBuilder()
                            .setResponse(
                                    CommonResponse.newBuilder()
                                            .setBodyMutation(
                                                    BodyMutation.newBuilder()
                                                            .setStreamedResponse(part)))
                            .build());
            from += length;
        }
        return all;
    }

    static ProcessingResponse toProto(ApiError error) {
        List<HeaderLine> headers = new ArrayList<>();
        headers.add(new HeaderLine("content-type", "application/json"));
        headers.addAll(error.headers());
        return ProcessingResponse.newBuilder()
                .setImmediateResponse(
                        ImmediateResponse.newBuilder()
                                .setStatus(HttpStatus.newBuilder().setCode(error.status()))
                                .setHeaders(mutation(List.of(), headers))
                                .setBody(ByteString.copyFrom(error.json()))
                                .setDetails("weighbridge_" + error.code()))
                .build();
    }
}
