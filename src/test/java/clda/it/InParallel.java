package clda.it;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** Does the same many times, some at once. */
final class InParallel {

    private InParallel() {}

    /** Calls the work with each number below {@code many}, and returns when all of it is done. */
    static void each(int many, int atOnce, IntConsumer work) throws InterruptedException {
        AtomicInteger next = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < atOnce; i++) {
            threads.add(Thread.startVirtualThread(() -> {
                for (int number = next.getAndIncrement(); number < many; number = next.getAndIncrement()) {
                    work.accept(number);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
