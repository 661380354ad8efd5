package clda.web.faces;

import clda.guests.Guests;
import clda.json.Json;
import com.fasterxml.jackson.core.JsonProcessingException;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;

/** The language of the pages: the one chosen on the page, else the browser's, else English. */
@Named("language")
@RequestScoped
public class PageLanguage {

    private static final String COOKIE = "clda-lang";
    private static final String TEXTS = "clda.web.faces.texts";

    @Inject
    private HttpServletRequest request;

    @Inject
    private Guests guests;

    private Locale locale = Locale.ENGLISH;
    private Map<String, String> texts = Map.of();

    @PostConstruct
    void choose() {
        String preferred = Cookies.named(COOKIE, request)
                .orElseGet(() -> request.getLocale().toLanguageTag());
        locale = preferred.toLowerCase(Locale.ROOT).startsWith("zh") ? Locale.SIMPLIFIED_CHINESE : Locale.ENGLISH;
        texts = all();
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

    /** The texts by key: the pages' own, and those of guests where a key is not taken. In pages, {@code t}. */
    @Produces
    @Named("t")
    @RequestScoped
    Map<String, String> texts() {
        return texts;
    }

    private Map<String, String> all() {
        Map<String, String> all = guests.texts(locale);
        ResourceBundle own = ResourceBundle.getBundle(
                TEXTS, locale, ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
        own.keySet().forEach(key -> all.put(key, own.getString(key)));
        return all;
    }

    /** The key itself where there is no text for it. */
    String text(String key) {
        return texts.getOrDefault(key, key);
    }

    /** All texts as JSON for the scripts, safe inside an HTML element. */
    public String getJson() {
        try {
            return Json.MAPPER.writeValueAsString(texts).replace("<", "\\u003c");
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
