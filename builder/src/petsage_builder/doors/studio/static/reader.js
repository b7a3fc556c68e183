// Asks what the text means: at once, and where it changed in the meantime once more when the answer is there.
export class Reader {
  constructor(shown, prepare) {
    this.shown = shown;
    this.prepare = prepare;
    this.isAsking = false;
    this.isBehind = false;
    shown.addEventListener("htmx:before:request", () => (this.isAsking = true));
    shown.addEventListener("htmx:finally:request", () => {
      this.isAsking = false;
      if (this.isBehind) this.read();
    });
  }

  read() {
    this.isBehind = this.isAsking;
    if (this.isBehind) return;
    this.isAsking = true; // from now on, and not only when the request is sent: htmx drops what is asked until then
    this.prepare();
    this.shown.dispatchEvent(new CustomEvent("read"));
  }
}
