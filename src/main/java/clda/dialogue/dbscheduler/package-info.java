/** Times that are told by db-scheduler: on one of the nodes, also when the one that asked for it has died. */
@NullMarked
package clda.dialogue.dbscheduler;

import org.jspecify.annotations.NullMarked;
