@NullMarked
package clda.relay.postgres;

import org.jspecify.annotations.NullMarked;
