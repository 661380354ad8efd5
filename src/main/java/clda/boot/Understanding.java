package clda.boot;

import clda.frames.Skill;
import clda.llm.offline.OfflineModelClient;
import clda.nlu.LiveInterpreter;
import java.util.List;

/**
 * What can be done without a language model, and what understands that it is wanted.
 *
 * @param client that answers by both
 */
record Understanding(List<Skill> skills, LiveInterpreter interpreter, OfflineModelClient client) {}
