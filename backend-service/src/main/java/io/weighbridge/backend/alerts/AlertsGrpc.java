package io.weighbridge.backend.alerts;

import io.grpc.stub.StreamObserver;
import io.weighbridge.backend.notices.NoticeKind;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.grpc.Replies;
import io.weighbridge.backend.platform.grpc.RequestMapping;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.IdKind;
import io.weighbridge.proto.v1.AddAlertContactReply;
import io.weighbridge.proto.v1.AddAlertContactRequest;
import io.weighbridge.proto.v1.AlertChannel;
import io.weighbridge.proto.v1.AlertContact;
import io.weighbridge.proto.v1.GetLowBalancesRequest;
import io.weighbridge.proto.v1.ListAlertContactsReply;
import io.weighbridge.proto.v1.ListAlertContactsRequest;
import io.weighbridge.proto.v1.ListAlertsReply;
import io.weighbridge.proto.v1.ListAlertsRequest;
import io.weighbridge.proto.v1.LowBalances;
import io.weighbridge.proto.v1.RemoveAlertContactReply;
import io.weighbridge.proto.v1.RemoveAlertContactRequest;
import io.weighbridge.proto.v1.SetLowBalancesRequest;
import io.weighbridge.proto.v1.TestAlertContactReply;
import io.weighbridge.proto.v1.TestAlertContactRequest;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongPredicate;

/// Alerts over gRPC. For threads that may wait.
public final class AlertsGrpc extends io.weighbridge.proto.v1.AlertsGrpc.AlertsImplBase {
    private final Alerts alerts;
    private final LongPredicate isAccount;

    AlertsGrpc(Alerts alerts, LongPredicate isAccount) {
        this.alerts = alerts;
        this.isAccount = isAccount;
    }

    // 0 for an empty text.
    private long accountOrNone(String account) {
        return account.isEmpty() ? 0 : account(account);
    }

    private long account(String account) {
        long id = RequestMapping.id("account", IdKind.ACCOUNT, account);
        if (!isAccount.test(id)) {
            throw Fault.of(
                    ErrorCode.ACCOUNT_UNKNOWN,
                    "account: " + account + " (expected: the id of an account)");
        }
        return id;
    }

    @Override
    public void addAlertContact(
            AddAlertContactRequest request, StreamObserver<AddAlertContactReply> observer) {
        Alerts.Added added =
                alerts.add(
                        accountOrNone(request.getAccount()),
                        channel(request.getChannel()),
                        request.getTarget(),
                        kinds(request.getKindsList()));
        Replies.send(
                observer,
                AddAlertContactReply.newBuilder()
                        .setContact(toProto(added.contact()))
                        .setSecret(added.secret())
                        .build());
    }

    @Override
    public void removeAlertContact(
            RemoveAlertContactRequest request, StreamObserver<RemoveAlertContactReply> observer) {
        alerts.remove(request.getId());
        Replies.send(observer, RemoveAlertContactReply.getDefaultInstance());
    }

    @Override
    public void listAlertContacts(
            ListAlertContactsRequest request, StreamObserver<ListAlertContactsReply> observer) {
        ListAlertContactsReply.Builder reply = ListAlertContactsReply.newBuilder();
        alerts.list(accountOrNone(request.getAccount()))
                .forEach(contact -> reply.addContacts(toProto(contact)));
        Replies.send(observer, reply.build());
    }

    @Override
    public void testAlertContact(
            TestAlertContactRequest request, StreamObserver<TestAlertContactReply> observer) {
        long alert = alerts.test(request.getId());
        Replies.send(observer, TestAlertContactReply.newBuilder().setAlert(alert).build());
    }

    @Override
    public void setLowBalances(
            SetLowBalancesRequest request, StreamObserver<LowBalances> observer) {
        long account = account(request.getAccount());
        Replies.send(observer, toProto(alerts.setLowBalances(account, request.getNanosList())));
    }

    @Override
    public void getLowBalances(
            GetLowBalancesRequest request, StreamObserver<LowBalances> observer) {
        Replies.send(observer, toProto(alerts.lowBalances(account(request.getAccount()))));
    }

    @Override
    public void listAlerts(ListAlertsRequest request, StreamObserver<ListAlertsReply> observer) {
        long account = accountOrNone(request.getAccount());
        Page<Alert> page =
                alerts.alerts(account, RequestMapping.page(request.getPage(), "alerts " + account));
        Replies.send(
                observer,
                ListAlertsReply.newBuilder()
                        .addAllAlerts(page.map(AlertsGrpc::toProto).items())
                        .setNextPageToken(page.nextToken())
                        .build());
    }

    private static Channel channel(AlertChannel channel) {
        return switch (channel) {
            case ALERT_CHANNEL_MAIL -> Channel.MAIL;
            case ALERT_CHANNEL_WEBHOOK -> Channel.WEBHOOK;
            case ALERT_CHANNEL_UNSPECIFIED, UNRECOGNIZED ->
                    throw Fault.invalid("channel", channel, "MAIL or WEBHOOK");
        };
    }

    private static Set<NoticeKind> kinds(List<io.weighbridge.proto.v1.NoticeKind> kinds) {
        Set<NoticeKind> set = EnumSet.noneOf(NoticeKind.class);
        for (io.weighbridge.proto.v1.NoticeKind kind : kinds) {
            switch (kind) {
                case NOTICE_KIND_UNSPECIFIED, UNRECOGNIZED ->
                        throw Fault.invalid("kinds", kind, "kinds of notices");
                default -> set.add(NoticeKind.byNumber(kind.getNumber()));
            }
        }
        return set;
    }

    private static AlertContact toProto(Contact contact) {
        AlertContact.Builder proto =
                AlertContact.newBuilder()
                        .setId(contact.id())
                        .setAccount(IdKind.ACCOUNT.formatOrNone(contact.accountId()))
                        .setChannelValue(contact.channel().number())
                        .setTarget(contact.shownTarget())
                        .setCreatedAtMs(contact.createdAtMs())
                        .setCreatedBy(IdKind.OPERATOR.formatOrNone(contact.createdBy()));
        for (NoticeKind kind : NoticeKind.values()) {
            if (contact.wants(kind)) {
                proto.addKindsValue(kind.number());
            }
        }
        return proto.build();
    }

    private static LowBalances toProto(List<LowBalance> balances) {
        LowBalances.Builder proto = LowBalances.newBuilder();
        for (LowBalance low : balances) {
            proto.addBalances(
                    io.weighbridge.proto.v1.LowBalance.newBuilder()
                            .setNanos(low.nanos())
                            .setBelow(low.isBelow()));
        }
        return proto.build();
    }

    private static io.weighbridge.proto.v1.Alert toProto(Alert alert) {
        return io.weighbridge.proto.v1.Alert.newBuilder()
                .setId(alert.id())
                .setContact(alert.contactId())
                .setAccount(IdKind.ACCOUNT.formatOrNone(alert.accountId()))
                .setKindValue(alert.kind() == null ? 0 : alert.kind().number())
                .setDetail(alert.detail())
                .setAtMs(alert.atMs())
                .setStateValue(alert.state().number())
                .setTries(alert.tries())
                .setNextTryAtMs(alert.nextTryAtMs())
                .setProblem(alert.problem())
                .build();
    }
}
