/** When turns run, wait, resume and end, and who may decide about them. Uses agent and all below it. */
@NullMarked
package clda.dialogue;

import org.jspecify.annotations.NullMarked;
