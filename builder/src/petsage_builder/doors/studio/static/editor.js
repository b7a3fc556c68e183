// The request while it is written: read at each key, marked where it is wrong, mended and gone on with by a click.
import { Completions } from "./completions.js";
import { Marks } from "./marks.js";
import { charactersOf, unitsOf } from "./places.js";
import { Reader } from "./reader.js";

const BUTTONS = "button[data-sentence], button[data-example], button[data-go]";

export function startEditor(request) {
  if (!request) return;
  const text = request.querySelector("#requirements");
  const phrase = request.querySelector("#phrase");
  const understood = document.querySelector("#understood");
  const marks = new Marks(text, request.querySelector(".marks"));
  const reader = new Reader(understood, () => {
    request.elements.caret.value = charactersOf(text.value, text.selectionEnd);
  });
  const completions = new Completions(text, request.querySelector("#completions"), marks, (sentence, start, end) => {
    replace(sentence, start, end);
    text.setSelectionRange(text.selectionEnd, text.selectionEnd);
    changed();
  });
  let typing = false;

  request.addEventListener("input", (event) => {
    if (event.target === phrase) return;
    typing = event.target === text;
    if (typing) marks.draw([]);
    reader.read();
  });
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.ctrlKey && !request.querySelector("#prove").disabled) request.requestSubmit();
  });
  phrase.addEventListener("input", () => {
    if (![...document.querySelectorAll("#phrases option")].some((option) => option.value === phrase.value)) return;
    append(phrase.value);
    phrase.value = "";
    changed();
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest(BUTTONS);
    if (button) clicked(button);
  });
  understood.addEventListener("htmx:after:swap", () => {
    if (reader.isBehind) return;
    const reading = document.querySelector("#reading");
    request.querySelector("#prove").disabled = reading?.dataset.ready !== "yes";
    if (!reading) return; // the project can't be read, and what to do about it is told there
    const { marks: wrong, status } = reading.dataset;
    marks.draw(wrong.trim().split(" ").filter(Boolean).map(span));
    request.querySelector("#status").textContent = status;
    if (typing && document.activeElement === text) offer(document.querySelector("#offered"));
  });

  reader.read();

  function clicked(button) {
    const { sentence, go, start, end } = button.dataset;
    if (go) {
      text.focus();
      text.setSelectionRange(...span(go));
      return;
    }
    if ("example" in button.dataset) {
      for (const name of ["feature", "description", "requirements"]) request.elements[name].value = button.dataset[name];
      button.closest("details").open = false;
    } else if ("whole" in button.dataset) {
      replace(sentence, 0, text.value.length);
      button.closest("section").remove();
    } else if ("append" in button.dataset || start === end) {
      append(sentence);
    } else {
      replace(sentence, ...span(`${start}-${end}`));
    }
    changed();
  }

  function changed() {
    typing = false;
    marks.draw([]);
    reader.read();
  }

  function append(sentence) {
    text.value = text.value.trimEnd() + (text.value.trim() ? "\n" : "") + sentence;
    text.focus();
    text.setSelectionRange(text.value.length, text.value.length);
  }

  function replace(sentence, start, end) {
    text.value = text.value.slice(0, start) + sentence + text.value.slice(end);
    text.focus();
    text.setSelectionRange(start, start + sentence.length);
  }

  function offer(offered) {
    const sentences = [...offered.children].map((one) => one.textContent);
    completions.offer(sentences, unitsOf(text.value, offered.dataset.start));
  }

  function span(pair) {
    return pair.split("-").map((at) => unitsOf(text.value, at));
  }
}
