package clda.boot;

import clda.audit.AuditTrail;
import clda.audit.EventAudit;
import clda.budget.UsageBook;
import clda.conversation.Companion;
import clda.conversation.PageCache;
import clda.conversation.jpa.JpaConversationKeys;
import clda.conversation.redis.RedisPageCache;
import clda.effects.EffectLedger;
import clda.events.DeadLetters;
import clda.events.OutgoingEvents;
import clda.events.jpa.JpaDeadLetters;
import clda.events.jpa.JpaOutbox;
import clda.events.jpa.JpaStreamOutbox;
import clda.nlu.MissedSentences;
import clda.nlu.Misses;
import clda.security.KeyRing;
import clda.security.RowSeals;
import clda.store.jpa.JpaStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;

/** The storage and its parts, as CDI beans. */
@ApplicationScoped
class StorageBeans {

    @Produces
    @Singleton
    Storage storage(
            JpaStore store,
            KeyRing keyRing,
            JpaConversationKeys keys,
            RowSeals seals,
            RedisClients redis,
            AuditTrail audit,
            MissedSentences missed,
            JpaOutbox outbox,
            JpaStreamOutbox stream,
            Settings settings,
            Clock clock) {
        List<Companion> companions = new ArrayList<>(List.of(
                new EventAudit(audit, clock), new Misses(missed), new ErasureRegister(settings.erasuresFile(), clock)));
        IntSupplier restores = () -> store.restored().times();
        if (settings.webhook() != null) {
            companions.add(new OutgoingEvents(outbox::put, restores, clock));
        }
        if (settings.kafka() != null && settings.kafka().out() != null) {
            companions.add(new OutgoingEvents(stream::put, restores, clock));
        }
        JpaStorage storage = new JpaStorage(store, keys, keyRing, seals, pages(redis), clock, companions);
        storage.adopt(settings.sealsExisting());
        return storage.storage();
    }

    private static PageCache pages(RedisClients redis) {
        return redis.quick()
                .<PageCache>map(client -> new RedisPageCache(client.redis(), client.prefix(), System::nanoTime))
                .orElse(PageCache.NONE);
    }

    @Produces
    @Singleton
    JpaConversationKeys keys(JpaStore store, KeyRing keyRing, RowSeals seals) {
        return new JpaConversationKeys(store, keyRing, seals);
    }

    @Produces
    @Singleton
    EffectLedger ledger(Storage storage) {
        return storage.ledger();
    }

    @Produces
    @Singleton
    UsageBook usage(Storage storage) {
        return storage.usage();
    }

    @Produces
    @Singleton
    JpaOutbox outbox(JpaStore store, RowSeals seals) {
        return new JpaOutbox(store, seals);
    }

    @Produces
    @Singleton
    JpaStreamOutbox stream(JpaStore store, RowSeals seals) {
        return new JpaStreamOutbox(store, seals);
    }

    @Produces
    @Singleton
    DeadLetters deadLetters(JpaStore store, JpaOutbox outbox) {
        return new JpaDeadLetters(store, outbox);
    }
}
