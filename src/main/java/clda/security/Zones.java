package clda.security;

import java.time.ZoneId;

/** The time zone in which a user enters and sees times. */
@FunctionalInterface
public interface Zones {
    ZoneId of(Caller person);
}
