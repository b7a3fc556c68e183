// Ways to go on with the sentence at the cursor, in a list that the keyboard and the mouse choose from.
export class Completions {
  constructor(text, list, marks, take) {
    Object.assign(this, { text, list, marks, take, start: 0, active: -1 });
    text.addEventListener("keydown", (event) => this.key(event));
    text.addEventListener("blur", () => this.close());
    list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const option = event.target.closest("[role=option]");
      if (option) this.accept(option);
    });
  }

  get options() {
    return [...this.list.children];
  }

  offer(sentences, start) {
    this.start = start;
    this.list.replaceChildren(...sentences.map(optionOf));
    this.choose(-1);
    this.list.hidden = sentences.length === 0;
    if (this.list.hidden) return;
    const { left, top } = this.marks.below(start);
    const bottom = this.marks.below(this.text.selectionEnd).top;
    this.list.style.top = `${Math.max(top, bottom)}px`;
    this.list.style.left = `${Math.max(0, Math.min(left, this.text.clientWidth - this.list.offsetWidth))}px`;
  }

  close() {
    this.offer([], 0);
  }

  key(event) {
    if (this.list.hidden) return;
    const moves = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in moves) this.choose(Math.max(-1, Math.min(this.active + moves[event.key], this.options.length - 1)));
    else if (event.key === "Escape") this.close();
    else if ((event.key === "Enter" || event.key === "Tab") && this.active >= 0) this.accept(this.options[this.active]);
    else return;
    event.preventDefault();
  }

  choose(active) {
    this.active = active;
    this.options.forEach((option, at) => option.setAttribute("aria-selected", String(at === active)));
    if (active < 0) this.text.removeAttribute("aria-activedescendant");
    else this.text.setAttribute("aria-activedescendant", this.options[active].id);
  }

  accept(option) {
    const [sentence, start] = [option.textContent, this.start];
    this.close();
    this.take(sentence, start, this.text.selectionEnd);
  }
}

function optionOf(sentence, at) {
  const option = document.createElement("li");
  option.id = `completion-${at}`;
  option.setAttribute("role", "option");
  option.textContent = sentence;
  return option;
}
