/** Tools made from annotated methods of beans. */
@NullMarked
package clda.tools.bean;

import org.jspecify.annotations.NullMarked;
