package clda.tools.bean;

import clda.tools.Quota;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Limits the total of several calls of the tool; the next call beyond it needs an approval, so that many small calls cannot do
 * what one large call may not. May be given several times; each limit applies independently. Calls that were given that
 * approval do not count.
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

    /** The maximum of the sum, or of the number of effects. A decimal number. */
    String value();

    /** The numeric argument that is added up; by default effects are counted. */
    String of() default "";

    /** What is added up together; always within one tenant. */
    Quota.Per per();

    /** With {@code per = argument}: calls with the same value of it are added up together. */
    String argument() default "";

    /** How long a call counts, in hours; by default forever. */
    int hours() default 0;

    /** Who may let a call exceed it. */
    Quota.Beyond beyond() default Quota.Beyond.APPROVER;

    /** Container for several limits. */
    @Documented
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @interface All {
        AtMost[] value();
    }
}
