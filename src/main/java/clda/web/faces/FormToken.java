package clda.web.faces;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Named;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * The proof that a form was filled in on our own page: the same random value in a cookie, which other sites can neither read
 * nor send, and in a hidden field of the form.
 */
@Named
@RequestScoped
public class FormToken {

    static final String COOKIE = "clda-form";
    static final String FIELD = "form-token";

    private static final int BYTES = 16;
    private static final int TEXT_LENGTH = 22;
    private static final SecureRandom RANDOM = new SecureRandom();

    private String value = "";

    /** Keeps the browser's token, or gives it one. */
    void prepare(HttpServletRequest request, HttpServletResponse response) {
        Optional<String> known = Cookies.named(COOKIE, request).filter(text -> text.length() == TEXT_LENGTH);
        value = known.orElseGet(FormToken::random);
        if (known.isEmpty()) {
            Cookie cookie = new Cookie(COOKIE, value);
            cookie.setHttpOnly(true);
            cookie.setSecure(request.isSecure());
            cookie.setPath(request.getContextPath() + "/");
            cookie.setAttribute("SameSite", "Strict");
            response.addCookie(cookie);
        }
    }

    private static String random() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Whether the request came from a form that was served to this browser. */
    static boolean isIn(HttpServletRequest request) {
        String field = request.getParameter(FIELD);
        return field != null
                && Cookies.named(COOKIE, request)
                        .filter(cookie -> cookie.length() == TEXT_LENGTH)
                        .filter(cookie -> MessageDigest.isEqual(
                                cookie.getBytes(StandardCharsets.UTF_8), field.getBytes(StandardCharsets.UTF_8)))
                        .isPresent();
    }

    /** For the hidden field. */
    public String getValue() {
        return value;
    }
}
