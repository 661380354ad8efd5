@NullMarked
package clda.conversation.redis;

import org.jspecify.annotations.NullMarked;
