/**
 * What passed between server and model in conversations whose person wants it to be kept: without secrets, encrypted, to be
 * replayed as a test or put to another model. Uses agent, budget and store.
 */
@NullMarked
package clda.recording;

import org.jspecify.annotations.NullMarked;
