package clda.boot;

import clda.agent.Prompts;
import clda.agent.Spend;
import clda.conversation.ConversationLog;
import clda.dialogue.Approvals;
import clda.dialogue.Conversations;
import clda.dialogue.DialogueManager;
import clda.dialogue.Images;
import clda.dialogue.Schedules;
import clda.dialogue.Tasks;
import clda.dialogue.Unknowns;
import clda.recording.Recordings;
import clda.recording.Shadow;
import clda.tools.Toolbox;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The parts of the engine that the interfaces call, as CDI beans. */
@ApplicationScoped
class ConversationBeans {

    @Produces
    @Singleton
    ConversationLog log(Engine engine) {
        return engine.log();
    }

    @Produces
    @Singleton
    Conversations conversations(Engine engine) {
        return engine.conversations();
    }

    @Produces
    @Singleton
    DialogueManager dialogue(Engine engine) {
        return engine.dialogue();
    }

    @Produces
    @Singleton
    Approvals approvals(Engine engine) {
        return engine.approvals();
    }

    @Produces
    @Singleton
    Unknowns unknowns(Engine engine) {
        return engine.unknowns();
    }

    @Produces
    @Singleton
    Tasks tasks(Engine engine) {
        return engine.tasks();
    }

    @Produces
    @Singleton
    Schedules schedules(Engine engine) {
        return engine.schedules();
    }

    @Produces
    @Singleton
    Images images(Engine engine) {
        return engine.images();
    }

    @Produces
    @Singleton
    Toolbox toolbox(Engine engine) {
        return engine.tools();
    }

    @Produces
    @Singleton
    Recordings recordings(Storage storage, ConversationLog log) {
        return new Recordings(storage.exchanges(), log);
    }

    @Produces
    @Singleton
    Shadow shadow(Storage storage, Engine engine, ModelAccess access, Spend spend, Prompts prompts, RandomIds ids) {
        return new Shadow(
                storage.exchanges(),
                storage.images(),
                engine.log(),
                access.router(),
                spend,
                prompts,
                caller -> engine.tools().of(caller).definitions(),
                ids);
    }
}
