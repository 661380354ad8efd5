package clda.web.faces;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The address to which a user returns after signing in: a page of this application, with its query and its place, and nowhere
 * else. It is written below the application's own path, so that no address of another server can be meant.
 */
final class ReturnAddress {

    /** The parameter of the sign-in page that holds it. */
    static final String PARAMETER = "to";

    static final String HOME = "index.xhtml";

    private static final int LONGEST = 512;
    private static final Pattern PAGE = Pattern.compile(
            "[A-Za-z0-9_-]+(?:/[A-Za-z0-9_-]+)*\\.xhtml(?:\\?[A-Za-z0-9_=&%.~+-]*)?(?:#[A-Za-z0-9_=&%.~+-]*)?");

    private ReturnAddress() {}

    /** The page that is asked for, relative to the application; the start page if it is none of ours. */
    static String of(@Nullable String wanted) {
        if (wanted == null
                || wanted.length() > LONGEST
                || wanted.startsWith("login.xhtml")
                || !PAGE.matcher(wanted).matches()) {
            return wanted != null && wanted.startsWith("?") ? of(HOME + wanted) : HOME;
        }
        return wanted;
    }

    /** The sign-in page, from which one comes back to what was asked for. */
    static String signInFrom(HttpServletRequest request) {
        String query = request.getQueryString();
        String wanted = request.getServletPath().substring(1) + (query == null ? "" : "?" + query);
        String back = request.getMethod().equals("GET") ? of(wanted) : HOME;
        return request.getContextPath()
                + "/login.xhtml"
                + (back.equals(HOME) ? "" : "?" + PARAMETER + "=" + URLEncoder.encode(back, StandardCharsets.UTF_8));
    }
}
