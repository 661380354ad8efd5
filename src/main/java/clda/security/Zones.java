package clda.security;

import java.time.ZoneId;

/** The time zone in which a person names times, and is told them. */
@FunctionalInterface
public interface Zones {
    ZoneId of(Caller person);
}
