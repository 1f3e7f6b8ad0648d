package io.weighbridge.backend.ledger.accounts;

import io.grpc.stub.StreamObserver;
import io.weighbridge.backend.notices.Notice;
import io.weighbridge.backend.notices.NoticeStore;
import io.weighbridge.backend.platform.access.Callers;
import io.weighbridge.backend.platform.access.Role;
import io.weighbridge.backend.platform.grpc.Replies;
import io.weighbridge.backend.platform.grpc.RequestMapping;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.model.IdKind;
import io.weighbridge.proto.v1.AccountName;
import io.weighbridge.proto.v1.AddGrantReply;
import io.weighbridge.proto.v1.AddGrantRequest;
import io.weighbridge.proto.v1.AdjustCreditReply;
import io.weighbridge.proto.v1.AdjustCreditRequest;
import io.weighbridge.proto.v1.CreateAccountRequest;
import io.weighbridge.proto.v1.GetAccountRequest;
import io.weighbridge.proto.v1.GetBalanceRequest;
import io.weighbridge.proto.v1.GetStatementRequest;
import io.weighbridge.proto.v1.ListAccountNamesReply;
import io.weighbridge.proto.v1.ListAccountNamesRequest;
import io.weighbridge.proto.v1.ListAccountsReply;
import io.weighbridge.proto.v1.ListAccountsRequest;
import io.weighbridge.proto.v1.ListGrantsReply;
import io.weighbridge.proto.v1.ListGrantsRequest;
import io.weighbridge.proto.v1.ListHoldsReply;
import io.weighbridge.proto.v1.ListHoldsRequest;
import io.weighbridge.proto.v1.ListNoticesReply;
import io.weighbridge.proto.v1.ListNoticesRequest;
import io.weighbridge.proto.v1.RefundUsageReply;
import io.weighbridge.proto.v1.RefundUsageRequest;
import io.weighbridge.proto.v1.ResumeAccountRequest;
import io.weighbridge.proto.v1.Statement;
import io.weighbridge.proto.v1.SuspendAccountRequest;
import io.weighbridge.proto.v1.UpdateAccountRequest;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongFunction;

/// The accounts' administration over gRPC. For threads that may wait.
public final class AccountsGrpc extends io.weighbridge.proto.v1.AccountsGrpc.AccountsImplBase {
    private final Accounts accounts;
    private final Credit credit;
    private final Adjusting adjusting;
    private final NoticeStore notices;
    private final LongFunction<String> serviceName;

    /// @param serviceName name of the service with an id
    public AccountsGrpc(
            Accounts accounts,
            Credit credit,
            Adjusting adjusting,
            NoticeStore notices,
            LongFunction<String> serviceName) {
        this.accounts = accounts;
        this.credit = credit;
        this.adjusting = adjusting;
        this.notices = notices;
        this.serviceName = serviceName;
    }

    @Override
    public void createAccount(
            CreateAccountRequest request,
            StreamObserver<io.weighbridge.proto.v1.Account> observer) {
        if (request.getOverdraftLimitNanos() != 0) {
            // As UpdateAccount: what may be spent without credit is a matter of money.
            Callers.require("overdraft_limit_nanos", Role.ADMIN, Role.FINANCE);
        }
        send(observer, accounts.create(request.getName(), request.getOverdraftLimitNanos()));
    }

    @Override
    public void getAccount(
            GetAccountRequest request, StreamObserver<io.weighbridge.proto.v1.Account> observer) {
        send(observer, accounts.require(AccountsMapping.accountId(request.getAccount())));
    }

    @Override
    public void listAccounts(
            ListAccountsRequest request, StreamObserver<ListAccountsReply> observer) {
        Page<Account> page =
                accounts.list(
                        request.getNamePrefix(),
                        RequestMapping.page(
                                request.getPage(), "accounts " + request.getNamePrefix()));
        ListAccountsReply.Builder reply =
                ListAccountsReply.newBuilder()
                        .addAllAccounts(page.map(AccountsMapping::toProto).items())
                        .setNextPageToken(page.nextToken());
        if (request.getWithBalances()) {
            List<Accounts.Balance> balances = accounts.balances(page.items());
            for (int i = 0; i < balances.size(); i++) {
                reply.addBalances(
                        AccountsMapping.toProto(reply.getAccounts(i).getId(), balances.get(i)));
            }
        }
        Replies.send(observer, reply.build());
    }

    @Override
    public void listAccountNames(
            ListAccountNamesRequest request, StreamObserver<ListAccountNamesReply> observer) {
        Set<Long> ids = new HashSet<>();
        request.getAccountsList().forEach(id -> ids.add(AccountsMapping.accountId(id)));
        ListAccountNamesReply.Builder reply = ListAccountNamesReply.newBuilder();
        accounts.names(ids)
                .forEach(
                        (id, name) ->
                                reply.addNames(
                                        AccountName.newBuilder()
                                                .setAccount(IdKind.ACCOUNT.format(id))
                                                .setName(name)));
        Replies.send(observer, reply.build());
    }

    @Override
    public void updateAccount(
            UpdateAccountRequest request,
            StreamObserver<io.weighbridge.proto.v1.Account> observer) {
        send(
                observer,
                accounts.update(
                        AccountsMapping.accountId(request.getAccount()),
                        request.getVersion(),
                        request.getName(),
                        request.getOverdraftLimitNanos()));
    }

