/** What may be spent on models: reserved before a call, counted with what it brought. Uses conversation and store. */
@NullMarked
package clda.budget;

import org.jspecify.annotations.NullMarked;
