package clda.guests;

import java.util.concurrent.ThreadFactory;

/** Makes threads with the same view of the application as the calling thread: its class loader and data sources. */
public interface ApplicationThreads {

    /** @param name prefix of the thread names */
    ThreadFactory virtual(String name);
}
