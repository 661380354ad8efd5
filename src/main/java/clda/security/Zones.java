package clda.security;

import java.time.ZoneId;

/** The time zone in which a user names times, and is shown them. */
@FunctionalInterface
public interface Zones {
    ZoneId of(Caller person);
}
