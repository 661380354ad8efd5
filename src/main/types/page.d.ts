// What the scripts of the page find there, for the type checker only. Nothing of it is shipped.

interface Document {
  /** Whoever looks for an element knows what kind it is of, and whether it may be missing. */
  getElementById(elementId: string): any;
  querySelector(selectors: string): any;
  querySelectorAll(selectors: string): NodeListOf<any>;
  addEventListener(type: 'connection', listener: (event: CustomEvent<{ down: boolean }>) => void): void;
}

interface Window {
  // Libraries that pages load before their scripts, or when they are needed.
  Chart?: any;
  DOMPurify: any;
  katex: any;
  marked: any;
}
