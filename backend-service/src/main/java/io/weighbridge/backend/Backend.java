package io.weighbridge.backend;

import io.grpc.BindableService;
import io.weighbridge.backend.alerts.AlertsAssembly;
import io.weighbridge.backend.attribution.AttributionAssembly;
import io.weighbridge.backend.compute.ComputeAssembly;
import io.weighbridge.backend.compute.measure.MeasureAssembly;
import io.weighbridge.backend.export.CsvExports;
import io.weighbridge.backend.export.ExportsGrpc;
import io.weighbridge.backend.gate.GateAssembly;
import io.weighbridge.backend.gate.ShadowLog;
import io.weighbridge.backend.gate.admit.Gate;
import io.weighbridge.backend.gate.settle.UnratedUsage;
import io.weighbridge.backend.keys.ApiKeys;
import io.weighbridge.backend.keys.KeysGrpc;
import io.weighbridge.backend.keys.LastUse;
import io.weighbridge.backend.keys.LeakReports;
import io.weighbridge.backend.keys.SqlKeyStore;
import io.weighbridge.backend.ledger.Ledger;
import io.weighbridge.backend.ledger.SqlLedgerStore;
import io.weighbridge.backend.ledger.accounts.Accounts;
import io.weighbridge.backend.ledger.accounts.AccountsGrpc;
import io.weighbridge.backend.ledger.accounts.Credit;
import io.weighbridge.backend.ledger.accounts.SqlAccountStore;
import io.weighbridge.backend.limits.Plans;
import io.weighbridge.backend.limits.PlansGrpc;
import io.weighbridge.backend.limits.SqlPlanStore;
import io.weighbridge.backend.notices.NoticeStore;
import io.weighbridge.backend.notices.SqlNoticeStore;
import io.weighbridge.backend.operators.Logins;
import io.weighbridge.backend.operators.Operators;
import io.weighbridge.backend.operators.OperatorsAssembly;
import io.weighbridge.backend.operators.approvals.FourEyes;
import io.weighbridge.backend.operators.audit.AuditLog;
import io.weighbridge.backend.operators.audit.AuditLogGrpc;
import io.weighbridge.backend.operators.audit.SqlAuditStore;
import io.weighbridge.backend.operators.proxies.ProxyCredentials;
import io.weighbridge.backend.operators.proxies.ProxyCredentialsGrpc;
import io.weighbridge.backend.payments.PaymentsAssembly;
import io.weighbridge.backend.payments.autotopup.AutoTopUpAssembly;
import io.weighbridge.backend.payments.page.PaymentsHttp;
import io.weighbridge.backend.payments.provider.PaymentProvider;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.grpc.GrpcServer;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.backend.pricing.Prices;
import io.weighbridge.backend.pricing.PricesGrpc;
import io.weighbridge.backend.pricing.SqlPriceStore;
import io.weighbridge.backend.replay.Replays;
import io.weighbridge.backend.replay.ReplaysGrpc;
import io.weighbridge.backend.services.Services;
import io.weighbridge.backend.services.ServicesGrpc;
import io.weighbridge.backend.services.SqlServiceStore;
import io.weighbridge.backend.upstreamkeys.SqlUpstreamKeyStore;
import io.weighbridge.backend.upstreamkeys.UpstreamKeys;
import io.weighbridge.backend.upstreamkeys.UpstreamKeysGrpc;
import io.weighbridge.backend.usage.SqlKeyHistory;
import io.weighbridge.backend.usage.SqlRetentionStore;
import io.weighbridge.backend.usage.SqlRollupStore;
import io.weighbridge.backend.usage.SqlUsageStore;
import io.weighbridge.backend.usage.UsageGrpc;
import io.weighbridge.backend.usage.UsageReader;
import io.weighbridge.backend.usage.live.LiveBoard;
import io.weighbridge.backend.usage.live.LiveFeed;
import io.weighbridge.backend.usage.refusals.Refusals;
import io.weighbridge.backend.usage.refusals.SqlRefusalStore;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongPredicate;

