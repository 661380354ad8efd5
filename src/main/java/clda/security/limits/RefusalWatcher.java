package clda.security.limits;

/** Is notified of each request that a limit refused. It only watches and must be quick. */
@FunctionalInterface
public interface RefusalWatcher {

    /** @param limit the name of the limit in properties, after {@code clda.}, such as {@code rate.rest.person} */
    void refused(String limit);
}