    @Override
    public void suspendAccount(
            SuspendAccountRequest request,
            StreamObserver<io.weighbridge.proto.v1.Account> observer) {
        long id = AccountsMapping.accountId(request.getAccount());
        send(observer, accounts.suspend(id, request.getReason()));
    }

    @Override
    public void resumeAccount(
            ResumeAccountRequest request,
            StreamObserver<io.weighbridge.proto.v1.Account> observer) {
        send(observer, accounts.resume(AccountsMapping.accountId(request.getAccount())));
    }

    private static void send(
            StreamObserver<io.weighbridge.proto.v1.Account> observer, Account account) {
        Replies.send(observer, AccountsMapping.toProto(account));
    }

    @Override
    public void getBalance(
            GetBalanceRequest request, StreamObserver<io.weighbridge.proto.v1.Balance> observer) {
        long id = AccountsMapping.accountId(request.getAccount());
        Accounts.Balance balance = accounts.balance(id, request.getAsOfMs());
        Replies.send(observer, AccountsMapping.toProto(request.getAccount(), balance));
    }

    @Override
    public void addGrant(AddGrantRequest request, StreamObserver<AddGrantReply> observer) {
        Credit.Done done =
                credit.grant(
                        AccountsMapping.accountId(request.getAccount()),
                        RequestMapping.operationId(request.getOperationId()),
                        AccountsMapping.givenKind(request.getKindValue()),
                        request.getAmountNanos(),
                        request.getExpiresAtMs(),
                        request.getNote());
        Replies.send(
                observer,
                AddGrantReply.newBuilder()
                        .setGrant(AccountsMapping.toProto(accounts.grantAsMade(done.reference())))
                        .setBalanceNanos(done.balanceNanos())
                        .setRepeated(done.repeated())
                        .build());
    }

    @Override
    public void listGrants(ListGrantsRequest request, StreamObserver<ListGrantsReply> observer) {
        long id = AccountsMapping.accountId(request.getAccount());
        Page<AccountStore.GrantLeft> page =
                accounts.grants(id, RequestMapping.page(request.getPage(), "grants " + id));
        Replies.send(
                observer,
                ListGrantsReply.newBuilder()
                        .addAllGrants(page.map(AccountsMapping::toProto).items())
                        .setNextPageToken(page.nextToken())
                        .build());
    }

    @Override
    public void adjustCredit(
            AdjustCreditRequest request, StreamObserver<AdjustCreditReply> observer) {
        Adjustment asked =
                new Adjustment(
                        AccountsMapping.accountId(request.getAccount()),
                        RequestMapping.operationId(request.getOperationId()),
                        request.getAmountNanos(),
                        request.getExpiresAtMs(),
                        AccountsMapping.reason(request.getReasonValue()),
                        request.getNote());
        Replies.send(observer, AccountsMapping.toProto(adjusting.adjust(asked)));
    }

    @Override
    public void refundUsage(RefundUsageRequest request, StreamObserver<RefundUsageReply> observer) {
        Credit.Refunded refunded =
                credit.refund(
                        RequestMapping.recordId(request.getRecordId()),
                        RequestMapping.operationId(request.getOperationId()),
                        request.getAmountNanos(),
                        AccountsMapping.reason(request.getReasonValue()),
                        request.getNote());
        Replies.send(
                observer,
                RefundUsageReply.newBuilder()
                        .setRefundedNanos(refunded.refundedNanos())
                        .setRefundedTotalNanos(refunded.totalNanos())
                        .setBalanceNanos(refunded.balanceNanos())
                        .setRepeated(refunded.repeated())
                        .build());
    }

    @Override
    public void getStatement(GetStatementRequest request, StreamObserver<Statement> observer) {
        long id = AccountsMapping.accountId(request.getAccount());
        String filter =
                "statement "
                        + id
                        + ' '
                        + request.getFromAtMs()
                        + ' '
                        + request.getToAtMs()
                        + (request.getNewestFirst() ? " newest" : "");
        Accounts.Statement statement =
                accounts.statement(
                        id,
                        request.getFromAtMs(),
                        request.getToAtMs(),
                        request.getNewestFirst(),
                        RequestMapping.page(request.getPage(), filter));
        Replies.send(
                observer,
                Statement.newBuilder()
                        .addAllEntries(statement.entries().map(AccountsMapping::toProto).items())
                        .setNextPageToken(statement.entries().nextToken())
                        .setOpeningBalanceNanos(statement.openingNanos())
                        .build());
    }

    @Override
    public void listNotices(ListNoticesRequest request, StreamObserver<ListNoticesReply> observer) {
        long id = accounts.require(AccountsMapping.accountId(request.getAccount())).id();
        Page<Notice> page =
                notices.list(id, RequestMapping.page(request.getPage(), "notices " + id));
        Replies.send(
                observer,
                ListNoticesReply.newBuilder()
                        .addAllNotices(page.map(AccountsMapping::toProto).items())
                        .setNextPageToken(page.nextToken())
                        .build());
    }

    @Override
    public void listHolds(ListHoldsRequest request, StreamObserver<ListHoldsReply> observer) {
        long id = AccountsMapping.accountId(request.getAccount());
        Page<SetAside> page =
                accounts.holds(id, RequestMapping.page(request.getPage(), "holds " + id));
        Replies.send(
                observer,
                ListHoldsReply.newBuilder()
                        .addAllHolds(
                                page.map(kept -> AccountsMapping.toProto(kept, serviceName))
                                        .items())
                        .setNextPageToken(page.nextToken())
                        .build());
    }
}
