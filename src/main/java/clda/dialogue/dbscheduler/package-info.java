/** Timers on db-scheduler: they fire on one of the nodes, even if the node that set them has died. */
@NullMarked
package clda.dialogue.dbscheduler;

import org.jspecify.annotations.NullMarked;
