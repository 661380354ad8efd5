package clda.launch;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

/**
 * A program in which more virtual threads than there are processors need classes of a loader that loads one at a time, while one
 * of them is loading. It ends with 0 when all have gone on, and with 1 if they are stuck. {@code provided} as its argument gives
 * them carriers first.
 */
final class ClassesOneAtATime {

    private static final int MORE_THAN_PROCESSORS = 50;
    private static final long PATIENCE_MILLIS = 10_000;

    private ClassesOneAtATime() {}

    /** Like that of a web application on Payara: not capable of loading in parallel. */
    private static final class Loader extends ClassLoader {
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch mayEnd = new CountDownLatch(1);

        Loader() {
            super(ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.equals("Slow")) {
                begun.countDown();
                try {
                    mayEnd.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            throw new ClassNotFoundException(name);
        }
    }

    public static void main(String[] arguments) throws InterruptedException {
        if (List.of(arguments).contains("provided")) {
            Carriers.provide();
        }
        Loader loader = new Loader();
        Thread holder = Thread.startVirtualThread(() -> {
            try {
                loader.loadClass("Slow");
            } catch (ClassNotFoundException expected) {
                // It has been looked for, and that is all.
            }
        });
        loader.begun.await();
        int count = Runtime.getRuntime().availableProcessors() + MORE_THAN_PROCESSORS;
        List<Thread> others = IntStream.range(0, count)
                .mapToObj(number -> Thread.startVirtualThread(() -> {
                    try {
                        Class.forName("Other" + number, false, loader);
                    } catch (ClassNotFoundException expected) {
                        // As above.
                    }
                }))
                .toList();
        while (blocked(others) < Runtime.getRuntime().availableProcessors()) {
            Thread.yield();
        }
        loader.mayEnd.countDown();
        long end = System.currentTimeMillis() + PATIENCE_MILLIS;
        boolean stuck = false;
        for (Thread thread : others) {
            thread.join(Math.max(1, end - System.currentTimeMillis()));
            stuck |= thread.isAlive();
        }
        stuck |= holder.isAlive();
        Runtime.getRuntime().halt(stuck ? 1 : 0);
    }

    private static long blocked(List<Thread> threads) {
        return threads.stream()
                .filter(thread -> thread.getState() == Thread.State.BLOCKED)
                .count();
    }
}
