// Work that may wait, in slices so short that nobody feels them. Between two of them the page draws and hears.
const SLICE = 8;

// Calls `step` until it gives false: at once for one slice, then for one after each frame.
export async function inSlices(step) {
  for (;;) {
    const until = performance.now() + SLICE;
    while (performance.now() < until) {
      if (!step()) {
        return;
      }
    }
    await new Promise((drawn) => { requestAnimationFrame(() => setTimeout(drawn)); });
  }
}
