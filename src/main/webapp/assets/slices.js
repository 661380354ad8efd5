// Deferred work in slices too short to notice. Between two slices the page can paint and handle input.
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
