// A copy of the text under it, which carries the marks, and knows where on the page each character is.
export class Marks {
  constructor(text, layer) {
    this.text = text;
    this.layer = layer;
    text.addEventListener("scroll", () => (layer.scrollTop = text.scrollTop));
  }

  draw(pairs) {
    const value = this.text.value;
    const parts = [];
    let at = 0;
    for (const [start, end] of pairs.sort((one, other) => one[0] - other[0])) {
      if (start < at) continue;
      const mark = document.createElement("mark");
      mark.textContent = value.slice(start, end);
      parts.push(document.createTextNode(value.slice(at, start)), mark);
      at = end;
    }
    this.layer.replaceChildren(...parts, document.createTextNode(value.slice(at) + "\n"));
    this.layer.scrollTop = this.text.scrollTop;
  }

  // The bottom left corner of a character, from the layer's own.
  below(offset) {
    const range = document.createRange();
    const walker = document.createTreeWalker(this.layer, NodeFilter.SHOW_TEXT);
    let left = offset;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (left < node.length) {
        range.setStart(node, left);
        range.setEnd(node, left + 1);
        break;
      }
      left -= node.length;
    }
    const [here, box] = [range.getBoundingClientRect(), this.layer.getBoundingClientRect()];
    return { left: here.left - box.left, top: here.bottom - box.top };
  }
}
