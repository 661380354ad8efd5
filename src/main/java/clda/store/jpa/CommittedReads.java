package clda.store.jpa;

import clda.store.Busy;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Reads of committed data, outside any transaction. They take turns, and wait while the database is away. */
final class CommittedReads {

    /** Four less than the pools of {@code server-config} have connections. */
    private static final int READERS_AT_ONCE = 12;

    private static final Duration READERS_PATIENCE = Duration.ofSeconds(10);

    private final EntityManagerFactory factory;
    private final Availability availability;
    private final GroupCommit commits;
    private final Readers readers = new Readers(READERS_AT_ONCE, READERS_PATIENCE);

    CommittedReads(EntityManagerFactory factory, Availability availability, GroupCommit commits) {
        this.factory = factory;
        this.availability = availability;
        this.commits = commits;
    }

    /** See {@link JpaStore#read}. */
    <T> T read(Function<EntityManager, T> query) {
        while (true) {
            try {
                return readInTurn(query);
            } catch (RuntimeException e) {
                Waiting.await(outageShownBy(e));
            }
        }
    }

    /** See {@link JpaStore#readIfThere}. */
    <T> Optional<T> readIfThere(Function<EntityManager, T> query) {
        if (availability.isAway()) {
            return Optional.empty();
        }
        try {
            return Optional.of(readInTurn(query));
        } catch (RuntimeException e) {
            outageShownBy(e);
            return Optional.empty();
        }
    }

    /**
     * What ends when the database is back, if a read failed because it is away.
     *
     * @throws Busy if the read took too long
     * @throws RuntimeException the failure itself, if it is another one
     */
    private CompletableFuture<Void> outageShownBy(RuntimeException failure) {
        if (failure instanceof Busy) {
            CompletableFuture<Void> awaited = availability.awaited();
            if (awaited == null) {
                throw failure;
            }
            return awaited;
        }
        if (Outage.isBusy(failure)) {
            throw new Busy(failure);
        }
        if (availability.isClosed() || !availability.isOutage(failure)) {
            throw failure;
        }
        return availability.noticeOutage(failure);
    }

    /** What the writing thread reads belongs to what it writes, which nobody is to wait for. */
    private <T> T readInTurn(Function<EntityManager, T> query) {
        return commits.transaction() == null ? readers.inTurn(() -> readNow(query)) : readNow(query);
    }

    private <T> T readNow(Function<EntityManager, T> query) {
        try (EntityManager entities = factory.createEntityManager()) {
            return query.apply(entities);
        }
    }
}
