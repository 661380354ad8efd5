package clda.boot;

import clda.agent.Prompts;
import clda.agent.Spend;
import clda.audit.AnchorFile;
import clda.audit.AuditTrail;
import clda.dialogue.ScheduleTools;
import clda.dialogue.dbscheduler.DbTimers;
import clda.guests.Guests;
import clda.memory.Memory;
import clda.memory.MemoryTools;
import clda.nlu.training.Domain;
import clda.nlu.training.TrainingDirectory;
import clda.release.Arms;
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
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** The engine and its components, as CDI beans. */
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
            Storage storage,
            AuditTrail audit,
            AnchorFile anchors,
            Standing standing,
            Zones zones,
            ScheduleTools scheduleTools,
            Memory memory,
            DbTimers timers,
            Arms arms,
            ModelAccess access,
            Spend spend,
            Prompts prompts,
            BeanTools tools,
            Guests guests,
            @Any Instance<Object> beans,
            Validator validator,
            Settings settings,
            Clock clock,
            RandomIds ids) {
        RestoredCopy.refuseOlder(store, anchors.last(), settings.anchorFile());
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
        // In which order beans are found differs from server to server; models and people are to see the same list
        // everywhere.
        all.sort(Comparator.comparing(tool -> tool.definition().name()));
        Engine engine = new Engine(new Engine.Parts(
                storage,
                standing,
                zones,
                access.usual(),
                access.router(),
                settings.models().names(),
                settings.asksModel() ? settings.models().orders().keySet() : Set.of(),
                all,
                timers,
                arms,
                settings.limits(),
                spend,
                settings.rules(),
                prompts,
                clock,
                ids,
                threads.virtual("clda-turn-")));
        // Before the first task that is due, and before anybody can use the engine.
        new Restoring(store, engine, audit, clock).complete();
        timers.start(engine.tasks()::run);
        return engine;
    }

    static void close(@Disposes Engine engine) {
        engine.close();
    }

    @Produces
    @Singleton
    ScheduleTools scheduleTools(Storage storage, Clock clock, RandomIds ids, Zones zones) {
        return new ScheduleTools(storage.schedules(), clock, ids, zones);
    }

    @Produces
    @Singleton
    Memory memory(Storage storage, Clock clock) {
        return new Memory(storage.facts(), clock);
    }
}
