// Keeps the newest content in view, but only while the reader is at the bottom.
const NEAR = 80;

export class Follow {
  constructor(scroll, button) {
    this.scroll = scroll;
    this.button = button;
    this.following = true;
    this.top = 0;
    scroll.addEventListener('scroll', () => {
      // Growing content does not count as scrolling up: only the reader does that.
      const near = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < NEAR;
      this.following = near || (this.following && scroll.scrollTop >= this.top);
      this.top = scroll.scrollTop;
      button.hidden = this.following;
    }, { passive: true });
    button.addEventListener('click', () => this.toEnd());
    new ResizeObserver(() => this.keep()).observe(scroll.querySelector('ol'));
  }

  keep() {
    if (this.following) {
      this.scroll.scrollTop = this.scroll.scrollHeight;
      // What has shrunk moves up too, and may have grown again before anybody hears of it.
      this.top = this.scroll.scrollTop;
    }
  }

  toEnd() {
    this.following = true;
    this.button.hidden = true;
    this.keep();
  }
}
