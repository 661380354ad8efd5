/** A guest as a customer would write it: it lends books. */
package clda.guests.library;
