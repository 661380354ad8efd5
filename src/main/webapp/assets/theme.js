// Runs before the first paint, so that a chosen theme does not flash.
try {
  const chosen = localStorage.getItem('clda-theme');
  if (chosen) {
    document.documentElement.dataset.theme = chosen;
  }
} catch {
  // Without storage, no theme was chosen.
}