/// The whole service: everything is made here, by hand, in order; [#close] undoes it in reverse.
public final class Backend implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Backend.class);
    private final Opened opened;
    private final Ledger ledger;
    private final Services services;
    private final Plans plans;
    private final Prices prices;
    private final BindableService priceImports;
    private final ApiKeys keys;
    private final LeakReports leaks;
    private final NoticeStore notices;
    private final Accounts accounts;
    private final Credit credit;
    private final LiveFeed feed;
    private final Refusals refusals;
    private final CsvExports exports;
    private final UnratedUsage unratedUsage;
    private final OperatorsAssembly operators;
    private final Operation operation;
    private final ProxyServers proxyServers;
    private final AuditLog auditLog;
    private final FourEyes fourEyes;
    private final UpstreamKeys ownKeys;
    private final AlertsAssembly alerts;
    private final Selling selling;
    private final MeasureAssembly measured;
    private final AttributionAssembly attribution;
    private final Replays replays;
    private final ComputeAssembly compute;
    private final GrpcServer server;
    private final Optional<PaymentsHttp> payPages;

    private Backend(Config config, TimeSource time, List<PaymentProvider> others, Opened opened) {
        this.opened = opened;
        StoreAssembly.makeDirectory(config.dataDirectory());
        opened.add(DataLock.take(config.dataDirectory()));
        List<PaymentProvider> sellers = SqlPayments.providers(config, others, time);
        operation = Operation.open(config, opened, time);
        Database database = opened.add(StoreAssembly.open(config));
        ExecutorService background = opened.add(Executors.newVirtualThreadPerTaskExecutor());
        IdSource ids = new IdSource(time);
        SqlLedgerStore facts = new SqlLedgerStore(database);
        ledger = opened.add(StoreAssembly.openLedger(config, database, facts, time));
        services = new Services(new SqlServiceStore(database), ids, time);
        plans = new Plans(new SqlPlanStore(database), ids, time);
        prices = new Prices(new SqlPriceStore(database), ids, time);
        priceImports = SqlPriceImports.grpc(config, database, prices, services, ids, time);
        SqlKeyStore keyStore = new SqlKeyStore(database);
        SqlUsageStore records = new SqlUsageStore(database);
        InstallationSecrets secrets = new InstallationSecrets(config.dataDirectory());
        compute = SqlCompute.of(config, database, services, prices, ids, time);
        GateAssembly assembly = gateAssembly(secrets, records, background, time);
        assembly.load(keyStore, new SqlKeyHistory(database));
        operators = SqlOperators.of(config, secrets, database, services, ids, time);
        keys = apiKeys(config, keyStore, assembly, ids, time);
        SqlUpstreamKeyStore ownStore = new SqlUpstreamKeyStore(database);
        ownKeys = new UpstreamKeys(ownStore, secrets.box(), config.providers(), ids, time);
        SqlAuditStore auditStore = new SqlAuditStore(database);
        auditLog = new AuditLog(auditStore, secrets.checkpoint(), ledger::awaitFolded, time);
        leaks = new LeakReports(keys, assembly.secretOwners(), time);
        notices = new SqlNoticeStore(database);
        SqlAccountStore accountStore = new SqlAccountStore(database);
        accounts = new Accounts(accountStore, ledger, ids, time);
        credit = new Credit(accountStore, ledger, ids);
        selling = Selling.of(config, sellers, secrets, database, ledger, accounts, ids, time);
        measured = SqlCompute.measured(config, database, compute, time);
        attribution = attribution(database, ids, time);
        replays = opened.add(SqlReplays.of(database, prices, compute, ledger, ids, time));
        fourEyes =
                SqlOperators.fourEyes(database, credit, selling.payments(), operators, ids, time);
        LiveBoard live = new LiveBoard(assembly.keyLoads(), ledger::quarantineCount, time);
        assembly.keysInUse().forEach(live::show);
        refusals = new Refusals(new SqlRefusalStore(database));
        feed = new LiveFeed(live, time);
        exports = new CsvExports(time);
        News news = new News(live, refusals, new ShadowLog(LOG::info));
        ledger.start(assembly.holdExpiry(), news::committed);
        fourEyes.resume();
        keepHouse(config, database, news, new LastUse(keyStore, assembly.keyUses(), time), time);
        unratedUsage = assembly.unratedUsage();
        Gate gate = assembly.gate(news);
        UsageReader usage = usageReader(records, database);
        operation.watch(new SqlProbe(database, time), ledger);
        operation.watch(assembly.meters(), live, feed, operators::sessionCount);
        alerts = opened.add(SqlAlerts.start(config, database, secrets, credit, ledger, ids, time));
        server = opened.add(serve(config, assembly, gate, usage));
        // Closed before the server, which waits for streams to end.
        opened.addAll(feed, exports);
        proxyServers = operation.proxyServers(services, ownKeys).start(assembly, gate, operators);
        payPages = SqlPayments.page(config, operation, opened, selling, credit, time);
        operation.started(server);
    }

    private UsageReader usageReader(SqlUsageStore records, Database database) {
        return new UsageReader(records, new SqlRollupStore(database), ledger::awaitFolded);
    }

    private AttributionAssembly attribution(Database database, IdSource ids, TimeSource time) {
        Runnable upToDate = ledger::awaitFolded;
        return SqlCompute.attribution(database, compute, services, upToDate, ids, time);
    }

    private GateAssembly gateAssembly(
            InstallationSecrets secrets,
            SqlUsageStore records,
            ExecutorService background,
            TimeSource time) {
        return new GateAssembly(
                services,
                plans,
                prices,
                compute.curves(),
                compute.curves(),
                ledger,
                time,
                secrets.hold(),
                records,
                background);
    }

    private ApiKeys apiKeys(
            Config config,
            SqlKeyStore keyStore,
            GateAssembly assembly,
            IdSource ids,
            TimeSource time) {
        return new ApiKeys(
                keyStore,
                assembly.keyListener(),
                plans,
                operators.operators()::mayMakeKeys,
                ids,
                time,
                config.keyPrefix(),
                config.keyEnvironment());
    }

    private void keepHouse(
            Config config, Database database, News news, LastUse lastUse, TimeSource time) {
        Housekeeping housekeeping = new Housekeeping(opened, config);
        housekeeping.each("audit-checkpoint", auditLog::checkpointIfDue);
        housekeeping.each("shadow-log", news.shadowLog()::write);
        housekeeping.approvals(fourEyes);
        housekeeping.each("key-last-use", lastUse::save);
        housekeeping.each("upstream-key-last-use", ownKeys::saveUses);
        housekeeping.write(refusals);
        housekeeping.settle(keys, accounts, services, plans, prices, compute.curves());
        housekeeping.settle(operators.operators(), operators.proxies(), ownKeys);
        housekeeping.guardDisk(ledger);
        housekeeping.sell(selling);
        housekeeping.measure(measured);
        housekeeping.retire(new SqlRetentionStore(database), credit, time);
    }

    private GrpcServer serve(Config config, GateAssembly assembly, Gate gate, UsageReader usage) {
        BindableService grpc = assembly.gateGrpc(gate);
        List<BindableService> others = administration(config, assembly, usage);
        List<BindableService> all = new ArrayList<>(others);
        all.add(grpc);
        return GrpcServer.start(
                operation.listening(),
                List.of(grpc, operation.health(all)),
                others,
                operators.authenticator());
    }

    private List<BindableService> administration(
            Config config, GateAssembly assembly, UsageReader usage) {
        LongPredicate isAccount = id -> ledger.account(id) != null;
        String currency = config.currency();
        return List.of(
                new ServicesGrpc(services),
                new PlansGrpc(plans, services),
                new PricesGrpc(prices, services, isAccount, assembly.quoting()::rate),
                priceImports,
                compute.grpc(),
                new KeysGrpc(keys, assembly.keyUses(), leaks, services, isAccount),
                new AccountsGrpc(
                        accounts,
                        credit,
                        fourEyes.adjusting(),
                        notices,
                        id -> services.directory().nameOf(id)),
                new UsageGrpc(usage, feed, refusals, unratedUsage, services::directory),
                operators.operatorsGrpc(keys),
                new ProxyCredentialsGrpc(operators.proxies(), services),
                new AuditLogGrpc(auditLog),
                ExportsGrpc.of(exports, usage, services, accounts, ledger, auditLog, currency),
                new UpstreamKeysGrpc(ownKeys, isAccount),
                selling.payments().grpc(fourEyes.alone()),
                selling.reconciliation().grpc(),
                selling.autoTopUps().grpc(),
                selling.codes().grpc(fourEyes.alone()),
                measured.grpc(),
                attribution.grpc(),
                new ReplaysGrpc(replays, id -> services.directory().nameOf(id)),
                alerts.grpc(isAccount),
                fourEyes.grpc());
    }

    /// Starts the service.
    ///
    /// @throws Fault when something is in the way; its log text says what
    public static Backend start(Config config, TimeSource time) {
        return start(config, time, List.of());
    }

    /// The same with payment providers beside those that the settings name.
    public static Backend start(Config config, TimeSource time, List<PaymentProvider> providers) {
        Opened opened = new Opened();
        try {
            return new Backend(config, time, providers, opened);
        } catch (RuntimeException | Error e) {
            opened.closeAfter(e);
            throw e;
        }
    }

    /// The port that HTTP listens on, if it does.
    public OptionalInt httpPort() {
        return operation.httpPort();
    }

    /// The port that the own gateway listens on, if there is one.
    public OptionalInt gatewayPort() {
        return proxyServers.gatewayPort();
    }

    /// GPUs, models and what services run.
    public ComputeAssembly compute() {
        return compute;
    }

    /// Which services run on GPUs that are measured.
    public AttributionAssembly attribution() {
        return attribution;
    }

    /// The port that Envoy asks at, if it may.
    public OptionalInt envoyPort() {
        return proxyServers.envoyPort();
    }

    /// What others ask and tell at ports of their own.
    public ProxyServers proxyServers() {
        return proxyServers;
    }

    /// The port where customers pay, if anything is sold.
    public OptionalInt payPort() {
        return payPages.isPresent() ? OptionalInt.of(payPages.get().port()) : OptionalInt.empty();
    }

    /// The port that it listens on.
    public int port() {
        return server.port();
    }

    public Services services() {
        return services;
    }

    public Plans plans() {
        return plans;
    }

    public Prices prices() {
        return prices;
    }

    public ApiKeys keys() {
        return keys;
    }

    public Accounts accounts() {
        return accounts;
    }

    public Credit credit() {
        return credit;
    }

    public ProxyCredentials proxies() {
        return operators.proxies();
    }

    public Operators operators() {
        return operators.operators();
    }

    public Logins logins() {
        return operators.logins();
    }

    public PaymentsAssembly payments() {
        return selling.payments();
    }

    public AutoTopUpAssembly autoTopUps() {
        return selling.autoTopUps();
    }

    public UnratedUsage unratedUsage() {
        return unratedUsage;
    }

    public Ledger ledger() {
        return ledger;
    }

    /// Sends callers elsewhere, ends calls in flight, writes what is queued, closes the store.
    @Override
    public void close() {
        operation.drain();
        opened.close();
    }
}
