package clda.boot;

import clda.frames.Skill;
import clda.nlu.LiveInterpreter;
import java.util.List;

/** What can be done without a language model, and what understands that it is wanted. */
record Understanding(List<Skill> skills, LiveInterpreter interpreter) {}
