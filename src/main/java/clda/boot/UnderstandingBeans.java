package clda.boot;

import clda.conversation.ConversationLog;
import clda.guests.Guests;
import clda.nlu.IntentDefinition;
import clda.nlu.Interpreter;
import clda.nlu.Interpreters;
import clda.nlu.LiveInterpreter;
import clda.nlu.MissedSentences;
import clda.nlu.Workbench;
import clda.nlu.jpa.JpaMissedSentences;
import clda.nlu.local.LocalInterpreter;
import clda.nlu.rasa.RasaInterpreter;
import clda.nlu.rasa.RasaServer;
import clda.nlu.training.BuiltInData;
import clda.nlu.training.LabelledFile;
import clda.nlu.training.TrainingData;
import clda.nlu.training.TrainingDirectory;
import clda.skills.BuiltInSkills;
import clda.skills.DomainSkills;
import clda.skills.Skill;
import clda.skills.SkillResponder;
import clda.store.jpa.JpaStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** The parts that understand sentences without a model, as CDI beans. */
@ApplicationScoped
class UnderstandingBeans {

    @Inject
    private RasaServer rasaServer;

    @Produces
    @Singleton
    @Typed(Understandings.class)
    Understandings understandings(Settings settings, Guests guests, Clock clock) {
        return new Understandings(settings.nluData(), folders -> understanding(settings, guests, clock, folders));
    }

    private Understanding understanding(Settings settings, Guests guests, Clock clock, List<Path> folders) {
        AtomicReference<Interpreter> itself = new AtomicReference<>();
        List<Skill> skills = skills(settings, guests, clock, itself::get);
        List<IntentDefinition> intents = SkillResponder.intents(skills);
        LiveInterpreter interpreter = new LiveInterpreter(
                () -> training(guests, folders),
                data -> new LocalInterpreter(intents, data),
                work -> Thread.ofPlatform().daemon().name("clda-learn").unstarted(work));
        itself.set(interpreter);
        URI rasa = settings.rasa();
        return new Understanding(
                skills,
                interpreter,
                new SkillResponder(
                        skills,
                        rasa == null ? interpreter : new RasaInterpreter(rasa, rasaServer, intents, interpreter)));
    }

    @Produces
    @Singleton
    Interpreters interpreters(Understandings understandings) {
        return understandings;
    }

    private static TrainingData training(Guests guests, List<Path> folders) {
        TrainingData data = BuiltInData.talk().and(guests.examples());
        for (Path folder : folders) {
            data = Files.isDirectory(folder) ? data.and(TrainingDirectory.read(folder)) : data;
        }
        return data;
    }

    private static List<Skill> skills(
            Settings settings, Guests guests, Clock clock, Supplier<Interpreter> interpreter) {
        // The built-in skills come first: "Every Monday, show the sales" is a repetition, not a report.
        List<Skill> skills = new ArrayList<>(BuiltInSkills.all(clock, settings.zone()));
        skills.addAll(guests.skills(clock, settings.zone()));
        if (Files.isDirectory(settings.nluData())) {
            // Training happens later; data that cannot be used for training are reported now rather than at every
            // sentence.
            TrainingDirectory.read(settings.nluData());
            skills.addAll(DomainSkills.of(
                    TrainingDirectory.domain(settings.nluData()), guests.finders(clock, settings.zone()), interpreter));
        }
        return skills;
    }

    @Produces
    @Singleton
    MissedSentences missed(JpaStore store) {
        return new JpaMissedSentences(store);
    }

    @Produces
    @Singleton
    Workbench workbench(
            Interpreters interpreters, MissedSentences missed, Settings settings, ConversationLog log, Clock clock) {
        return new Workbench(interpreters, missed, tenant -> new LabelledFile(settings.nluData(), tenant), log, clock);
    }
}
