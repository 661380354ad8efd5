package clda.security;

import java.time.ZoneId;
import java.util.Optional;

/** The users' own settings. */
public interface PersonSettings {

    /** Empty if the user has set none. */
    Optional<ZoneId> zone(Caller person);

    void setZone(Caller person, ZoneId zone);

    /** Removes what the user has set. */
    void forget(Caller person);

    /** The zones that users have set; for other users, the given default. */
    default Zones zones(ZoneId usual) {
        return person -> zone(person).orElse(usual);
    }
}
