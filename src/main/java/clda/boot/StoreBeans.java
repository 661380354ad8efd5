package clda.boot;

import clda.dialogue.dbscheduler.DbTimers;
import clda.guests.Guests;
import clda.security.Damages;
import clda.security.KeyRing;
import clda.security.RowSeals;
import clda.store.StoreClock;
import clda.store.jpa.JpaStore;
import clda.store.jpa.Node;
import clda.store.jpa.Transactions;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceUnit;
import jakarta.transaction.UserTransaction;
import java.time.Clock;
import java.util.concurrent.Executors;
import javax.sql.DataSource;

/** The database, its keys and its clock as CDI beans. */
@ApplicationScoped
class StoreBeans {

    @PersistenceUnit(unitName = "clda")
    private EntityManagerFactory entities;

    @Resource
    private UserTransaction transaction;

    @Resource(name = "jdbc/clda")
    private DataSource database;

    @Inject
    private ServerThreads threads;

    @Produces
    @Singleton
    Durability durability(Settings settings) {
        Durability durability = Durability.of(database);
        if (settings.production() && !durability.durable()) {
            throw new IllegalStateException("refusing to start in the prod profile: " + durability.why());
        }
        return durability;
    }

    @Produces
    @Singleton
    NodeName nodeName(Settings settings, RandomIds ids) {
        return NodeName.in(settings.dataDir(), ids);
    }

    static void close(@Disposes NodeName name) {
        name.close();
    }

    @Produces
    @Singleton
    JpaStore store(
            Durability checked,
            MasterKey key,
            Settings settings,
            Guests guests,
            NodeName name,
            RandomIds ids,
            StoreClock clock) {
        Schema.migrate(database);
        guests.here().forEach(guest -> guest.tables().ifPresent(folder -> Schema.migrate(database, guest, folder)));
        key.check(database);
        RestoredCopy.refuseUnmarked(database);
        JpaStore store = new JpaStore(
                entities,
                Transactions.jta(entities, transaction),
                ids,
                new Node(name.get(), settings.lease()),
                threads.platform("clda-store-"));
        clock.look(store::now);
        return store;
    }

    static void close(@Disposes JpaStore store) {
        store.close();
    }

    @Produces
    @Singleton
    SchemaWatch schemaWatch(JpaStore migrated) {
        return new SchemaWatch(migrated, Schema.newest(database));
    }

    @Produces
    @Singleton
    MasterKey masterKey(Settings settings) {
        return MasterKey.at(settings.keyFile(), database);
    }

    @Produces
    @Singleton
    KeyRing keyRing(MasterKey key) {
        return key.ring();
    }

    @Produces
    @Singleton
    Damages damages(Clock clock) {
        return new Damages(clock);
    }

    @Produces
    @Singleton
    RowSeals rowSeals(KeyRing keyRing, Damages damages) {
        return new RowSeals(keyRing, damages);
    }

    @Produces
    @Singleton
    DbTimers timers(JpaStore migrated, RandomIds ids, Clock clock) {
        return new DbTimers(
                database,
                ids.get(),
                clock,
                Executors.newThreadPerTaskExecutor(threads.virtual("clda-timer-")),
                Executors.newSingleThreadExecutor(threads.platform("clda-timer-due-")),
                Executors.newSingleThreadScheduledExecutor(threads.platform("clda-timer-house-")));
    }

    static void close(@Disposes DbTimers timers) {
        timers.close();
    }
}
