package clda.tools.bean;

import clda.tools.Quota;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Limits what calls of the tool may come to together before someone has to approve the next one, so that many small calls
 * cannot do what one large call may not. May be given several times; each holds independently. Calls that got the approval in
 * question do not count.
 *
 * <pre>
 * &#64;AtMost(value = "100.00", of = "amount", per = argument, argument = "orderNumber")
 * &#64;AtMost(value = "100.00", of = "amount", per = person, hours = 24)
 * &#64;AtMost(value = "5", per = turn)
 * </pre>
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(AtMost.All.class)
public @interface AtMost {

    /** What the sum, or the number of effects, may come to. A decimal number. */
    String value();

    /** The numeric argument that is added up; by default effects are counted. */
    String of() default "";

    /** What is added up together; always within one tenant. */
    Quota.Per per();

    /** With {@code per = argument}: calls with the same value of it are added up together. */
    String argument() default "";

    /** How long a call counts, in hours; by default for ever. */
    int hours() default 0;

    /** Who may let a call exceed it. */
    Quota.Beyond beyond() default Quota.Beyond.approver;

    /** Several of them. */
    @Documented
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @interface All {
        AtMost[] value();
    }
}
