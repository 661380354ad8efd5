package clda.web.faces;

import clda.security.Role;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;

/** The page that a user sees at an address where there is nothing, or where something failed. */
@RequestScoped
public class ProblemPage {

    /** The content policy that the page needs: its style, its picture, a way on. */
    public static final String POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none';"
            + " form-action 'none'; frame-ancestors 'none'";

    private static final String PAGE =
            """
            <!DOCTYPE html>
            <html lang="%1$s">
            <head>
              <meta charset="UTF-8"/>
              <meta name="viewport" content="width=device-width, initial-scale=1"/>
              <meta name="color-scheme" content="light dark"/>
              <title>%2$s</title>
              <link rel="icon" type="image/svg+xml" href="%5$s/assets/icon.svg"/>
              <link rel="stylesheet" href="%5$s/assets/clda.css"/>
            </head>
            <body class="login">
              <main class="login-card">
                <img src="%5$s/assets/icon.svg" alt="" width="52" height="52"/>
                <h1>%2$s</h1>
                <p class="muted">%3$s</p>
                <p><a href="%5$s/">%4$s</a></p>
              </main>
            </body>
            </html>
            """;

    @Inject
    private PageLanguage language;

    /** @param contextPath where the application stands; empty for the root */
    public String html(int status, String contextPath) {
        String kind = status == 404 || status == 410
                ? "gone"
                : status == 403 ? "forbidden" : status >= 500 ? "failed" : status == 429 ? "busy" : "refused";
        return page(language.text("page." + kind + ".title"), language.text("page." + kind + ".text"), contextPath);
    }

    /** For someone who has not got the role that a page needs. */
    String needing(Role role, String contextPath) {
        return page(
                language.text("page.role.title"),
                language.text("page.role.text").replace("{0}", role.word()),
                contextPath);
    }

    private String page(String title, String text, String contextPath) {
        return PAGE.formatted(language.getTag(), title, text, language.text("page.home"), contextPath);
    }
}
