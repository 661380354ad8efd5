package clda.boot;

import clda.frames.Skill;
import clda.llm.offline.OfflineModelClient;
import clda.nlu.LiveInterpreter;
import java.util.List;

/**
 * The skills that work without a language model, and the interpreter that recognises them.
 *
 * @param client that answers by both
 */
record Understanding(List<Skill> skills, LiveInterpreter interpreter, OfflineModelClient client) {}
