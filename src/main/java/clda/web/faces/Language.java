package clda.web.faces;

import clda.conversation.EventCodec;
import com.fasterxml.jackson.core.JsonProcessingException;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.TreeMap;

/** In which language the pages speak: the one chosen on the page, else the browser's, else English. */
@Named
@RequestScoped
public class Language {

    private static final String COOKIE = "clda-lang";
    private static final String TEXTS = "clda.web.faces.texts";

    @Inject
    private HttpServletRequest request;

    private Locale locale = Locale.ENGLISH;

    @PostConstruct
    void choose() {
        String preferred = Cookies.named(COOKIE, request)
                .orElseGet(() -> request.getLocale().toLanguageTag());
        locale = preferred.toLowerCase(Locale.ROOT).startsWith("zh") ? Locale.SIMPLIFIED_CHINESE : Locale.ENGLISH;
    }

    public Locale getLocale() {
        return locale;
    }

    /** As in the {@code lang} attribute. */
    public String getTag() {
        return locale.toLanguageTag();
    }

    /** The language to change to, as the cookie names it. */
    public String getOther() {
        return locale == Locale.ENGLISH ? "zh-CN" : "en";
    }

    String text(String key) {
        return texts().getString(key);
    }

    /** All texts as JSON for the scripts, safe inside of an HTML element. */
    public String getJson() {
        Map<String, String> all = new TreeMap<>();
        texts().keySet().forEach(key -> all.put(key, text(key)));
        try {
            return EventCodec.JSON.writeValueAsString(all).replace("<", "\\u003c");
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ResourceBundle texts() {
        return ResourceBundle.getBundle(
                TEXTS, locale, ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }
}
