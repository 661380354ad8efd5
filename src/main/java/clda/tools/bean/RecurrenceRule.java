package clda.tools.bean;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares that a text is a recurrence rule of RFC 5545: an argument of a tool, or a component of a record that it returns.
 * Models and tools exchange the rule; people see it in words of their language.
 *
 * <pre>
 * Planned repeat(&#64;Param("how often") &#64;RecurrenceRule String every, …)
 * record Planned(String what, &#64;RecurrenceRule String every) {}
 * </pre>
 */
@Documented
@Target({ElementType.PARAMETER, ElementType.RECORD_COMPONENT})
@Retention(RetentionPolicy.RUNTIME)
public @interface RecurrenceRule {}
