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
 * constraints, become the JSON Schema of its arguments; a parameter of type {@link clda.tools.ToolContext} is handed the
 * caller and is no argument. What the method returns is handed to the model as JSON.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface AgentTool {

    /** What it does and when to use it, for the model. */
    String value();

    /** What may be done when its end was not seen. */
    EffectClass effect();

    /** Its name for the model; by default the method's name in snake case. */
    String name() default "";

    /** Who may use it; by default everyone. */
    Role[] roles() default {};

    /** How long a call, or its task in the background, may take. */
    int timeoutSeconds() default 30;

    /** Whether it takes longer than a person waits: it goes on in the background and tells later what came of it. */
    boolean background() default false;

    /** Whether its results are written by others, such as mail: what follows then needs a person's approval. */
    boolean untrusted() default false;

    /**
     * Whether a call matters although its effect stays in the server's own database: once the conversation holds text of others, it
     * needs a person's approval. It does for whatever deletes, closes or acts later, or is read by anyone later, so say no only of
     * what does none of that. A tool that only reads is never weighty.
     */
    boolean weighty() default true;

    /**
     * The name of the tool that takes a call back. Its arguments are taken by name from what this tool returned, then from
     * the arguments of the call.
     */
    String undo() default "";

    /** How long the remote system keeps the key of a KEYED effect. */
    int keyKeptHours() default 24;

    /**
     * The method of the same bean that asks about an earlier call; a QUERYABLE tool has to have one. It has the same
     * parameters and returns an {@link java.util.Optional} of what the tool returns.
     */
    String lookUp() default "";

    /**
     * The method of the same bean that looks, before a person is asked to approve a call, whether it can be done at all. It has the
     * same parameters, changes nothing, returns nothing, and throws {@link clda.tools.ToolFailure} if it cannot be done.
     */
    String check() default "";

    /** How long the remote system may still be at work on a QUERYABLE effect before it can be asked. */
    int quiesceSeconds() default 30;
}
