package clda.security.limits;

import clda.security.Accounts;
import clda.security.Caller;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * Signing in with user name and password, in the same way at every interface. Only a few threads check passwords, since a check
 * is deliberately slow; a request that would have to wait for too many others is rejected.
 */
public final class PasswordSignIn implements AutoCloseable {

    private static final int MAX_WAITING = 16;
    private static final Duration LONGEST_CHECK = Duration.ofSeconds(10);
    private static final Duration WHEN_BUSY = Duration.ofSeconds(3);

    /** The result of an attempt. */
    public sealed interface Outcome {
        /** @param account its mark, as {@link Accounts#mark} gives it */
        record Welcome(Caller caller, String account) implements Outcome {}

        /** There is no such account, or the password is wrong. */
        record Wrong() implements Outcome {}

        /** Too many wrong attempts: the password was not checked. */
        record Locked(Duration retryAfter) implements Outcome {}

        /** Too many users are signing in at the moment: the password was not checked. */
        record Busy(Duration retryAfter) implements Outcome {}
    }

    private final Accounts accounts;
    private final SignInGuard guard;
    private final ExecutorService checks;

    /** @param threads how many passwords are checked at the same time */
    public PasswordSignIn(Accounts accounts, SignInGuard guard, int threads, ThreadFactory factory) {
        this.accounts = accounts;
        this.guard = guard;
        this.checks = new HalfTime(
                threads, MAX_WAITING, factory, System::nanoTime, rest -> LockSupport.parkNanos(rest.toNanos()));
    }

    /** @param address the client's address */
    public Outcome enter(String user, String password, String address) {
        Optional<Duration> wait = guard.begin(user, address);
        if (wait.isPresent()) {
            return new Outcome.Locked(wait.get());
        }
        Future<Optional<Outcome.Welcome>> check;
        try {
            check = checks.submit(() -> welcome(user, password));
        } catch (RejectedExecutionException e) {
            guard.undone(user, address);
            return new Outcome.Busy(WHEN_BUSY);
        }
        boolean answered = false;
        try {
            Optional<Outcome.Welcome> welcome = check.get(LONGEST_CHECK.toMillis(), TimeUnit.MILLISECONDS);
            answered = true;
            welcome.ifPresent(known -> guard.right(user, address));
            return welcome.isPresent() ? welcome.get() : new Outcome.Wrong();
        } catch (TimeoutException e) {
            return new Outcome.Busy(WHEN_BUSY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome.Busy(WHEN_BUSY);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a password could not be checked", e.getCause());
        } finally {
            if (!answered) {
                // The client has learned nothing about the password.
                check.cancel(true);
                guard.undone(user, address);
            }
        }
    }

    private Optional<Outcome.Welcome> welcome(String user, String password) {
        return accounts.authenticate(user, password)
                .flatMap(caller -> accounts.mark(caller.user()).map(mark -> new Outcome.Welcome(caller, mark)));
    }

    @Override
    public void close() {
        checks.shutdownNow();
    }
}
