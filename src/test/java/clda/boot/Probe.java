package clda.boot;

import clda.effects.EffectClass;
import clda.tools.bean.AgentTool;
import clda.tools.bean.Param;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.constraints.Pattern;
import java.util.Map;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/** A tool that an application brings along: it says what it sees around it. */
@ApplicationScoped
public class Probe {

    /** What a tool sees on the thread of a turn. */
    @AgentTool(value = "What a tool sees.", effect = EffectClass.READ)
    public Map<String, String> probe(@Param("letters") @Pattern(regexp = "[a-z]{2,5}") String word) {
        return Map.of(
                "word", word,
                "loader",
                        String.valueOf(Thread.currentThread().getContextClassLoader() == Probe.class.getClassLoader()),
                "database", lookup("java:comp/env/jdbc/clda"),
                "virtual", String.valueOf(Thread.currentThread().isVirtual()));
    }

    private static String lookup(String name) {
        try {
            return new InitialContext().lookup(name) instanceof javax.sql.DataSource ? "there" : "something else";
        } catch (NamingException e) {
            return e.toString();
        }
    }
}
