package clda.security;

import java.time.ZoneId;
import java.util.Optional;

/** What persons have set for themselves. */
public interface PersonSettings {

    /** Empty if the person has set none. */
    Optional<ZoneId> zone(Caller person);

    void setZone(Caller person, ZoneId zone);

    /** Removes what the person has set. */
    void forget(Caller person);

    /** The zones that persons have set; of others, the usual one. */
    default Zones zones(ZoneId usual) {
        return person -> zone(person).orElse(usual);
    }
}
