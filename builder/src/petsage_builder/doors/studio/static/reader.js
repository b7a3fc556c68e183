// Asks what the text means: one reading at a time, and once more where the text changed while the answer was under way.
export class Reader {
  constructor(shown, prepare) {
    this.shown = shown;
    this.prepare = prepare;
    this.isAsking = false;
    this.isBehind = false;
  }

  async read() {
    this.isBehind = true;
    if (this.isAsking) return;
    this.isAsking = true;
    try {
      while (this.isBehind) await this.ask();
    } finally {
      this.isAsking = false;
    }
  }

  ask() {
    this.isBehind = false;
    this.prepare();
    return htmx.ajax("POST", "/understand", { source: this.shown });
  }
}
