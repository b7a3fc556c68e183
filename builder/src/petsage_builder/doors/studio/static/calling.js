// An answer of the app on trial comes into sight.
export function startCalling(answer) {
  if (!answer) return;
  document.addEventListener("htmx:after:swap", () => answer.scrollIntoView({ block: "nearest" }));
}
