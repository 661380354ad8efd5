package clda.tools.bean;

import clda.tools.ApprovalRule;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes calls of the tool wait until a person has approved exactly what is going to be done. May be given several times: a call
 * that meets more than one condition needs only the approval of the most demanding approver.
 *
 * <pre>
 * &#64;NeedsApproval(by = requester)
 * &#64;NeedsApproval(by = approver, when = "amount", above = "100.00")
 * </pre>
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(NeedsApproval.All.class)
public @interface NeedsApproval {

    ApprovalRule.By by();

    /** The numeric argument that decides; by default every call needs approval. */
    String when() default "";

    /** With {@link #when}: calls whose argument is greater need approval. A decimal number. */
    String above() default "0";

    /** Container for several conditions. */
    @Documented
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @interface All {
        NeedsApproval[] value();
    }
}
