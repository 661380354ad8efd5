/** Answers to repeated requests in a relational database, encrypted. */
@NullMarked
package clda.web.jpa;

import org.jspecify.annotations.NullMarked;
