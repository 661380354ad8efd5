@NullMarked
package clda.relay.redis;

import org.jspecify.annotations.NullMarked;
