package clda.tools.bean;

import clda.effects.EffectClass;
import clda.security.Role;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a public method of a CDI bean a tool. The parameters, with their {@link Param} descriptions and Bean Validation
 * constraints, become the JSON Schema of its arguments; a parameter of type {@link clda.tools.ToolContext} is not an argument
 * but receives the context of the call. The model gets the method's return value as JSON.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface AgentTool {

    /** What it does and when to use it, for the model. */
    String value();

    /** The effect class: what may be done if the outcome of a call was not seen. */
    EffectClass effect();

    /** Its name for the model; by default the method's name in snake case. */
    String name() default "";

    /** Who may use it; by default everyone. */
    Role[] roles() default {};

    /** How long a call, or its task in the background, may take. */
    int timeoutSeconds() default 30;

    /** Whether it takes longer than a person would wait: it then runs in the background and reports its outcome later. */
    boolean background() default false;

    /** Whether its results are written by others, such as mail: what follows then needs a person's approval. */
    boolean untrusted() default false;

    /**
     * Whether a call matters although its effect stays in the server's own database: once the conversation holds text written
     * by others, it needs a person's approval. Keep the default for a tool that deletes or closes something, acts later, or
     * writes what someone reads later; set it to false only for a tool that does none of these. A tool that only reads is never
     * weighty.
     */
    boolean weighty() default true;

    /**
     * The name of the tool that undoes a call. Its arguments are taken by name from what this tool returned, then from the
     * arguments of the call.
     */
    String undo() default "";

    /** How long the remote system keeps the key of a KEYED effect. */
    int keyKeptHours() default 24;

    /**
     * The method of the same bean that asks the remote system about an earlier call; required for a QUERYABLE tool. It has the
     * same parameters and returns an {@link java.util.Optional} of what the tool returns.
     */
    String lookUp() default "";

    /**
     * The method of the same bean that checks whether a call can succeed, before a person is asked to approve it. It has the
     * same parameters, changes nothing, returns nothing, and throws {@link clda.tools.ToolFailure} if it cannot be done.
     */
    String check() default "";

    /** How long the remote system may still be working on a QUERYABLE effect before it can be asked. */
    int quiesceSeconds() default 30;
}
