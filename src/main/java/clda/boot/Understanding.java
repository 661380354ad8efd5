package clda.boot;

import clda.nlu.LiveInterpreter;
import clda.skills.Skill;
import clda.skills.SkillResponder;
import java.util.List;

/**
 * The skills that work without a language model, and the interpreter that recognises them.
 *
 * @param responder answers with both
 */
record Understanding(List<Skill> skills, LiveInterpreter interpreter, SkillResponder responder) {}
