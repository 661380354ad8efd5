package clda.guests;

import java.util.concurrent.ThreadFactory;

/** Makes threads that see the application as the thread that asks for them does: its class loader, its data sources. */
public interface ApplicationThreads {

    /** @param name what the names of the threads begin with */
    ThreadFactory virtual(String name);
}
