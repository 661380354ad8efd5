package clda.backup;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Arrays;

/** How the commands speak and end. */
final class Commands {

    private static final int FAILED = 1;

    private Commands() {}

    /** A command; returns what it has done, in a sentence. */
    interface Work {
        String run() throws IOException, SQLException;
    }

    /** The exit status. */
    static int run(String name, String help, String[] given, Work work) {
        if (given.length == 0 || Arrays.asList(given).contains("--help")) {
            System.out.print(help);
            return given.length == 0 ? FAILED : 0;
        }
        try {
            System.out.println(name + ": " + work.run());
            return 0;
        } catch (Refusal e) {
            System.err.println(name + ": " + e.getMessage());
        } catch (IOException | SQLException e) {
            System.err.println(name + ": failed: " + e);
        }
        return FAILED;
    }
}
