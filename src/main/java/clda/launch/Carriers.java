package clda.launch;

/**
 * Gives virtual threads more platform threads to be carried by than the machine has processors. A virtual thread that waits for
 * the lock of a class loader while the JVM resolves a class keeps its carrier. If all carriers wait like that, the virtual thread
 * that holds the lock gets none and the server hangs for good: on two processors, two threads that need the same class for the
 * first time are enough.
 */
final class Carriers {

    static final String PROPERTY = "jdk.virtualThreadScheduler.parallelism";

    /** As many as the JVM allows unless told otherwise. Those that are not needed are not created. */
    private static final int ENOUGH = 256;

    private Carriers() {}

    /** To be called before the first virtual thread is created; what an operator has set is kept. */
    static void provide() {
        if (System.getProperty(PROPERTY) == null) {
            System.setProperty(PROPERTY, String.valueOf(ENOUGH));
        }
    }
}
