// At each conflict, a click takes one side or both; what stands there can be written as well.
export function startSettling() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-take]");
    if (!button) return;
    const conflict = button.closest("[data-conflict]");
    const sides = button.dataset.take.split(" ").map((side) => conflict.querySelector(`[data-side=${side}]`).textContent);
    const text = conflict.querySelector("textarea");
    text.value = sides.join("");
    text.rows = Math.min(text.value.split("\n").length, 12);
    for (const other of conflict.querySelectorAll("button[data-take]")) other.setAttribute("aria-pressed", String(other === button));
  });
}
