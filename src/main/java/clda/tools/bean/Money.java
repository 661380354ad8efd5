package clda.tools.bean;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares that a number is an amount of money: an argument of a tool, or a component of a record that it returns. The model
 * learns the currency, and people see the amount with its currency in the format of their language.
 *
 * <pre>
 * Refund refundOrder(&#64;Param("how much to refund") &#64;Money("USD") BigDecimal amount, …)
 * record Line(String product, &#64;Money BigDecimal price, String currency) {}
 * </pre>
 */
@Documented
@Target({ElementType.PARAMETER, ElementType.RECORD_COMPONENT})
@Retention(RetentionPolicy.RUNTIME)
public @interface Money {

    /**
     * The currency's code by ISO 4217. By default it is given by the member {@code currency} next to the number, or of an
     * enclosing object.
     */
    String value() default "";
}
