package clda.security.limits;

/** Learns of each request that a limit refused. It only watches and must be quick. */
@FunctionalInterface
public interface RefusalWatcher {

    /** @param limit the name of the limit in properties, behind {@code clda.}, such as {@code rate.rest.person} */
    void refused(String limit);
}
