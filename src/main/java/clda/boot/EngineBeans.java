package clda.boot;

import clda.agent.Prompts;
import clda.agent.Spend;
import clda.audit.AuditTrail;
import clda.audit.EventAudit;
import clda.budget.UsageBook;
import clda.budget.UsageCounting;
import clda.conversation.Companion;
import clda.conversation.ImageStore;
import clda.conversation.jpa.JpaConversationKeys;
import clda.conversation.jpa.JpaConversationStore;
import clda.conversation.jpa.JpaImageStore;
import clda.conversation.jpa.JpaSearchIndex;
import clda.conversation.search.Indexer;
import clda.dialogue.ScheduleTools;
import clda.dialogue.dbscheduler.DbTimers;
import clda.dialogue.jpa.JpaApprovalBook;
import clda.dialogue.jpa.JpaScheduleBook;
import clda.dialogue.jpa.JpaTaskBook;
import clda.effects.jpa.JpaEffectLedger;
import clda.events.DeadLetters;
import clda.events.OutgoingEvents;
import clda.events.jpa.JpaDeadLetters;
import clda.events.jpa.JpaOutbox;
import clda.guests.Guests;
import clda.memory.FactBook;
import clda.memory.Memory;
import clda.memory.MemoryTools;
import clda.memory.jpa.JpaFactBook;
import clda.nlu.MissedSentences;
import clda.nlu.Misses;
import clda.nlu.training.Domain;
import clda.nlu.training.TrainingDirectory;
import clda.recording.ExchangeBook;
import clda.recording.jpa.JpaExchangeBook;
import clda.security.KeyRing;
import clda.security.RowSeals;
import clda.security.Standing;
import clda.security.Zones;
import clda.skills.DomainSkills;
import clda.store.jpa.JpaStore;
import clda.tools.Tool;
import clda.tools.bean.BeanTool;
import clda.tools.rasa.ActionServer;
import clda.tools.rasa.RasaAction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.validation.Validator;
import java.nio.file.Files;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The engine and what it is made of, as CDI beans. */
@ApplicationScoped
class EngineBeans {

    @Inject
    private ServerThreads threads;

    @Inject
    private ActionServer actionServer;

    @Produces
    @Singleton
    Engine engine(
            JpaStore store,
            KeyRing keyRing,
            RowSeals seals,
            JpaConversationKeys keys,
            AuditTrail audit,
            Standing standing,
            Zones zones,
            MissedSentences missed,
            JpaScheduleBook schedules,
            ScheduleTools scheduleTools,
            Memory memory,
            DbTimers timers,
            ModelAccess access,
            JpaOutbox outbox,
            UsageBook usage,
            Spend spend,
            ExchangeBook exchanges,
            ImageStore images,
            Prompts prompts,
            BeanTools tools,
            Guests guests,
            @Any Instance<Object> beans,
            Validator validator,
            Settings settings,
            Clock clock,
            RandomIds ids) {
        guests.here().forEach(guest -> guest.fill(store, clock));
        List<Tool> all = new ArrayList<>(tools.all(guests, beans, validator));
        all.addAll(BeanTool.of(ScheduleTools.class, () -> scheduleTools, validator));
        all.addAll(BeanTool.of(MemoryTools.class, () -> new MemoryTools(memory), validator));
        Settings.Actions actions = settings.actions();
        if (actions != null) {
            Domain domain = Files.isDirectory(settings.nluData())
                    ? TrainingDirectory.domain(settings.nluData())
                    : Domain.NOTHING;
            all.addAll(
                    RasaAction.all(actions.tools(), actions.address(), actionServer, DomainSkills.parameters(domain)));
        }
        JpaSearchIndex index = new JpaSearchIndex(store, keyRing);
        Indexer indexer = new Indexer(index);
        List<Companion> companions = new ArrayList<>(
                List.of(new EventAudit(audit, clock), new Misses(missed), new UsageCounting(usage), indexer));
        if (settings.webhook() != null) {
            companions.add(new OutgoingEvents(outbox, clock));
        }
        JpaConversationStore conversations = new JpaConversationStore(store, keys, seals, companions);
        JpaEffectLedger ledger = new JpaEffectLedger(store, seals, clock);
        ExistingRows.seal(
                List.of(
                        conversations,
                        ledger,
                        new JpaApprovalBook(store, seals),
                        new JpaTaskBook(store, seals),
                        schedules,
                        new JpaFactBook(store, keyRing, seals)),
                settings.sealsExisting());
        conversations.completeRows();
        Engine engine = new Engine(new Engine.Parts(
                store,
                seals,
                conversations,
                index,
                indexer,
                ledger,
                standing,
                zones,
                access.usual(),
                access.router(),
                settings.models().names(),
                settings.asksModel() ? settings.models().orders().keySet() : Set.of(),
                all,
                memory,
                schedules,
                timers,
                settings.limits(),
                spend,
                exchanges,
                images,
                settings.rules(),
                prompts,
                clock,
                ids,
                threads.virtual("clda-turn-")));
        timers.start(engine.tasks()::run);
        return engine;
    }

    static void close(@Disposes Engine engine) {
        engine.close();
    }

    @Produces
    @Singleton
    JpaScheduleBook scheduleBook(JpaStore store, KeyRing keyRing, RowSeals seals) {
        return new JpaScheduleBook(store, keyRing, seals);
    }

    @Produces
    @Singleton
    ScheduleTools scheduleTools(JpaScheduleBook book, Clock clock, RandomIds ids, Zones zones) {
        return new ScheduleTools(book, clock, ids, zones);
    }

    @Produces
    @Singleton
    FactBook factBook(JpaStore store, KeyRing keyRing, RowSeals seals) {
        return new JpaFactBook(store, keyRing, seals);
    }

    @Produces
    @Singleton
    Memory memory(FactBook book, Clock clock) {
        return new Memory(book, clock);
    }

    @Produces
    @Singleton
    ExchangeBook exchangeBook(JpaStore store, JpaConversationKeys keys) {
        return new JpaExchangeBook(store, keys);
    }

    @Produces
    @Singleton
    ImageStore imageStore(JpaStore store, JpaConversationKeys keys) {
        return new JpaImageStore(store, keys);
    }

    @Produces
    @Singleton
    JpaOutbox outbox(JpaStore store, RowSeals seals) {
        return new JpaOutbox(store, seals);
    }

    @Produces
    @Singleton
    DeadLetters deadLetters(JpaStore store, JpaOutbox outbox) {
        return new JpaDeadLetters(store, outbox);
    }
}
