package io.weighbridge.console.feature.audit;

import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.proto.v1.ExportAuditRequest;
import io.weighbridge.proto.v1.ListEntriesRequest;

/// Which entries are asked for; empty and 0 do not filter.
///
/// @param who name of an operator or a proxy
/// @param target id of what was changed
/// @param action what the action's name begins with
record AuditFilter(String who, String target, String action, long fromMs, long toMs) {
    static AuditFilter of(Address address) {
        return new AuditFilter(
                address.filter("who"),
                address.filter("target"),
                address.filter("action"),
                number(address.filter("from")),
                number(address.filter("to")));
    }

    private static long number(String text) {
        return text.matches("\\d{1,15}") ? Long.parseLong(text) : 0;
    }

    Address address() {
        Address address = Address.of(Route.AUDIT);
        address = with(address, "who", who);
        address = with(address, "target", target);
        address = with(address, "action", action);
        address = fromMs == 0 ? address : address.with("from", Long.toString(fromMs));
        return toMs == 0 ? address : address.with("to", Long.toString(toMs));
    }

    private static Address with(Address address, String name, String value) {
        return value.isEmpty() ? address : address.with(name, value);
    }

    ListEntriesRequest.Builder request() {
        return ListEntriesRequest.newBuilder()
                .setActorName(who)
                .setTarget(target)
                .setActionPrefix(action)
                .setFromAtMs(fromMs)
                .setToAtMs(toMs);
    }

    ExportAuditRequest export() {
        return ExportAuditRequest.newBuilder()
                .setActorName(who)
                .setTarget(target)
                .setActionPrefix(action)
                .setFromAtMs(fromMs)
                .setToAtMs(toMs)
                .build();
    }
}
