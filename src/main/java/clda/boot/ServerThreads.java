package clda.boot;

import clda.guests.ApplicationThreads;
import clda.logging.Ids;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ContextService;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Threads that carry the application's context (class loader, naming), which Jakarta Concurrency 3.0 does not give to virtual
 * threads.
 */
@ApplicationScoped
class ServerThreads implements ApplicationThreads {

    @Resource
    private ContextService contexts;

    /** Each thread runs in the context of the thread that called this method, and works on what its creator works on. */
    @Override
    public ThreadFactory virtual(String name) {
        return factory(Thread.ofVirtual().name(name, 0).factory());
    }

    /** Creates platform threads, for work that stays in native code. */
    ThreadFactory platform(String name) {
        AtomicLong count = new AtomicLong();
        return factory(work -> {
            Thread thread = new Thread(work, name + count.getAndIncrement());
            thread.setDaemon(true);
            return thread;
        });
    }

    private ThreadFactory factory(ThreadFactory plain) {
        Executor context = contexts.currentContextExecutor();
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        return work -> {
            Runnable carried = Ids.carriedBy(work);
            Thread thread = plain.newThread(() -> context.execute(carried));
            thread.setContextClassLoader(loader);
            return thread;
        };
    }
}
