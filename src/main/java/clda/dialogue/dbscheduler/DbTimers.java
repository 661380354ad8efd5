package clda.dialogue.dbscheduler;

import clda.dialogue.Timers;
import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.jdbc.DefaultJdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * Timers kept in the table {@code scheduled_tasks}. An execution that fails or whose node dies is not repeated here: the caller
 * checks every second what is still to be done, and sets the timer again. Each start of a node sets timers under its own name,
 * so that it does not have to wait until db-scheduler has noticed that a previous start died during an execution.
 */
public final class DbTimers implements Timers, AutoCloseable {

    private static final Logger LOG = System.getLogger(DbTimers.class.getName());
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);
    private static final int AT_ONCE = 64;
    private static final char BY = '@';

    private final OneTimeTask<Void> task;
    private final String start;
    private final Scheduler scheduler;
    private volatile Consumer<String> listener = id -> {};

    /**
     * @param start a name that no other start of any node has ever had
     * @param executor runs what is due
     * @param due polls the table
     * @param housekeeping sends the heartbeats of executions and clears dead ones
     */
    public DbTimers(
            DataSource database,
            String start,
            Clock clock,
            ExecutorService executor,
            ExecutorService due,
            ScheduledExecutorService housekeeping) {
        this.start = start;
        task = Tasks.oneTime("clda-task")
                .onFailure((complete, operations) -> operations.stop())
                .onDeadExecution((complete, operations) -> operations.stop())
                .execute((instance, context) -> listener.accept(
                        instance.getId().substring(0, instance.getId().indexOf(BY))));
        scheduler = Scheduler.create(database, task)
                .schedulerName(new SchedulerName.Fixed(start))
                .executorService(executor)
                .dueExecutor(due)
                .housekeeperExecutor(housekeeping)
                .threads(AT_ONCE)
                .pollingInterval(POLL)
                .heartbeatInterval(HEARTBEAT)
                .enableImmediateExecution()
                .shutdownMaxWait(Duration.ZERO)
                .jdbcCustomization(dialect(database))
                .clock(clock::instant)
                .build();
    }

    private static JdbcCustomization dialect(DataSource database) {
        try (Connection connection = database.getConnection()) {
            boolean embedded = connection.getMetaData().getDatabaseProductName().equals("SQLite");
            return embedded ? new SqliteDialect() : new PostgreSqlJdbcCustomization(false, true);
        } catch (SQLException e) {
            throw new IllegalStateException("the data source jdbc/clda cannot be used", e);
        }
    }

    /** SQLite does not support standard SQL's syntax for limiting the number of rows. */
    private static final class SqliteDialect extends DefaultJdbcCustomization {
        SqliteDialect() {
            super(true);
        }

        @Override
        public String getName() {
            return "SQLite";
        }

        @Override
        public String getQueryLimitPart(int limit) {
            return " LIMIT " + limit;
        }
    }

    /** Starts the timers; {@code tasks} is called with the id of each task that is due. */
    public void start(Consumer<String> tasks) {
        listener = tasks;
        scheduler.start();
    }

    @Override
    public void at(String taskId, Instant time) {
        try {
            scheduler.scheduleIfNotExists(task.instance(taskId + BY + start), time);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "task {0} cannot be scheduled now: {1}", taskId, e.getMessage());
        }
    }

    @Override
    public void close() {
        scheduler.stop();
    }
}
