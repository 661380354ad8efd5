package clda.skills;

import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** The built-in skills, available in every business: remember, remind and repeat. */
public final class BuiltInSkills {

    private BuiltInSkills() {}

    /** @param zone the time zone in which users state times */
    public static List<Skill> all(Clock clock, ZoneId zone) {
        // If several cues match the same words, the first one wins: "remember that I play every
        // Monday" is a fact to remember.
        List<Skill> skills = new ArrayList<>(MemorySkills.all());
        skills.addAll(ScheduleSkills.all(clock, zone));
        return List.copyOf(skills);
    }
}
