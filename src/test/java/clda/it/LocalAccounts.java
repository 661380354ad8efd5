package clda.it;

import clda.security.accounts.AccountFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Lines of {@code clda.accounts.file}, as the program for it prints them. */
final class LocalAccounts {

    private LocalAccounts() {}

    /** The password is the name and {@code -demo}. */
    static String line(String user, String tenant, String roles) throws IOException {
        InputStream in = System.in;
        PrintStream out = System.out;
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try {
            System.setIn(new ByteArrayInputStream((user + "-demo").getBytes(StandardCharsets.UTF_8)));
            System.setOut(new PrintStream(line, true, StandardCharsets.UTF_8));
            AccountFile.main(new String[] {user, tenant, roles});
        } finally {
            System.setIn(in);
            System.setOut(out);
        }
        return line.toString(StandardCharsets.UTF_8);
    }
}
