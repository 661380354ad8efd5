package clda.store;

/** A part of a transaction, created by an adapter and carried out by its store. */
public interface Write {}
