package clda.logging;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.FileSystemException;
import java.sql.SQLException;
import java.util.ConcurrentModificationException;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * What is told of an exception's message. Messages that others wrote may quote what they were given: what somebody said, the
 * arguments of a tool, a password. They are told only if CLDA's own code wrote them, into an exception of its own or of Java's, or
 * if their kind names nothing but hosts, files, classes and states; of all others only the length is told.
 */
final class ToldMessage {

    /** Our own modules. Whoever else is below {@code clda}, or below {@code clda.guests}, is a guest and may quote. */
    static final Set<String> MODULES = Set.of(
            "agent",
            "audit",
            "backup",
            "boot",
            "budget",
            "conversation",
            "dialogue",
            "effects",
            "events",
            "guests",
            "json",
            "launch",
            "llm",
            "logging",
            "memory",
            "metrics",
            "net",
            "nlu",
            "recording",
            "relay",
            "release",
            "security",
            "skills",
            "store",
            "tools",
            "traces",
            "web");

    /** Of ours, what reads sentences, and failures that are worded for the model: they may quote, too. */
    private static final Set<String> QUOTING =
            Set.of("clda.nlu.local.", "clda.nlu.number.", "clda.nlu.time.", "clda.tools.ToolFailure");

    private static final Set<Class<? extends Throwable>> HARMLESS = Set.of(
            NullPointerException.class,
            ClassCastException.class,
            ArrayStoreException.class,
            ArithmeticException.class,
            IndexOutOfBoundsException.class,
            ArrayIndexOutOfBoundsException.class,
            StringIndexOutOfBoundsException.class,
            NegativeArraySizeException.class,
            ConcurrentModificationException.class,
            InterruptedException.class,
            CancellationException.class,
            RejectedExecutionException.class,
            TimeoutException.class,
            HttpTimeoutException.class,
            ClosedChannelException.class,
            EOFException.class,
            FileNotFoundException.class,
            SocketException.class,
            ConnectException.class,
            BindException.class,
            NoRouteToHostException.class,
            PortUnreachableException.class,
            SocketTimeoutException.class,
            UnknownHostException.class,
            ClassNotFoundException.class,
            NoSuchMethodException.class);

    private ToldMessage() {}

    /** The message, or what is said in its place; null if there is none. */
    static @Nullable String of(Throwable thrown) {
        String message = thrown.getMessage();
        if (message == null || message.isEmpty() || isTold(thrown, message)) {
            return message;
        }
        String left = "(" + message.length() + " characters left out)";
        return thrown instanceof SQLException sql ? "SQLSTATE " + sql.getSQLState() + " " + left : left;
    }

    private static boolean isTold(Throwable thrown, String message) {
        if (HARMLESS.contains(thrown.getClass())
                || thrown instanceof FileSystemException
                || thrown instanceof SSLException
                || thrown instanceof LinkageError
                || thrown instanceof VirtualMachineError) {
            return !quotesCause(thrown, message);
        }
        return isOurs(thrown) && !quotesCause(thrown, message);
    }

    private static boolean isOurs(Throwable thrown) {
        String type = thrown.getClass().getName();
        StackTraceElement[] stack = thrown.getStackTrace();
        String where = stack.length == 0 ? type : stack[0].getClassName();
        return isOurs(where) && (isOurs(type) || type.startsWith("java.") && !(thrown instanceof SQLException));
    }

    private static boolean isOurs(String type) {
        String[] names = type.split("\\.");
        return names.length > 2
                && names[0].equals("clda")
                && MODULES.contains(names[1])
                && (names.length == 3 || !names[1].equals("guests"))
                && QUOTING.stream().noneMatch(type::startsWith);
    }

    /** A message that was made of the cause's is no safer than that. */
    private static boolean quotesCause(Throwable thrown, String message) {
        Throwable cause = thrown.getCause();
        String quoted = cause == null || cause == thrown ? null : cause.getMessage();
        return cause != null
                && quoted != null
                && !quoted.isEmpty()
                && message.contains(quoted)
                && !isTold(cause, quoted);
    }
}
