@NullMarked
package clda.security.limits.redis;

import org.jspecify.annotations.NullMarked;
