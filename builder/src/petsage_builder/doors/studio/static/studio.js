// What the page does by itself: marks in the editor, sentences by a click, and a build's lines as they come.
"use strict";

const request = document.querySelector("#request");
const text = document.querySelector("#requirements");
const marks = document.querySelector(".marks");

if (request && text) {
  let due = 0;
  const read = () => request.dispatchEvent(new CustomEvent("read"));
  request.addEventListener("input", (event) => {
    if (event.target.id === "phrase") return;
    if (event.target === text) drawMarks([]);
    clearTimeout(due);
    due = setTimeout(read, 25);
  });
  text.addEventListener("scroll", () => (marks.scrollTop = text.scrollTop));

  document.querySelector("#phrase").addEventListener("input", (event) => {
    const known = [...document.querySelectorAll("#phrases option")].some((option) => option.value === event.target.value);
    if (known) {
      append(event.target.value);
      event.target.value = "";
    }
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-sentence], button[data-example], button[data-go]");
    if (!button) return;
    if ("example" in button.dataset) {
      for (const name of ["feature", "description", "requirements"]) request.elements[name].value = button.dataset[name];
      button.closest("details").open = false;
    } else if ("go" in button.dataset) {
      select(...button.dataset.go.split("-").map(offset));
      return;
    } else if ("whole" in button.dataset) {
      replace(button.dataset.sentence, 0, text.value.length);
      button.closest("section").remove();
    } else if ("append" in button.dataset || button.dataset.start === button.dataset.end) {
      append(button.dataset.sentence);
    } else {
      replace(button.dataset.sentence, offset(button.dataset.start), offset(button.dataset.end));
    }
    drawMarks([]);
    read();
  });

  document.addEventListener("htmx:after:swap", () => {
    const reading = document.querySelector("#reading");
    if (!reading) return;
    drawMarks(reading.dataset.marks.trim().split(" ").filter(Boolean).map((pair) => pair.split("-").map(offset)));
    document.querySelector("#prove").disabled = reading.dataset.ready !== "yes";
  });

  function append(sentence) {
    text.value = text.value.trimEnd() + (text.value.trim() ? "\n" : "") + sentence;
    text.focus();
    text.setSelectionRange(text.value.length, text.value.length);
    read();
  }

  function replace(sentence, start, end) {
    text.value = text.value.slice(0, start) + sentence + text.value.slice(end);
    select(start, start + sentence.length);
  }

  function select(start, end) {
    text.focus();
    text.setSelectionRange(start, end);
  }

  // The server counts characters as Python does, the browser in units of UTF-16.
  function offset(characters) {
    return [...text.value].slice(0, Number(characters)).join("").length;
  }

  function drawMarks(pairs) {
    const parts = [];
    let at = 0;
    for (const [start, end] of pairs.sort((one, other) => one[0] - other[0])) {
      if (start < at) continue;
      const mark = document.createElement("mark");
      mark.textContent = text.value.slice(start, end);
      parts.push(document.createTextNode(text.value.slice(at, start)), mark);
      at = end;
    }
    marks.replaceChildren(...parts, document.createTextNode(text.value.slice(at) + "\n"));
    marks.scrollTop = text.scrollTop;
  }
}

const lines = document.querySelector("#lines[data-follow]");
if (lines) {
  const source = new EventSource(`${lines.dataset.follow}/events`);
  source.addEventListener("lines", (event) => (lines.innerHTML = event.data));
  source.addEventListener("ended", () => {
    source.close();
    htmx.ajax("GET", `${lines.dataset.follow}/result`, { target: "#result" });
  });
}

const answer = document.querySelector("#answer");
if (answer) {
  document.addEventListener("htmx:after:swap", () => answer.scrollIntoView({ block: "nearest" }));
}
