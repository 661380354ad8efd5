/** Who is asking, whether they still may, and the keys under which everything is stored. Uses conversation only. */
@NullMarked
package clda.security;

import org.jspecify.annotations.NullMarked;
