package clda.skills;

import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** The skills that are built in, whatever the business: remember, remind and repeat. */
public final class BuiltInSkills {

    private BuiltInSkills() {}

    /** @param zone in which people name times */
    public static List<Skill> all(Clock clock, ZoneId zone) {
        // Of cues that find the same, the first counts: "remember that I play every Monday" is to be remembered.
        List<Skill> skills = new ArrayList<>(MemorySkills.all());
        skills.addAll(ScheduleSkills.all(clock, zone));
        return List.copyOf(skills);
    }
}
